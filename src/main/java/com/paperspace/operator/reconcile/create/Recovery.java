package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a create left whose answer never came, by what its intent says it was to make
 * (docs/architecture.md, "Create exactly once", step 4).
 */
public final class Recovery<T> {
  /**
   * 2, 8, 32 s: what it was sent with is likely why it made nothing, so sending it again helps
   * little.
   */
  private static final int IN_VAIN_FACTOR = 4;

  /** Of these people pick one; whoever has more of one name looks in the console. */
  private static final int IDS = 10;

  private final Services services;
  private final Ownership<T> ownership;
  private final Absences absences;
  private final CapacityWait capacity;

  public Recovery(Services services, Ownership<T> ownership, CapacityWait capacity) {
    this.services = services;
    this.ownership = ownership;
    this.absences = new Absences(services);
    this.capacity = capacity;
  }

  /**
   * What a create that was announced may have left; empty when it certainly left nothing. It is
   * settled then, unless a repetition under its natural key need not wait for that.
   *
   * @throws PassEndedException when it is too early to tell, or there are several
   */
  public Optional<T> leftBehind(External<T> external, Intent announced) {
    var pass = external.pass();
    if (isConfirmed(external, announced)) {
      return Optional.empty();
    }
    var intent = pass.dated(announced);
    var candidates = candidates(external, intent);
    boolean certain = candidates.stream().allMatch(it -> isCertain(external, intent, it));
    if (candidates.size() > 1 || !certain) {
      throw new PassEndedException(
          pass.resource.isMarkedForDeletion()
              ? ambiguousLeft(external, candidates)
              : ambiguous(external, candidates));
    }
    if (!candidates.isEmpty()) {
      return Optional.of(candidates.get(0));
    }
    requireNothingLate(external, intent, willRepeat(external, intent));
    return Optional.empty();
  }

  /**
   * Ids of all that a create which was announced may have left; empty when certainly nothing.
   *
   * @throws PassEndedException when it is too early to tell
   */
  List<String> suspects(External<T> external, Intent announced) {
    var pass = external.pass();
    if (isConfirmed(external, announced)) {
      return List.of();
    }
    var intent = pass.dated(announced);
    var ids = candidates(external, intent).stream().map(it -> external.identity(it).id()).toList();
    if (ids.isEmpty()) {
      requireNothingLate(external, intent, false);
    }
    return ids;
  }

  /** Whether a look in vain waited for a check of the session, which it has now. */
  private boolean isConfirmed(External<T> external, Intent intent) {
    var pass = external.pass();
    if (absences.isNoted(pass, forGood(intent))) {
      absences.confirm(pass, forGood(intent));
      settle(external, intent);
      return true;
    }
    if (absences.isNoted(pass, intent.text())) {
      absences.confirm(pass, intent.text());
      return true;
    }
    return false;
  }

  /** Of a look after which nothing can turn up any more. */
  private static String forGood(Intent intent) {
    return intent.text() + " for good";
  }

  /** From here on the spec may be corrected: there is nothing it would not fit. */
  private void settle(External<T> external, Intent intent) {
    var pass = external.pass();
    if (!pass.resource.isMarkedForDeletion()) {
      pass.draft.settleInVain(intent);
      ownership.unreserve(external);
    }
  }

  /** Sent again under its natural key, a create that arrives late still leads to the one object. */
  private boolean willRepeat(External<T> external, Intent intent) {
    var pass = external.pass();
    return intent.target().isKey()
        && external.isRepeatable()
        && !pass.resource.isMarkedForDeletion()
        && intent.target().equals(target(external));
  }

  private void requireNothingLate(External<T> external, Intent intent, boolean repeats) {
    var pass = external.pass();
    // After a refusal nothing can arrive late; only the list may not show it yet.
    boolean refused = capacity.isOf(pass, intent);
    var pacing = services.pacing();
    var patience = intent.at().plus(refused ? pacing.lag() : pacing.createGrace());
    if (pass.api().serverNow().isAfter(patience)) {
      absences.confirm(pass, forGood(intent));
      settle(external, intent);
      return;
    }
    if (repeats) {
      absences.confirm(pass, intent.text());
      return;
    }
    if (refused) {
      throw new PassEndedException(capacity.goesOn(pass, intent));
    }
    throw new PassEndedException(untilKnown(external, intent));
  }

  /** What this resource is to be made as. */
  Intent.Target target(External<T> external) {
    return external
        .naturalKey()
        .map(Intent.Target::key)
        .orElseGet(() -> Intent.Target.named(external.scope(), external.name()));
  }

