package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Remade;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a known cloud object is not found: nothing hasty. A wrong key, a broken list or a
 * mistake in the console must not make the operator build the estate anew (docs/architecture.md,
 * "Missing objects").
 */
public final class MissingObject<T> {
  private static final Logger LOG = LoggerFactory.getLogger(MissingObject.class);

  private static final String WAY_OUT =
      " Delete this object; or, to have another one made of what the spec names by now, set the"
          + " annotation "
          + Annotations.RECONCILE_AT
          + " to a new value.";

  /** So many may always be gone at once: people delete a handful in the console. */
  private static final int ALWAYS_BELIEVED = 5;

  /** Of many objects a tenth may go at once; more is rather a wrong key or a broken list. */
  private static final int BELIEVED_SHARE = 10;

  private final Services services;
  private final Absences absences;
  private final CapacityWait capacity;

  public MissingObject(Services services) {
    this.services = services;
    this.absences = new Absences(services);
    this.capacity = new CapacityWait(services);
  }

  /**
   * Confirms that the object is gone and may be made again; the draft then has no id any more.
   *
   * @throws PassEndedException when it may not, or not yet
   */
  public void confirm(External<T> external) {
    var pass = external.pass();
    var id = pass.draft.id;
    if (absences.isYoung(pass)) {
      throw new PassEndedException(
          Verdict.moving(Reason.Creating, "The API does not show " + id + " yet; looking again."));
    }
    absences.confirm(pass, id);
    if (external.isOneShot()) {
      var lost = OpenCreate.outcomeUnknown(id + " is gone before it was over").gone();
      pass.requireAnswer("outcome of " + id, lost);
      forget(external);
      return;
    }
    if (pass.externalId() != null && !pass.externalId().equals(id)) {
      LOG.info("{}: {} is gone; {} is taken over", pass.describe(), id, pass.externalId());
      forget(external);
      return;
    }
    var why = external.whyGone();
    if (pass.policy().observeOnly() || pass.policy().reportDrift() || pass.externalId() != null) {
      throw new PassEndedException(notMadeAgain(id, why));
    }
    var lacked = why.filter(it -> it.reason() == Reason.OutOfCapacity);
    if (lacked.isEmpty()) {
      why.ifPresent(
          it ->
              pass.requireAnswer(
                  it.reason() + " of " + id,
                  Verdict.stalled(it.reason(), it.message() + WAY_OUT).gone()));
    }
    var present =
        external.list(external.scope()).stream()
            .map(remote -> external.identity(remote).id())
            .collect(Collectors.toSet());
    if (present.contains(id)) {
      throw new PassEndedException(
          Verdict.moving(Reason.Updating, "The API contradicts itself; looking again."));
    }
    if (lacked.isPresent()) {
      var waits = triedAgain(external, lacked.get().message());
      if (isAskedFor(pass)) {
        return;
      }
      throw new PassEndedException(waits);
    }
    if (why.isEmpty() && pass.connection.seesAll()) {
      // The list of a key that does not see all proves nothing; there a person has confirmed it.
      guard(external, present);
    }
    if (!isAskedFor(pass)) {
      pause(external);
    }
    var rest = external.leavesBehind(Optional.empty()).map(" "::concat).orElse("");
    pass.vanished = id + " is gone; it is made again." + rest;
    forget(external);
  }

  private static boolean isAskedFor(Reconciliation<?, ?> pass) {
    return pass.isRequested() || pass.memo.edited;
  }

  /** Not guarded against many at once: for want of room many objects of a kind do go at once. */
  private Verdict triedAgain(External<T> external, String words) {
    var pass = external.pass();
    var waits = capacity.went(pass, pass.draft.id + " is gone. " + words).gone();
    var rest = external.leavesBehind(Optional.empty());
    forget(external);
    return rest.map(waits::adding).orElse(waits);
  }

  private static Verdict notMadeAgain(String id, Optional<? extends Observation<?>> why) {
    return Verdict.stalled(
            why.<Reason>map(Observation::reason)
                .filter(it -> it != Reason.OutOfCapacity)
                .orElse(Reason.ExternalMissing),
            why.<String>map(Observation::message).orElse(id + " is gone from the cloud.")
                + " Delete this object, or point spec.externalId at another one.")
        .gone();
  }

