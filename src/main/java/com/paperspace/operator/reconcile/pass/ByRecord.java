package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/**
 * Decides when a pass goes by the account that the status records instead of the one in the spec:
 * on deletion, and while the spec cannot be read. Says what helps where that account is of no use.
 */
final class ByRecord {
  private ByRecord() {}

  /**
   * Whether the status names the account to go by. An account without a name is the operator's own
   * key, which is taken only where the spec still means it, for a status can be forged.
   */
  static boolean isGiven(Reconciliation<?, ?> pass) {
    var recorded = pass.draft.account;
    return recorded != null && (recorded.name() != null || pass.resource.unreadable() != null);
  }

  /** Whether this pass goes by the account in the status. */
  static boolean holds(Reconciliation<?, ?> pass) {
    return isUndoing(pass) && isGiven(pass);
  }

  private static boolean isUndoing(Reconciliation<?, ?> pass) {
    return pass.resource.isMarkedForDeletion() || pass.resource.unreadable() != null;
  }

  /** What helps other than mending the account: a clause to append to a sentence, or nothing. */
  static String wayOut(Reconciliation<?, ?> pass) {
    if (!pass.resource.isMarkedForDeletion()) {
      return ", or correct the spec";
    }
    var policy = pass.readPolicy();
    return policy != null && pass.keeps(policy) ? "" : ", or set policy.deletion: Retain";
  }

  /** What ends a pass whose object is of another team than the key. */
  static PassEndedException wrongTeam(
      Reconciliation<?, ?> pass, String actual, String madeIn, String id) {
    var wayOut =
        holds(pass) ? wayOut(pass) : ", or name an account of that team in spec.accountRef";
    return new PassEndedException(
        Verdict.stalled(
            Reason.TeamMismatch,
            "The key belongs to team "
                + actual
                + ", but "
                + id
                + " was made in team "
                + madeIn
                + ". Restore a key of that team"
                + wayOut
                + "; nothing is done until then."));
  }
}
