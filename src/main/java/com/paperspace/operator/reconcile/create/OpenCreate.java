package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.List;

/** What users are told of a create whose outcome is not known, and how long it is waited for. */
final class OpenCreate {
  /**
   * 2, 8, 32 s: the values it was sent with are the likely reason that a create made nothing, so
   * sending it again soon helps little.
   */
  private static final int IN_VAIN_FACTOR = 4;

  /** Ids named in a message, for people to pick one; with more of a name they use the console. */
  private static final int IDS = 10;

  private final Pacing pacing;

  OpenCreate(Pacing pacing) {
    this.pacing = pacing;
  }

  /** The verdict until it is known whether the create made something. */
  Verdict unknown(Intent intent) {
    if (intent.target().isKey()) {
      return Verdict.waiting(
          Reason.Recovering,
          "A create was sent at "
              + intent.at()
              + " and its answer was lost; what it made is looked for by its name, and it is sent"
              + " again if there is nothing.");
    }
    return Verdict.waiting(
        Reason.Recovering,
        "A create was sent at "
            + intent.at()
            + " and its answer was lost; what it made may turn up until "
            + intent.at().plus(pacing.createGrace())
            + ", and nothing more is sent before that.");
  }

  /** The same, with the next look as soon as the time is over in which its object may turn up. */
  Verdict untilKnown(Reconciliation<?, ?> pass, Intent intent) {
    var patience = intent.at().plus(pacing.createGrace());
    var rest = Duration.between(pass.api().serverNow(), patience).plus(Intent.CLOCK_STEP);
    var verdict = unknown(intent);
    int attempt = pass.memo.failed().next(verdict.sort());
    var paced = pacing.after(verdict, attempt, Duration.ZERO);
    return rest.compareTo(paced) < 0 ? verdict.notAfter(rest) : verdict;
  }

  /**
   * The verdict on a create whose answer was lost and that made nothing. The next one follows after
   * a pause, longer each time, in which the spec can be corrected: its values may be the reason.
   */
  Verdict inVain(Memo memo, Intent intent) {
    var verdict =
        Verdict.waiting(
            Reason.Recovering,
            "The create sent at "
                + intent.at()
                + " made nothing; it is sent again soon. Nothing is fixed until then: correct the"
                + " spec if it asks for what there is not.");
    var backoff = new Backoff(pacing.retryMin(), pacing.retryMax(), IN_VAIN_FACTOR);
    return verdict.notAfter(backoff.after(memo.inVain));
  }

  /** An id was given to a resource for which an interrupted create had made another object. */
  static Verdict second(List<String> left, String known) {
    var ids = Text.some(IDS, left);
    return Verdict.stalled(
        Reason.AmbiguousExternal,
        "This object is to manage "
            + known
            + ", but a create that was interrupted may have made "
            + ids
            + " for it. Delete "
            + ids
            + " in the Paperspace console if nobody needs it, or have it managed by an object of its"
            + " own with spec.externalId; none was touched.");
  }

  /**
   * The verdict on a resource that waits for the create of another; an overdue create is one no
   * pass brings to an end, so that people have to.
   */
  static Verdict ofAnother(String name, String why, boolean isOverdue) {
    return isOverdue
        ? Verdict.stalled(
            Reason.OwnershipConflict,
            "The create of "
                + name
                + " is not settled, and "
                + why
                + " Its status tells what it waits for; see to that, or delete it, and with it what that create has made.")
        : Verdict.moving(
            Reason.Creating, "Waiting until the create of " + name + " is over: " + why);
  }

  /** The object that a create may have made is managed by a resource that took it over. */
  static Verdict takenOver(String id, String other, boolean isGoing) {
    var message =
        "An interrupted create of this object may have made "
            + id
            + ", which "
            + other
            + " has taken over; it was not touched. Set policy.deletion: Retain on that one and"
            + " delete it: "
            + id
            + (isGoing
                ? " is deleted with this one then. If it is not this one's, set policy.deletion:"
                    + " Retain here, which lets this object go."
                : " is this one's then. If it is not, set policy.deletion: Retain here, delete this"
                    + " object and create it anew; until then no second one is made.");
    return Verdict.stalled(Reason.OwnershipConflict, message);
  }

  /** One object or several may be the one that was made; none is touched. */
  static Verdict ambiguous(List<String> candidates, boolean isNamed, boolean isAlike) {
    var ids = Text.some(IDS, candidates);
    var message =
        candidates.size() == 1
            ? "One cloud object may be the one meant, but "
                + (isAlike ? "its time does not tell: " : "it is not as it was to be made: ")
                + ids
                + ". Set spec.externalId to it if it is; else "
                + (isNamed
                    ? "rename it"
                    : "set policy.deletion: Retain, delete this object and create it anew")
                + ". It was not touched."
            : "Several cloud objects could be the one meant: "
                + ids
                + ". Set spec.externalId to the right one; none was touched.";
    return Verdict.stalled(Reason.AmbiguousExternal, message);
  }

  /** The verdict on an act that must not happen twice, once no trace of it can turn up any more. */
  static Verdict outcomeUnknown(String what) {
    return Verdict.stalled(
        Reason.OutcomeUnknown,
        what
            + ", so whether it was carried out is not known. Look in the Paperspace console. If it"
            + " was not, set the annotation paperspace.com/reconcile-at to a new value, and it is sent"
            + " again.");
  }

  /** Too many objects have the name: the one a create makes could not be told from them. */
  static Verdict tooMany(String name, int count) {
    return Verdict.stalled(
        Reason.AmbiguousExternal,
        count
            + " cloud objects are named "
            + name
            + ", too many to tell a new one from them; none was made. Choose another name.");
  }

  /** {@link #ambiguous} for a resource that is being deleted, which takes nothing over any more. */
  static Verdict ambiguousLeft(List<String> candidates) {
    return Verdict.stalled(
        Reason.AmbiguousExternal,
        "What an interrupted create left is one of "
            + Text.some(IDS, candidates)
            + ". Set policy.deletion: Retain, which lets this object go and touches none; then delete"
            + " what it left in the Paperspace console. Were one deleted before, the one that remains"
            + " would be taken for it and deleted.");
  }
}
