package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Optional;

/**
 * A connection and what of it is recorded in a status.
 *
 * @param mismatch what is said where the account names another team than the key's; then nothing
 *     but a look that tells whose an object is may go by it
 */
public record Use(Connection connection, AccountUse account, Optional<Verdict> mismatch) {

  static Use of(PaperspaceAccount account, Connection connection) {
    var name = account.getMetadata().getName();
    var team = connection.teamId();
    var mismatch =
        Optional.ofNullable(account.getSpec().teamId())
            .filter(pinned -> !pinned.equals(team))
            .map(pinned -> mismatch(name, pinned, team));
    return new Use(connection, new AccountUse(name, team, null), mismatch);
  }

  /** Of the operator's own key. */
  static Use own(Connection connection) {
    return new Use(connection, new AccountUse(null, connection.teamId(), null), Optional.empty());
  }

  private static Verdict mismatch(String account, String pinned, String team) {
    return Verdict.stalled(
        Reason.TeamMismatch,
        "The key belongs to team "
            + team
            + ", but spec.teamId of PaperspaceAccount "
            + account
            + " is "
            + pinned
            + ". Put a key of that team in its place, or correct spec.teamId; nothing is done until"
            + " then.");
  }

  /**
   * Returns where the key may be used.
   *
   * @throws PassEndedException when the account names another team
   */
  public void requireTeam() {
    if (mismatch.isPresent()) {
      throw new PassEndedException(mismatch.get());
    }
  }
}
