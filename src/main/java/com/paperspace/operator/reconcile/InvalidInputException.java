package com.paperspace.operator.reconcile;

/** Thrown by an adapter when what the spec asks for cannot be sent as it is, or went astray. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes what is wrong with which field; shown to users, so never a secret value. */
  public InvalidInputException(String message) {
    super(message);
  }
}
