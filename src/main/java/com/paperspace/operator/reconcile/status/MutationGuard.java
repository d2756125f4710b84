package com.paperspace.operator.reconcile.status;

/**
 * Asked by the client, right before the first byte of every call that changes something in the
 * cloud, whether this process may still make it.
 */
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
