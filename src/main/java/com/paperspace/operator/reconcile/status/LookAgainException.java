package com.paperspace.operator.reconcile.status;

/** The view this pass was decided on is out of date; nothing more is done on it. */
public final class LookAgainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LookAgainException(String message) {
    super(message, null, false, false);
  }
}
