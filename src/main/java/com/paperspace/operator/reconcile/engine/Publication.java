package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.MissingObject;
import com.paperspace.operator.reconcile.pass.ConditionEvents;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.pass.Untold;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Writes the verdict of a pass into the status, and wakes the resources it concerns. */
final class Publication<T> {
  private final Services services;
  private final MissingObject<T> missing;

  Publication(Services services, MissingObject<T> missing) {
    this.services = services;
    this.missing = missing;
  }

  /** Writes the status, one write or none, then the events and metrics that follow from it. */
  void publish(External<T> external, Verdict verdict) {
    var pass = external.pass();
    var untold = pass.memo.tell(pass.draft.conditions, pass.resource.getStatus(), pass.obtained);
    complete(external, verdict);
    try {
      pass.writeStatus(services.writer());
    } finally {
      // Also where the write fails: the status is kept, and the next pass begins with it.
      missing.note(external);
    }
    pass.obtained = untold.obtained();
    tell(external, verdict, untold);
    pass.memo.told();
  }

  private void tell(External<T> external, Verdict verdict, Untold untold) {
    var pass = external.pass();
    var before = untold.before();
    ConditionEvents.announce(pass, verdict, before, services.events());
    boolean wasReady = Conditions.isTrue(before, Conditions.READY);
    boolean isReady = Conditions.isTrue(pass.draft.conditions, Conditions.READY);
    pass.memo.isNew |= untold.obtained() != null;
    if (isReady && pass.memo.isNew) {
      pass.memo.isNew = false;
      countAge(pass);
    }
    boolean concernsUsers = !Objects.equals(untold.id(), pass.draft.id) || wasReady != isReady;
    if (concernsUsers) {
      var name = pass.resource.getMetadata().getName();
      var key = IndexKey.resource(external.type(), pass.namespace(), name);
      boolean isSeenAgain = isReady && isAsBeforeUnknown(pass, untold);
      services.index().wakeUsers(key, user -> !isSeenAgain || !isSettled(user));
    }
  }

  /** Whether an outage is over that the object came through unchanged. */
  private static boolean isAsBeforeUnknown(Reconciliation<?, ?> pass, Untold untold) {
    var ready = Conditions.find(untold.before(), Conditions.READY);
    return ready != null
        && ready.status().equals("Unknown")
        && Objects.equals(untold.id(), pass.draft.id)
        && Objects.equals(untold.observed(), pass.draft.observed);
  }

  /** Most users settle before what they name is seen again, and would look once more. */
  private boolean isSettled(PaperspaceResource<?, ?> user) {
    return services.memos().settledBy(user).isPresent();
  }

  /** Keeps the status of a pass that sent something and was cut short before it could write it. */
  void keep(External<T> external) {
    var pass = external.pass();
    if (pass.sent) {
      services.writer().keep(pass.resource, pass.draft.build());
      missing.note(external);
    }
  }

  private void complete(External<T> external, Verdict verdict) {
    var pass = external.pass();
    var draft = pass.draft;
    if (!draft.hasId() && pass.openIntent().isEmpty()) {
      // The schema's rules would take the create for open and admit no correction of the spec.
      draft.forgetCreate();
    }
    if (verdict.isGone()) {
      // The values observed last would pass for the present ones.
      external.noteGone();
      pass.memo.toldGone = pass.memo.toldGone == null ? pass.steady : pass.memo.toldGone;
    } else if (!verdict.isPassing()) {
      pass.memo.toldGone = null;
    }
    var said = services.conditions(verdict, draft.conditions, pass.generation());
    // A condition of the kind's own has a mark of its name.
    draft.conditions = Conditions.keeping(draft.marks.keySet(), draft.conditions, said);
    if (verdict.shape() != Shape.PAUSED || draft.observedGeneration == null) {
      draft.observedGeneration = pass.generation();
    }
    acknowledge(pass, verdict);
  }

  /** Notes that a request (reconcile-at) was served, and whether a question still stands. */
  private static void acknowledge(Reconciliation<?, ?> pass, Verdict verdict) {
    var draft = pass.draft;
    // Also while the resource is deleted: a request set before the question is no answer to it.
    boolean asks = pass.asks;
    // A failure that passes ends neither a question that stands nor its answer.
    boolean open = !asks && draft.question != null && verdict.isPassing();
    boolean served = pass.inputs != null || asks;
    if (served && !open && verdict.shape() != Shape.TRANSIENT) {
      draft.lastHandledReconcileAt = pass.requested();
    }
    if (!asks && !open) {
      draft.question = null;
    }
  }

  /** Only of the first generation: later the age would tell how late the edit came. */
  private void countAge(Reconciliation<?, ?> pass) {
    if (pass.generation() == 1) {
      services.telemetry().ready(pass.resource.getKind(), age(pass));
    }
  }

  /** The age of a resource; never negative, though the API server's clock may be ahead of ours. */
  private Duration age(Reconciliation<?, ?> pass) {
    var created = Instant.parse(pass.resource.getMetadata().getCreationTimestamp());
    var now = services.clock().instant();
    return created.isAfter(now) ? Duration.ZERO : Duration.between(created, now);
  }
}
