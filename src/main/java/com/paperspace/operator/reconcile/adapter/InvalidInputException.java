package com.paperspace.operator.reconcile.adapter;

/** Thrown by an adapter when what the spec asks for cannot be sent as it is, or went astray. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  /** Takes what is wrong with which field; shown to users, so never a secret value. */
  public InvalidInputException(String message) {
    this(message, false);
  }

  private InvalidInputException(String message, boolean sent) {
    super(message);
    this.sent = sent;
  }

  /** Found out only from the answer: the change was sent. */
  public static InvalidInputException afterSending(String message) {
    return new InvalidInputException(message, true);
  }

  public boolean wasSent() {
    return sent;
  }
}