  /** Tells and counts that an object vanished, once the status that says so is written. */
  public void note(External<T> external) {
    var pass = external.pass();
    if (pass.vanished == null) {
      return;
    }
    LOG.info("{}: {}", pass.describe(), pass.vanished);
    services.events().warning(pass.resource, Reason.ExternalMissing, pass.vanished);
    var before = pass.memo.remade;
    pass.memo.remade = new Remade(before == null ? 1 : before.times() + 1, pass.steady);
    pass.memo.edited = false;
    pass.vanished = null;
  }

  /** Begins the pauses anew once an object has stayed for so long. */
  public void seen(External<T> external) {
    var pass = external.pass();
    var last = pass.memo.remade;
    if (last != null && !pass.steady.isBefore(last.at().plus(services.pacing().slow()))) {
      pass.memo.remade = null;
    }
  }

  /**
   * Waits longer each time before one more is made: each costs money, and something deletes them.
   */
  private void pause(External<T> external) {
    var pass = external.pass();
    var last = pass.memo.remade;
    if (last == null) {
      return;
    }
    var pacing = services.pacing();
    var pause = Backoff.doubling(pacing.createGrace(), pacing.slow()).after(last.times());
    var rest = Duration.between(pass.steady, last.at().plus(pause));
    if (rest.compareTo(Duration.ZERO) > 0) {
      var due = pass.now.plus(rest);
      throw new PassEndedException(
          Verdict.waiting(Reason.ExternalMissing, again(pass.draft.id, last.times(), due))
              .gone()
              .notBefore(min(rest, pacing.syncPeriod())));
    }
  }

  private static String again(String id, int times, Instant due) {
    return id
        + " is gone too, after it was made again in place of one that was gone ("
        + (times == 1 ? "once" : times + " times in a row")
        + "). The next is made again at "
        + due.truncatedTo(ChronoUnit.SECONDS)
        + " or later. Find out what deletes it; an edit of the spec or a new value"
        + " of the annotation paperspace.com/reconcile-at has it made at once.";
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Forgets the object; should it show again, another resource may take it over. */
  private void forget(External<T> external) {
    var pass = external.pass();
    var key = IndexKey.cloud(external.type(), pass.connection.teamId(), pass.draft.id);
    services.claims().release(key, pass.uid());
    // What was sent to it is not on the one that is made in its place.
    pass.memo.echoed = null;
    pass.draft.forget();
  }

  private void guard(External<T> external, Set<String> present) {
    var pass = external.pass();
    var question = "vanished with many: " + pass.draft.id;
    boolean isAsked = question.equals(pass.draft.question);
    Set<String> known =
        new HashSet<>(
            services
                .index()
                .cloudIds(
                    external.type(),
                    pass.connection.teamId(),
                    r ->
                        external.sameScope(r.getStatus().id(), pass.draft.id)
                            && external.isInScope(r)
                            && (isAsked || !isLongGone(pass, r))));
    known.add(pass.draft.id);
    int before = known.size();
    known.removeAll(present);
    int gone = known.size();
    boolean allGone = present.isEmpty() && before > 1;
    boolean many = allGone || gone > Math.max(ALWAYS_BELIEVED, before / BELIEVED_SHARE);
    if (many) {
      pass.requireAnswer(
          question,
          Verdict.stalled(
              Reason.MassDisappearance,
              gone
                  + " of "
                  + before
                  + " objects of this kind seem to have vanished at once, "
                  + pass.draft.id
                  + " among them. If they really are gone, set the annotation"
                  + " paperspace.com/reconcile-at to a new value; else restore the key or the"
                  + " objects."));
    }
  }

  /** Whether another object was missed so long ago that it did not vanish with this one. */
  private boolean isLongGone(Reconciliation<?, ?> pass, PaperspaceResource<?, ?> resource) {
    var told = services.memos().of(resource.getMetadata().getUid()).toldGone;
    var pacing = services.pacing();
    var span = pacing.slow().plus(pacing.syncPeriod());
    return told != null && told.plus(span).isBefore(pass.steady);
  }
}
