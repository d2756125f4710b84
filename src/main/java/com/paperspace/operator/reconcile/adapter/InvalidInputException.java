package com.paperspace.operator.reconcile.adapter;

/**
 * Thrown by an adapter when what the spec asks for cannot be sent, or was sent and took effect on
 * another object than was meant.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  /** Takes a message that names the field and its fault; users see it, so never a secret value. */
  public InvalidInputException(String message) {
    this(message, false);
  }

  private InvalidInputException(String message, boolean sent) {
    super(message);
    this.sent = sent;
  }

  /** The fault was found only by the answer, so the change was sent. */
  public static InvalidInputException afterSending(String message) {
    return new InvalidInputException(message, true);
  }

  public boolean wasSent() {
    return sent;
  }
}
