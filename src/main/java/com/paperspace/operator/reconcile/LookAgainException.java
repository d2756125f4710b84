package com.paperspace.operator.reconcile;

/** The view this pass was decided on is out of date; nothing more is done on it. */
final class LookAgainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LookAgainException(String message) {
    super(message, null, false, false);
  }
}
