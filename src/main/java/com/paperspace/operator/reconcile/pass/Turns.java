package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has turned for a resource, beside the troubles: it was made, became ready, runs or is off, a
 * trouble is over, or a wait is long. Of one pass one such event at most.
 */
record Turns(Reconciliation<?, ?> pass, Verdict verdict, List<Condition> before, Events events) {

  /** What is applied together is waited for, for seconds; that is nothing to be told. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Waits that end by themselves, or that a person wanted. */
  private static final Set<Reason> QUIET =
      EnumSet.of(
          Reason.Deleting,
          Reason.Recovering,
          Reason.Paused,
          Reason.ProviderUnavailable,
          Reason.RateLimited);

  /** What a usable object is told of by a warning, each for as long as Synced gives it. */
  private static final Set<Reason> DIFFERENCES =
      EnumSet.of(Reason.DriftReported, Reason.NotApplied);

  private static final Set<String> OFF = Set.of(Reason.Off.name(), Reason.Disabled.name());
  private static final Set<String> RAN = Set.of(Reason.Available.name(), Reason.Stopping.name());

  void tell() {
    var stalled = Conditions.find(pass.draft.conditions, Conditions.STALLED);
    boolean waits =
        verdict.shape() == Verdict.Shape.WAITING || verdict.shape() == Verdict.Shape.DELETE_WAITING;
    boolean unknown =
        verdict.shape() == Verdict.Shape.TRANSIENT || verdict.shape() == Verdict.Shape.PAUSED;
    if (isMade()) {
      var note = "Made " + pass.draft.id + ". " + ready().message();
      events.tell(pass.resource, EventReason.Created, note);
    }
    if (pass.obtained != null) {
      pass.memo.obtained = pass.steady;
    } else if (isLongAfterItWasObtained()) {
      pass.memo.obtained = null;
    }
    pass.memo.differs(differences(before));
    if (stalled != null) {
      pass.memo.warned = Warned.of(stalled.reason(), pass.draft);
    } else if (waits) {
      waiting();
    } else if (!unknown && (isMade() || !isMoving())) {
      // An answer that repeats what was sent is no proof of it; the read after it is.
      boolean isRead = pass.memo.echoed == null;
      wentWell(isRead && Conditions.isTrue(pass.draft.conditions, Conditions.SYNCED));
    }
    pass.memo.waits = waits || unknown ? pass.memo.waits : null;
    pass.memo.differs(differences(pass.draft.conditions));
    pass.memo.power = tells(ready()) ? ready().reason() : power();
  }

  /** What moves is not compared, and what was refused is over only once it is carried out. */
  private boolean isMoving() {
    return verdict.shape() == Verdict.Shape.MOVING;
  }

  private boolean isMade() {
    return pass.obtained == EventReason.Created;
  }

  /** What it said last of whether it runs: meanwhile it may have told of a change. */
  private String power() {
    return tells(was()) ? was().reason() : pass.memo.power;
  }

  private static boolean tells(Condition ready) {
    return ready != null && (OFF.contains(ready.reason()) || RAN.contains(ready.reason()));
  }

  private Condition ready() {
    return Conditions.find(pass.draft.conditions, Conditions.READY);
  }

  private Condition was() {
    return Conditions.find(before, Conditions.READY);
  }

  private void wentWell(boolean isSynced) {
    var over = new ArrayList<String>();
    warned().ifPresent(over::add);
    if (isSynced) {
      pass.memo.differed.stream().sorted().map(Reason::name).forEach(over::add);
      pass.memo.differed = Set.of();
    }
    pass.memo.warned = null;
    if (isMade()) {
      return;
    }
    if (!over.isEmpty()) {
      var note = "No longer " + String.join(", ", over) + ". " + ready().message();
      events.tell(pass.resource, EventReason.Recovered, note);
    } else if (was() != null && "True".equals(ready().status())) {
      turned();
    }
  }

  /** The reason of the last warning, also of one that an earlier process gave. */
  private Optional<String> warned() {
    return Optional.ofNullable(pass.memo.warned)
        .map(Warned::reason)
        .or(
            () ->
                Optional.ofNullable(Conditions.find(before, Conditions.STALLED))
                    .map(Condition::reason));
  }

  /** Whether a difference is shown that was not before. */
  static boolean differsNow(List<Condition> before, List<Condition> after) {
    return !differences(before).containsAll(differences(after));
  }

  /** The difference that is shown, of which people were warned when it was new. */
  private static Set<Reason> differences(List<Condition> conditions) {
    return DIFFERENCES.stream()
        .filter(it -> Conditions.saysAlready(conditions, Conditions.SYNCED, it))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void turned() {
    boolean isOff = OFF.contains(ready().reason());
    var last = power();
    if (isOff && last != null && RAN.contains(last)) {
      events.tell(pass.resource, EventReason.Stopped, ready().message());
    } else if (!isOff && last != null && OFF.contains(last)) {
      events.tell(pass.resource, EventReason.Started, ready().message());
    } else if ("False".equals(was().status()) && isLongAfterItWasObtained()) {
      // Unknown it is after an outage, of which there was no warning for each object.
      events.tell(pass.resource, EventReason.Ready, ready().message());
    }
  }

  /** Else the event of that was a moment ago, and is enough. */
  private boolean isLongAfterItWasObtained() {
    var since = pass.memo.obtained;
    return since == null || !pass.steady.isBefore(since.plus(PATIENCE));
  }

  private void waiting() {
    var reason = verdict.reason();
    var known = pass.memo.waits;
    var wait = known != null && known.reason() == reason ? known : begun(reason);
    boolean isLong = !pass.steady.isBefore(wait.since().plus(PATIENCE));
    boolean isDue = !wait.told() && isLong && !QUIET.contains(reason);
    if (isDue || pass.nextTry != null) {
      warn(reason, verdict.message() + next());
    }
    boolean isTold = wait.told() || isLong || pass.nextTry != null;
    pass.memo.waits = new Wait(reason, wait.since(), isTold);
  }

  /** One that an earlier process saw, too, was told by it if it is long. */
  private Wait begun(Reason reason) {
    boolean isKnown = was() != null && reason.name().equals(was().reason());
    var age =
        isKnown ? Duration.between(Text.time(was().lastTransitionTime()), pass.now) : Duration.ZERO;
    // Its clock may have been ahead.
    age = age.isNegative() ? Duration.ZERO : age;
    return new Wait(reason, pass.steady.minus(age), age.compareTo(PATIENCE) >= 0);
  }

  private String next() {
    return pass.nextTry == null
        ? ""
        : " Next try at about " + pass.nextTry.truncatedTo(ChronoUnit.SECONDS) + ".";
  }

  private void warn(Reason reason, String note) {
    pass.memo.warned = Warned.of(reason.name(), pass.draft);
    if (verdict.shape() == Verdict.Shape.DELETE_WAITING) {
      events.held(pass.resource, reason, note);
    } else {
      events.warning(pass.resource, reason, note);
    }
  }
}
