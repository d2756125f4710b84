package com.paperspace.operator.reconcile;

/** Deleting now would destroy, or is refused because of, something else; the message names it. */
public final class InUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is in the way and what to do. */
  public InUseException(String message) {
    super(message);
  }
}
