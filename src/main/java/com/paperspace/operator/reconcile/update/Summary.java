package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Refusal;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the verdict on a cloud object once nothing more is changed in this pass. */
final class Summary<T> {
  private static final Refusal NO_REFUSAL = new Refusal(null, "");

  /** The schema takes 512 characters. */
  private static final int WORDS_LIMIT = 500;

  private final Services services;
  private final OutputSecret<T> outputs;
  private final Checks<T> checks;

  Summary(Services services) {
    this.services = services;
    this.outputs = new OutputSecret<>(services);
    this.checks = new Checks<>(services);
  }

  /** Keeps the API's words on a refused change for as long as the change stands aside. */
  static void keepWords(Reconciliation<?, ?> pass, Reason why, String words) {
    pass.draft.refusal = new Refusal(why.name(), Text.cut(words, WORDS_LIMIT));
  }

  /**
   * The verdict where nothing is left but differences that were refused, by the API or by a check
   * before the call; the words that were kept tell which.
   */
  static <T> Verdict refused(External<T> external, T remote, List<Drift> drift) {
    var pass = external.pass();
    var refused = drift.stream().filter(d -> d.remedy() == Remedy.REFUSED).toList();
    boolean isTriedUnasked =
        refused.stream().anyMatch(d -> Differences.isSentAtOnce(external, remote, d));
    var kept = pass.draft.refusal == null ? NO_REFUSAL : pass.draft.refusal;
    var why =
        Stream.of(Reason.values())
            .filter(reason -> reason.name().equals(kept.reason()))
            .findFirst()
            .orElse(Reason.InvalidSpec);
    return Verdict.stalled(
        why,
        Failures.sentence(Drifts.values(refused) + " could not be changed. " + kept.message())
            + "An edit of the field, or the annotation "
            + Annotations.RECONCILE_AT
            + ", has it tried at once; "
            + (isTriedUnasked
                ? "else it is tried ever more seldom."
                : "unasked nothing that runs is stopped for it again."));
  }

  /** The verdict on an object that is left as it is. */
  Verdict of(External<T> external, T remote, Observation<?> seen, Look look, Decision decision) {
    var pass = external.pass();
    if (decision == Decision.FOLLOW) {
      return moving(external, seen);
    }
    if (seen.phase() == Phase.READY) {
      pass.draft.operation = null;
      Attempts.ended(pass.draft);
    }
    if (decision.isApplied(look)) {
      pass.draft.appliedGeneration = pass.generation();
      pass.draft.edit = null;
    }
    if (!decision.keepsRefusal()) {
      pass.draft.refusal = null;
    }
    pass.draft.drift(look.drift().stream().filter(d -> d.remedy() != Remedy.SETTLING).toList());
    if (decision.givesOutputs(seen.phase())) {
      outputs.write(external, remote);
    }
    // Last, so that a pass cut short before this tells of the news next time.
    boolean isNew = note(pass, look);
    var verdict = verdict(external, remote, seen, look.drift(), decision, isNew);
    return decision.isAtEnd() ? checks.after(verdict, external, remote) : verdict;
  }

  /** Remembers which differences are shown; answers whether any is new. */
  private static boolean note(Reconciliation<?, ?> pass, Look look) {
    return Reported.note(look.drift().stream().filter(look::isReported).toList(), pass.draft);
  }

