package com.paperspace.operator.reconcile.status;

/** Asked right before every mutating call to the cloud whether this process may still make it. */
@FunctionalInterface
public interface MutationGuard {

  /** For an operator that runs alone, without leader election. */
  MutationGuard ALWAYS = () -> {};

  /**
   * Returns when the call may be made.
   *
   * @throws NotLeaderException when another process may lead by now
   */
  void check();
}
