package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/** A cloud object is of another team than the key: what is said, and what helps. */
final class TeamMismatch {
  private TeamMismatch() {}

  /**
   * Whether deletion goes by the account the status names. One without a name is the operator's own
   * key: that is taken only where the spec still means it, for a status can be forged.
   */
  static boolean isByRecord(Reconciliation<?, ?> pass) {
    var recorded = pass.draft.account;
    return recorded != null && (recorded.name() != null || pass.resource.unreadable() != null);
  }

  /** What ends the pass over such an object. */
  static PassEndedException of(Reconciliation<?, ?> pass, String actual, String madeIn, String id) {
    boolean isFixed = pass.resource.isMarkedForDeletion() && isByRecord(pass);
    var remedy =
        isFixed ? "set policy.deletion: Retain" : "name an account of that team in spec.accountRef";
    return new PassEndedException(
        Verdict.stalled(
            Reason.TeamMismatch,
            "The key belongs to team "
                + actual
                + ", but "
                + id
                + " was made in team "
                + madeIn
                + ". Restore a key of that team, or "
                + remedy
                + "; nothing is done until then."));
  }
}
