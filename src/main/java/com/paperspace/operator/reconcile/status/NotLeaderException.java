package com.paperspace.operator.reconcile.status;

/** A mutating call was not made, for another operator may lead by now. */
public final class NotLeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is missing for leadership. */
  public NotLeaderException(String message) {
    super(message);
  }
}
