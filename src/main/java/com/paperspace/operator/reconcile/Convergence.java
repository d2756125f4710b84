package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.PaperspaceException;
import com.paperspace.operator.reconcile.Drift.Remedy;
import com.paperspace.operator.reconcile.Observation.Phase;
import com.paperspace.operator.reconcile.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an existing cloud object in line with its resource: at most one change a pass. */
final class Convergence<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);

  /** Mark in the status: what the API said when it refused a change. */
  private static final String WORDS = "refused";

  private static final int WORDS_LIMIT = 500;

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Attempted attempted;
  private final Outputs<R, O, T> outputs;

  Convergence(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
    this.attempted = new Attempted(platform.pacing().lag());
    this.outputs = new Outputs<>(adapter, platform);
  }

  /** Judges the object as it is, and changes it if the spec wants that. */
  Verdict converge(Pass<R, O> pass, T remote) {
    var seen = look(pass, remote);
    if (seen.phase() == Phase.BUSY) {
      return moving(pass, seen);
    }
    var drift = drift(pass, remote);
    if (seen.phase() == Phase.FAILED && pass.isRequested()) {
      pass.draft.operation = null;
    } else if (seen.phase() == Phase.FAILED && isUndigested(pass, drift)) {
      return digest(pass, seen);
    }
    if (pass.isApplied()) {
      drift.stream()
          .filter(d -> d.remedy() == Remedy.CORRECT)
          .forEach(
              d ->
                  platform
                      .telemetry()
                      .drift(pass.resource.getKind(), d.field().split("\\[", 2)[0]));
    }
    var todo = drift.stream().filter(d -> mayCorrect(pass, d)).toList();
    if (!todo.isEmpty()) {
      return change(pass, remote, todo);
    }
    var refused =
        drift.stream()
            .filter(d -> d.remedy() == Remedy.REFUSED)
            .map(d -> d.with(Remedy.CORRECT))
            .filter(d -> mayCorrect(pass, d))
            .toList();
    // Not, however, where it would take a stop first.
    boolean mayTry =
        !refused.isEmpty()
            && !adapter.carried(pass.resource, remote, refused, pass.inputs).isEmpty();
    return mayTry ? change(pass, remote, refused) : conclude(pass, remote, seen, drift);
  }

  private Observation<O> look(Pass<R, O> pass, T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = seen.observed();
    return seen;
  }

  private List<Drift> drift(Pass<R, O> pass, T remote) {
    var memory = platform.memory();
    return attempted.judge(
        adapter.diff(pass.resource, remote, pass.inputs),
        pass.draft,
        memory.lastWrite().get(pass.uid()),
        memory.unsure().get(pass.uid()),
        pass.now);
  }

  private Verdict change(Pass<R, O> pass, T remote, List<Drift> todo) {
    boolean madeElsewhere = pass.isApplied();
    var carried = adapter.carried(pass.resource, remote, todo, pass.inputs);
    platform.guard().check();
    Outcome<T> outcome;
    try {
      outcome = adapter.update(pass.resource, remote, todo, pass.inputs, pass.api());
    } catch (PaperspaceException e) {
      return refused(pass, remote, carried, e);
    }
    platform.memory().lastWrite().put(pass.uid(), pass.now);
    pass.draft.remember(outcome.sent());
    attempted.remember(carried, pass.draft);
    // What moves from here on moves because of this change, so its time starts anew.
    pass.draft.operation =
        outcome.eventId() == null
            ? null
            : new Operation(Reason.Updating.name(), pass.now.toString(), outcome.eventId());
    // A step that carries no difference and starts nothing only leaves a mark.
    if (!carried.isEmpty() || outcome.eventId() != null) {
      announce(pass, carried.isEmpty() ? todo : carried, madeElsewhere);
    }
    var after = look(pass, outcome.remote());
    if (after.phase() == Phase.BUSY) {
      return moving(pass, after);
    }
    var rest = drift(pass, outcome.remote());
    if (rest.stream().anyMatch(d -> mayCorrect(pass, d))) {
      var next = Verdict.moving(Reason.Updating, "Changing " + Drifts.fields(rest) + ".");
      return carried.isEmpty() ? next : next.atOnce();
    }
    return conclude(pass, outcome.remote(), after, rest);
  }

  /** One field the API refuses must not keep others, the power above all, from being changed. */
  private Verdict refused(Pass<R, O> pass, T remote, List<Drift> carried, PaperspaceException e) {
    if (e.mayHaveTakenEffect()) {
      platform.memory().unsure().put(pass.uid(), pass.now);
    }
    var verdict = Failures.of(e, platform.memory().nextAttempt(pass.uid()));
    if (verdict.reason() != Reason.InvalidSpec || carried.isEmpty()) {
      throw e;
    }
    attempted.refuse(carried, pass.draft);
    pass.draft.sent.put(WORDS, Text.cut(e.getMessage(), WORDS_LIMIT));
    var sent = carried.stream().map(Drift::field).collect(Collectors.toSet());
    if (drift(pass, remote).stream()
        .noneMatch(d -> mayCorrect(pass, d) && !sent.contains(d.field()))) {
      throw e;
    }
    platform.telemetry().failed(pass.resource.getKind(), verdict.reason().name());
    return verdict.atOnce();
  }

  private Verdict conclude(Pass<R, O> pass, T remote, Observation<O> seen, List<Drift> drift) {
    if (seen.phase() == Phase.READY) {
      pass.draft.operation = null;
    }
    pass.draft.drift(drift.stream().filter(d -> d.remedy() != Remedy.SETTLING).toList());
    if (onlyShown(pass) && !drift.isEmpty()) {
      outputs.write(pass, remote);
      return report(pass, seen, drift);
    }
    if (Drifts.has(drift, Remedy.REPLACE)) {
      return Verdict.stalled(
          Reason.ReplaceRequired,
          Drifts.values(drift, Remedy.REPLACE)
              + " cannot be changed on an existing object. Revert it, or delete this object and"
              + " create it anew.");
    }
    if (Drifts.has(drift, Remedy.NEEDS_STOP)) {
      return Verdict.stalled(
          Reason.DisruptionRequired,
          Drifts.values(drift, Remedy.NEEDS_STOP)
              + " can only be changed while the machine is off. Set powerState: \"Off\" or"
              + " allowStop: true.");
    }
    if (Drifts.has(drift, Remedy.REFUSED)) {
      return Verdict.stalled(
          Reason.InvalidSpec,
          "The API refused "
              + Drifts.values(drift, Remedy.REFUSED)
              + ". "
              + pass.draft.sent.getOrDefault(WORDS, ""));
    }
    pass.draft.sent.remove(WORDS);
    if (Drifts.has(drift, Remedy.SETTLING)) {
      return Verdict.moving(Reason.Updating, "Waiting for the change to become visible.");
    }
    if (Drifts.has(drift, Remedy.CORRECT)) {
      // Left over from before an edit that did not touch it, under drift: Report.
      pass.draft.appliedGeneration = pass.generation();
      outputs.write(pass, remote);
      return report(pass, seen, drift);
    }
    pass.draft.appliedGeneration = pass.generation();
    outputs.write(pass, remote);
    if (Drifts.has(drift, Remedy.NOT_APPLIED)) {
      var message =
          "The API accepted but did not carry out: " + Drifts.values(drift, Remedy.NOT_APPLIED);
      return Verdict.shown(Reason.NotApplied, message + ".", seen);
    }
    return switch (seen.phase()) {
      case READY -> Verdict.about(Shape.SETTLED, seen);
      case PROGRESSING, BUSY -> moving(pass, seen);
      case FAILED -> Verdict.about(Shape.FAILED, seen);
    };
  }

  private Verdict report(Pass<R, O> pass, Observation<O> seen, List<Drift> drift) {
    var message = "The cloud differs from the spec: " + Drifts.values(drift) + ".";
    var synced = Conditions.find(pass.draft.conditions, Conditions.SYNCED);
    if (synced == null || !synced.message().equals(Conditions.bounded(message))) {
      platform.events().warning(pass.resource, "DriftDetected", message);
    }
    return Verdict.shown(Reason.DriftReported, message, seen);
  }

  private Verdict moving(Pass<R, O> pass, Observation<O> seen) {
    var operation = pass.draft.operation;
    var reason = seen.reason().name();
    if (operation == null || !reason.equals(operation.type())) {
      var event = operation == null ? null : operation.eventId();
      operation = new Operation(reason, pass.now.toString(), event);
      pass.draft.operation = operation;
    }
    var movingFor = Duration.between(Instant.parse(operation.startedAt()), pass.now);
    if (seen.deadline() != null && movingFor.compareTo(seen.deadline()) > 0) {
      return Verdict.stalled(
          Reason.DeadlineExceeded,
          reason
              + " since "
              + operation.startedAt()
              + ", longer than "
              + seen.deadline().toMinutes()
              + " minutes. Look at "
              + pass.draft.id
              + " in the Paperspace console. "
              + seen.message());
    }
    return Verdict.about(Shape.MOVING, seen);
  }

  /** A failed operation is shown once before it is tried again. */
  private static boolean isUndigested(Pass<?, ?> pass, List<Drift> drift) {
    var operation = pass.draft.operation;
    return operation != null
        && operation.eventId() != null
        && drift.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT || d.remedy() == Remedy.VERB);
  }

  private Verdict digest(Pass<R, O> pass, Observation<O> seen) {
    pass.draft.operation = null;
    attempted.forget(pass.draft);
    boolean passing = seen.reason() == Reason.OutOfCapacity;
    return passing || platform.memory().nextAttempt(pass.uid()) < 3
        ? Verdict.waiting(seen.reason(), seen.message() + " It is tried again.")
        : Verdict.stalled(seen.reason(), seen.message() + " It is tried again now and then.");
  }

  private static boolean onlyShown(Pass<?, ?> pass) {
    return pass.policy().observeOnly() || (pass.policy().reportDrift() && pass.isApplied());
  }

  /** Whether a difference was shown before the edit of the spec, which did not touch it. */
  private static boolean stood(Pass<?, ?> pass, Drift drift) {
    var shown = pass.draft.drift;
    return shown != null
        && shown.stream()
            .anyMatch(
                d ->
                    d.field().equals(StatusDraft.bounded(drift.field()))
                        && d.declared().equals(StatusDraft.bounded(drift.declared())));
  }

  private static boolean mayCorrect(Pass<?, ?> pass, Drift drift) {
    if (pass.policy().observeOnly()) {
      return false;
    }
    return switch (drift.remedy()) {
      case VERB -> true;
      case CORRECT -> !pass.policy().reportDrift() || !(pass.isApplied() || stood(pass, drift));
      case REPLACE, NOT_APPLIED, NEEDS_STOP, REFUSED, SETTLING -> false;
    };
  }

  private void announce(Pass<R, O> pass, List<Drift> done, boolean madeElsewhere) {
    var what =
        done.stream()
            .map(d -> d.field() + " from " + d.actual() + " to " + d.declared())
            .collect(Collectors.joining(", "));
    LOG.info("{}: changed {}", pass.describe(), what);
    boolean corrected = madeElsewhere && done.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT);
    if (corrected) {
      platform.events().normal(pass.resource, "DriftCorrected", "Put right: " + what + ".");
    }
  }
}