  /** What is said of a create until it is known whether it made something. */
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
            + intent.at().plus(services.pacing().createGrace())
            + ", and nothing more is sent before that.");
  }

  /**
   * What is said of a create that was lost and made nothing. The next one does not follow at once:
   * what it was sent with may be why, and is free to be corrected until then; longer each time.
   */
  Verdict inVain(External<T> external, Intent intent) {
    var pass = external.pass();
    pass.memo.inVain++;
    var verdict =
        Verdict.waiting(
            Reason.Recovering,
            "The create sent at "
                + intent.at()
                + " made nothing; it is sent again soon. Nothing is fixed until then: correct the"
                + " spec if it asks for what there is not.");
    var pacing = services.pacing();
    var backoff = new Backoff(pacing.retryMin(), pacing.retryMax(), IN_VAIN_FACTOR);
    return verdict.notAfter(backoff.after(pass.memo.inVain));
  }

  /** The look that tells comes when that time is over, not when the pace would have it. */
  private Verdict untilKnown(External<T> external, Intent intent) {
    var pass = external.pass();
    var patience = intent.at().plus(services.pacing().createGrace());
    var rest = Duration.between(pass.api().serverNow(), patience).plus(Intent.CLOCK_STEP);
    var verdict = unknown(intent);
    int attempt = pass.memo.failed().next(verdict.sort());
    var paced = services.pacing().after(verdict, attempt, Duration.ZERO);
    return rest.compareTo(paced) < 0 ? verdict.notAfter(rest) : verdict;
  }

  private List<T> candidates(External<T> external, Intent intent) {
    return find(intent.target(), external).stream()
        .filter(remote -> ownership.isFree(external, remote))
        .filter(remote -> isOf(intent, external.identity(remote).createdAt()))
        .toList();
  }

  /** Before and long after the create others were at work. */
  private boolean isOf(Intent intent, Instant createdAt) {
    return createdAt == null
        || (!createdAt.isBefore(intent.since().minus(Intent.CLOCK_SKEW))
            && !createdAt.isAfter(intent.at().plus(services.pacing().createGrace())));
  }

  /**
   * Names of some kinds identify nothing; without its time it may be anybody's. Without the time of
   * the intent, whatever is older than the resource is somebody else's too.
   */
  private boolean isCertain(External<T> external, Intent intent, T remote) {
    var pass = external.pass();
    var createdAt = external.identity(remote).createdAt();
    if (createdAt == null) {
      return intent.target().isKey();
    }
    var declared = Text.time(pass.resource.getMetadata().getCreationTimestamp());
    return intent.isDated() || !createdAt.isBefore(declared.minus(Intent.CLOCK_SKEW));
  }

  private List<T> find(Intent.Target target, External<T> external) {
    try {
      return target.isKey()
          ? external.byKey(target.text()).stream().toList()
          : named(target, external);
    } catch (PaperspaceException e) {
      if (e.reason() == PaperspaceException.Reason.NOT_FOUND) {
        // Its project is gone, and all in it.
        return List.of();
      }
      throw e;
    }
  }

  /** What has the name an intent or a spec gives, in its scope. */
  List<T> named(Intent.Target target, External<T> external) {
    return external.list(target.scope()).stream()
        .filter(remote -> target.name().equals(external.identity(remote).name()))
        .toList();
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

  /** One that may be meant, or several: none is touched. */
  Verdict ambiguous(External<T> external, List<T> candidates) {
    var ids =
        Text.some(IDS, candidates.stream().map(remote -> external.identity(remote).id()).toList());
    var message =
        candidates.size() == 1
            ? "A cloud object of that name may be the one meant, but its time does not tell: "
                + ids
                + ". Set spec.externalId to it if it is; else rename it. It was not touched."
            : "Several cloud objects could be the one meant: "
                + ids
                + ". Set spec.externalId to the right one; none was touched.";
    return Verdict.stalled(Reason.AmbiguousExternal, message);
  }

  /** The same of an object that is going, for which nothing is taken over any more. */
  private Verdict ambiguousLeft(External<T> external, List<T> candidates) {
    var ids =
        Text.some(IDS, candidates.stream().map(remote -> external.identity(remote).id()).toList());
    return Verdict.stalled(
        Reason.AmbiguousExternal,
        "What an interrupted create left is one of "
            + ids
            + ". Set policy.deletion: Retain, which lets this object go and touches none; then delete"
            + " what it left in the Paperspace console. Were one deleted before, the one that remains"
            + " would be taken for it and deleted.");
  }
}
