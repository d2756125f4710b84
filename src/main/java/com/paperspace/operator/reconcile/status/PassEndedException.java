package com.paperspace.operator.reconcile.status;

/** Ends a pass early with a verdict; never leaves the engine. */
public final class PassEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  public PassEndedException(Verdict verdict) {
    super(verdict.message(), null, false, false);
    this.verdict = verdict;
  }

  public Verdict verdict() {
    return verdict;
  }
}
