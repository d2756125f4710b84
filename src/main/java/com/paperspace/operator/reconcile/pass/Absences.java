package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Instant;

/**
 * Believes "not found" only after a check of the session that started later than the look: under
 * another team's key everything is "not found". One check serves all resources that wait for one,
 * and a resource that waits does not look for its object a second time.
 */
public final class Absences {
  /** A check comes within one lag and its wait; a look in vain that is older is made again. */
  private static final int LAGS = 4;

  private final Services services;

  public Absences(Services services) {
    this.services = services;
  }

  /** Whether the object was made so lately that the API may not show it yet. */
  public boolean isYoung(Reconciliation<?, ?> pass) {
    return Intent.of(pass.resource)
            .filter(intent -> pass.openIntent().isEmpty())
            .map(intent -> pass.dated(intent))
            .filter(intent -> intent.isYoung(pass.began(), services.pacing().createGrace()))
            .isPresent()
        && mayStillShow(pass.memo.lastWrite, pass.steady);
  }

  /** When an earlier process was answered is not known, so its creates may show later. */
  private boolean mayStillShow(Instant written, Instant now) {
    return written == null || now.isBefore(written.plus(services.pacing().lag()));
  }

  /** Names the object of a create in a look so late that nothing can turn up any more. */
  public static String forGood(Intent intent) {
    return intent.text() + " for good";
  }

  /** Whether an object was looked for in vain with the present key, and waits for a check. */
  public boolean isNoted(Reconciliation<?, ?> pass, String what) {
    var absence = pass.memo.absent;
    return absence != null
        && absence.what().equals(what)
        && absence.connection() == pass.connection
        && pass.steady.isBefore(absence.time().plus(services.pacing().lag().multipliedBy(LAGS)));
  }

  /** Notes that the API has accepted the deletion of the object, and so saw it. */
  public void deleted(Reconciliation<?, ?> pass) {
    pass.memo.deleted = new Memo.Deleted(pass.draft.id, pass.connection, null);
  }

  /** Notes that the object was there, and that the answer to its deletion was lost. */
  public void deletionLost(Reconciliation<?, ?> pass) {
    if (!isDeletedBy(pass, pass.draft.id) || pass.memo.deleted.seen() != null) {
      pass.memo.deleted = new Memo.Deleted(pass.draft.id, pass.connection, pass.called());
    }
  }

  /** Notes that the object is there; of use where the answer to its deletion was lost. */
  public void seen(Reconciliation<?, ?> pass) {
    if (isDeletedBy(pass, pass.draft.id) && pass.memo.deleted.seen() != null) {
      deletionLost(pass);
    }
  }

  /** Whether the object was deleted since the start, or may have been: the answer was lost. */
  public boolean mayBeDeleted(Reconciliation<?, ?> pass) {
    var deleted = pass.memo.deleted;
    return deleted != null && deleted.id().equals(pass.draft.id);
  }

  private static boolean isDeletedBy(Reconciliation<?, ?> pass, String what) {
    var deleted = pass.memo.deleted;
    return deleted != null && deleted.id().equals(what) && deleted.by() == pass.connection;
  }

  /**
   * Whether this key deleted the object, and so sees it as long as it is there: not finding it
   * needs no check. Where the answer to the deletion was lost that holds for a moment only: the
   * deletion may not have taken effect, and later a plain member's assignment may have ended
   * instead.
   */
  private boolean wasDeleted(Reconciliation<?, ?> pass, String what) {
    if (!isDeletedBy(pass, what)) {
      return false;
    }
    var seen = pass.memo.deleted.seen();
    return seen == null || pass.steady.isBefore(seen.plus(services.pacing().createGrace()));
  }

  /**
   * Confirms that what was not found is not there.
   *
   * @throws PassEndedException when the key belongs to another team, or it is too early to tell
   */
  public void confirm(Reconciliation<?, ?> pass, String what) {
    if (wasDeleted(pass, what)) {
      return;
    }
    if (!isNoted(pass, what)) {
      pass.memo.absent = new Absence(what, pass.connection, pass.connection.tick(), pass.steady);
    }
    var name = pass.resource.getMetadata().getName();
    var wake = services.index().waker(pass.resource.getClass(), pass.namespace(), name);
    services.connections().requireCheck(pass.memo.absent, wake);
    // Forgotten whatever the check says: under another team's key the look proves nothing later.
    pass.memo.absent = null;
    var team = pass.draft.account.teamId();
    var object = pass.draft.hasId() ? pass.draft.id : "an object still to be found";
    if (!pass.connection.teamId().equals(team)) {
      throw ByRecord.wrongTeam(pass, pass.connection.teamId(), team, object);
    }
    requireSight(pass, object);
  }

  /**
   * To the key of a plain member, objects that are not assigned to that user seem to be missing
   * (docs/paperspace-api.md 10.30), and an assignment can end. With such a key only an object it
   * was to make itself, or has been asked to delete, is believed to be missing.
   */
  private static void requireSight(Reconciliation<?, ?> pass, String object) {
    var user = pass.connection.userId();
    var account = pass.draft.account;
    boolean ownCreate = !pass.draft.hasId() && user != null && user.equals(account.userId());
    if (pass.connection.seesAll() || ownCreate || pass.wasAskedToGo()) {
      return;
    }
    var whose = user == null ? "a user whom the API does not name" : "user " + user;
    var message =
        "The key of "
            + whose
            + ", who neither owns nor administers the team, does not show "
            + object
            + "; that does not prove that it is gone. Assign it to that user or give the account"
            + " the key of an owner or administrator; if it really is gone, set the annotation"
            + " paperspace.com/reconcile-at to a new value.";
    pass.requireAnswer(
        "shown to " + whose + ": " + object, Verdict.stalled(Reason.NotVisible, message));
  }
}
