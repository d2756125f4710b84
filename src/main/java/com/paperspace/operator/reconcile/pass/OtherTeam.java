package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.account.Use;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.status.Intent;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether an object whose status names another team is in the key's own. A key may come
 * to belong to another team; what it makes before its session is asked for again is in that team,
 * and the status names the one before. Under a key of the one before it would be "not found", made
 * again, and left behind.
 */
final class OtherTeam<R extends PaperspaceResource<? extends ManagedSpec, O>, O> {
  private static final Logger LOG = LoggerFactory.getLogger(OtherTeam.class);

  /** How the API refuses to show what is another team's, beside "not found". */
  private static final Set<PaperspaceException.Reason> HIDDEN =
      EnumSet.of(
          PaperspaceException.Reason.INVALID,
          PaperspaceException.Reason.FORBIDDEN,
          PaperspaceException.Reason.NOT_FOUND);

  private final Adapter<R, O, ?> adapter;
  private final Services services;

  OtherTeam(Adapter<R, O, ?> adapter, Services services) {
    this.adapter = adapter;
    this.services = services;
  }

  /** Whether a look would tell more than is known. */
  boolean isToBeAsked(Reconciliation<R, O> pass, Connection connection) {
    return pass.draft.hasId()
        && !adapter.isSeenByOthers()
        && (pass.isRequested() || !sought(pass, connection).equals(pass.memo.sought));
  }

  /** Whether the key shows the object. */
  boolean shows(Reconciliation<R, O> pass, Connection connection) {
    if (!isToBeAsked(pass, connection)) {
      return false;
    }
    if (isThere(pass, connection)) {
      return true;
    }
    if (!isYoung(pass, connection)) {
      pass.memo.sought = sought(pass, connection);
    }
    return false;
  }

  private static Memo.Sought sought(Reconciliation<?, ?> pass, Connection connection) {
    return new Memo.Sought(pass.draft.id, connection, connection.teamId());
  }

  private boolean isThere(Reconciliation<R, O> pass, Connection connection) {
    try {
      return connection.shows(adapter, pass.draft.id);
    } catch (PaperspaceException e) {
      if (HIDDEN.contains(e.reason())) {
        return false;
      }
      throw e;
    }
  }

  /** What was made a moment ago may not be shown yet, and is asked for again. */
  private boolean isYoung(Reconciliation<R, O> pass, Connection connection) {
    var began = pass.began(connection.api().serverNow());
    return Intent.of(pass.resource)
        .filter(it -> !Text.isAhead(it.at(), began))
        .filter(it -> it.isYoung(began, services.pacing().createGrace()))
        .isPresent();
  }

  /** Notes at once in whose team it is: where nothing else is new, a pass writes no status. */
  void note(Reconciliation<R, O> pass, Use use, String madeIn) {
    var account = use.account();
    pass.draft.account =
        new AccountUse(account.name(), account.teamId(), use.connection().userId());
    pass.writeStatus(services.writer());
    var where =
        pass.draft.id
            + " is in team "
            + account.teamId()
            + ", whose key shows it, and not in "
            + madeIn
            + " as the status said: the key has come to belong to another team.";
    LOG.warn("{}: {}", pass.describe(), where);
    services.events().tell(pass.resource, EventReason.Traced, where);
  }
}