  private Verdict verdict(
      External<T> external,
      T remote,
      Observation<?> seen,
      List<Drift> drift,
      Decision decision,
      boolean isNew) {
    var pass = external.pass();
    return switch (decision) {
      case REPORT, LEAVE -> report(external, seen, drift, isNew);
      case REPLACE ->
          Verdict.stalled(
              Reason.ReplaceRequired,
              Drifts.values(drift, Remedy.REPLACE)
                  + " cannot be changed on an existing object. Set it back to the actual value, or"
                  + " delete this object and create it anew; "
                  + pass.fate()
                  + ".");
      case NEED_STOP ->
          Verdict.stalled(
              Reason.DisruptionRequired,
              Drifts.values(drift, Remedy.NEEDS_STOP)
                  + " can only be changed while the machine is off. Set powerState: \"Off\" or"
                  + " allowStop: true.");
      case REFUSED -> refused(external, remote, drift);
      case SETTLE -> Verdict.moving(Reason.Updating, "Waiting for the change to become visible.");
      case NOT_SENT ->
          shown(
              external,
              seen.reason(),
              "Nothing is sent to what could not be made: "
                  + Drifts.values(drift, Remedy.NOT_SENT)
                  + ". Delete this object and create it anew; "
                  + pass.fate()
                  + ".",
              seen);
      case NOT_APPLIED -> notApplied(external, seen, drift, isNew);
      case REST -> rest(external, seen);
      case FOLLOW, SHOW_FAILURE, SEND, RETRY ->
          throw new IllegalArgumentException(decision + " is no end of a pass");
    };
  }

  private Verdict notApplied(
      External<T> external, Observation<?> seen, List<Drift> drift, boolean isNew) {
    var ignored = drift.stream().filter(d -> d.remedy() == Remedy.NOT_APPLIED).toList();
    var message = "The API accepted but did not carry out: " + Drifts.values(ignored) + ".";
    var wayOut = external.wayOut(ignored).map(it -> " " + it).orElse("");
    return told(external, Reason.NotApplied, message + wayOut, seen, isNew);
  }

  private Verdict rest(External<T> external, Observation<?> seen) {
    return switch (seen.phase()) {
      case READY -> Verdict.about(Shape.SETTLED, seen);
      case PROGRESSING, BUSY -> moving(external, seen);
      case FAILED, UNMADE -> Verdict.about(Shape.FAILED, seen);
    };
  }

  private Verdict report(
      External<T> external, Observation<?> seen, List<Drift> drift, boolean isNew) {
    var policy =
        external.pass().policy().observeOnly()
            ? "policy.management: ObserveOnly"
            : "policy.drift: Report";
    var message =
        "The cloud differs from the spec: "
            + Drifts.values(drift)
            + ". "
            + policy
            + " leaves it so.";
    return told(external, Reason.DriftReported, message, seen, isNew);
  }

  /** The verdict that shows differences; with an event where one is new, or none was sent yet. */
  private Verdict told(
      External<T> external, Reason reason, String message, Observation<?> seen, boolean isNew) {
    var pass = external.pass();
    boolean wasTold =
        Conditions.saysAlready(pass.draft.conditions, Conditions.SYNCED, reason)
            || pass.memo.differed.contains(reason);
    if (isNew || !wasTold) {
      if (reason == Reason.DriftReported) {
        services.events().tell(pass.resource, EventReason.DriftDetected, message);
      } else {
        services.events().warning(pass.resource, reason, message);
      }
      // Noted, for in the condition the verdict on a late object takes the place of this reason.
      pass.memo.differs(Set.of(reason));
    }
    return shown(external, reason, message, seen);
  }

  /** The verdict that shows differences; an object on its way keeps its pace and its deadline. */
  private Verdict shown(External<T> external, Reason reason, String message, Observation<?> seen) {
    if (seen.phase().isMoving()) {
      var moving = moving(external, seen);
      if (moving.shape() == Shape.STALLED) {
        return moving;
      }
    }
    return Verdict.shown(reason, message, seen);
  }

  /** The verdict on an object on its way; past its deadline it is stalled. */
  Verdict moving(External<T> external, Observation<?> seen) {
    var pass = external.pass();
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

  /** The verdict on an operation that failed, before it is tried again. */
  Verdict failed(External<T> external, Observation<?> seen) {
    var pass = external.pass();
    pass.draft.operation = null;
    keepWords(pass, seen.reason(), seen.message());
    var said = Failures.sentence(seen.message());
    boolean passing = seen.reason() == Reason.OutOfCapacity;
    return passing || pass.memo.failed().next(seen.reason().name()) < Failures.TRIES_BEFORE_STALLED
        ? Verdict.waiting(seen.reason(), said + "It is tried again.")
        : Verdict.stalled(seen.reason(), said + "It is tried again now and then.");
  }
}
