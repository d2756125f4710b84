package com.paperspace.operator.reconcile;

/** Ends a pass early with a verdict; never leaves the engine. */
final class PassEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  PassEndedException(Verdict verdict) {
    super(verdict.message(), null, false, false);
    this.verdict = verdict;
  }

  Verdict verdict() {
    return verdict;
  }
}
