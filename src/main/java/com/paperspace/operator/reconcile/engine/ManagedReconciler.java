package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cloud.Bound;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cloud.LostReferences;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.CapacityWait;
import com.paperspace.operator.reconcile.create.Creation;
import com.paperspace.operator.reconcile.create.MissingObject;
import com.paperspace.operator.reconcile.create.Ownership;
import com.paperspace.operator.reconcile.create.Recovery;
import com.paperspace.operator.reconcile.delete.Deletion;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.ConditionEvents;
import com.paperspace.operator.reconcile.pass.Connect;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import com.paperspace.operator.reconcile.update.Attempts;
import com.paperspace.operator.reconcile.update.Convergence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One pass over one resource: look, decide, at most one change in the cloud, one status, and when
 * to look again. Level-triggered: correct from any starting point. Never throws, never waits.
 */
final class ManagedReconciler<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>
    implements Passes<R> {
  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Connect<R, O> connect;
  private final Frame frame;
  private final Absences absences;
  private final Ownership<T> ownership;
  private final Creation<T> creation;
  private final CreateOnly createOnly;
  private final LostReferences<T> references;
  private final Convergence<T> convergence;
  private final Deletion<T> deletion;
  private final MissingObject<T> missing;

  ManagedReconciler(Adapter<R, O, T> adapter, Services services) {
    this.adapter = adapter;
    this.services = services;
    this.connect = new Connect<>(adapter, services);
    this.frame = new Frame(services);
    this.absences = new Absences(services);
    this.ownership = new Ownership<>(services);
    this.createOnly = new CreateOnly(adapter.type());
    this.references = new LostReferences<>(services);
    var capacity = new CapacityWait(services);
    var recovery = new Recovery<T>(services, ownership, capacity);
    this.creation = new Creation<>(services, ownership, recovery, createOnly, capacity);
    this.convergence = new Convergence<>(services, createOnly);
    this.deletion = new Deletion<>(services, recovery);
    this.missing = new MissingObject<>(services);
  }

  @Override
  public List<String> uses(R resource) {
    return Dependents.of(resource, adapter);
  }

  @Override
  public Optional<Duration> pass(R cached) {
    var resource = services.writer().newest(cached);
    var pass =
        new Reconciliation<R, O>(
            resource,
            services.writer().statusOf(resource),
            services.clock().instant(),
            services.memos().of(resource.getMetadata().getUid()));
    var external = new Bound<>(adapter, pass, services.events());
    return frame.run(
        resource,
        new Frame.Work() {
          @Override
          public Optional<Verdict> decide() {
            return ManagedReconciler.this.decide(pass, external);
          }

          @Override
          public Duration publish(Verdict verdict) {
            ManagedReconciler.this.publish(pass, external, verdict);
            return movingFor(pass);
          }

          @Override
          public String keyFrom() {
            return connect.keyFrom(pass);
          }

          @Override
          public void cutShort() {
            keep(pass, external);
          }
        });
  }

  /** What a change in the cloud taught us is not forgotten because the pass was cut short. */
  private void keep(Reconciliation<R, O> pass, External<T> external) {
    if (pass.now.equals(pass.memo.lastWrite)) {
      services.writer().keep(pass.resource, pass.draft.build());
      missing.note(external);
    }
  }

  private Optional<Verdict> decide(Reconciliation<R, O> pass, External<T> external) {
    var resource = pass.resource;
    if (resource.isMarkedForDeletion()) {
      return delete(pass, external);
    }
    connect.requireReadable(pass);
    if (pass.isPaused()) {
      return Optional.of(
          Verdict.of(
              Shape.PAUSED,
              Reason.Paused,
              "Left alone because of the annotation "
                  + Annotations.PAUSED
                  + "; remove it to go on."));
    }
    var queued = connect.open(pass);
    if (queued.isPresent()) {
      return queued;
    }
    connect.resolve(pass);
    if (pass.isRequested()) {
      Attempts.forget(pass.draft);
    }
    try {
      return Optional.of(live(pass, external));
    } catch (PaperspaceException e) {
      references.requireAll(external, e);
      throw e;
    }
  }

  private Verdict live(Reconciliation<R, O> pass, External<T> external) {
    if (pass.draft.hasId()) {
      // Two resources may have come to name one object while two operators ran.
      ownership.claim(external, pass.draft.id);
      if (!pass.policy().observeOnly()) {
        // A replace (PUT) by somebody may have dropped it, and then deletion would leak the object.
        pass.hold(services.writer(), Annotations.FINALIZER);
      }
      var remote =
          absences.isNoted(pass, pass.draft.id) ? Optional.<T>empty() : external.get(pass.draft.id);
      if (remote.isPresent()) {
        pass.sighted();
        pass.draft.question = null;
        missing.seen(external);
        requireSame(pass);
        creation.settle(external);
        createOnly.complete(pass);
        if (!absences.isYoung(pass)) {
          ownership.unreserve(external);
        }
        return convergence.converge(external, external.complete(remote.get()));
      }
      missing.confirm(external);
    }
    var found = creation.obtain(external);
    return convergence.converge(
        external, found.made() ? found.remote() : external.complete(found.remote()));
  }

  /** An object is never exchanged for another behind people's backs. */
  private void requireSame(Reconciliation<R, O> pass) {
    var named = pass.externalId();
    if (named != null && !named.equals(pass.draft.id)) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.ReplaceRequired,
              "spec.externalId names "
                  + named
                  + ", but this object manages "
                  + pass.draft.id
                  + ". Revert it, or delete this object and create it anew; "
                  + pass.fate()
                  + "."));
    }
  }

  private Optional<Verdict> delete(Reconciliation<R, O> pass, External<T> external) {
    if (deletion.needsCloud(external, pass.openIntent().isPresent())) {
      var queued = connect.openForDeletion(pass);
      if (queued.isPresent()) {
        return queued.map(Verdict::whileDeleting);
      }
    }
    return deletion.delete(external);
  }

  private void publish(Reconciliation<R, O> pass, External<T> external, Verdict verdict) {
    var draft = pass.draft;
    if (!draft.hasId() && pass.openIntent().isEmpty()) {
      // The API server would take it for open and admit no correction.
      draft.forgetCreate();
    }
    if (verdict.reason() == Reason.ExternalMissing) {
      // What was last seen would pass for what is.
      external.noteGone();
    }
    var before = draft.conditions;
    draft.conditions = services.conditions(verdict, before, pass.generation());
    if (verdict.shape() != Shape.PAUSED || draft.observedGeneration == null) {
      draft.observedGeneration = pass.generation();
    }
    acknowledge(pass, verdict);
    var oldId = pass.resource.getStatus() == null ? null : pass.resource.getStatus().id();
    try {
      pass.resource = services.writer().status(pass.resource, draft.build());
    } finally {
      // A status whose write fails is kept, and is what the next pass begins with.
      missing.note(external);
    }
    ConditionEvents.announce(pass, verdict, before, services.events());
    boolean wasReady = Conditions.isTrue(before, Conditions.READY);
    boolean isReady = Conditions.isTrue(draft.conditions, Conditions.READY);
    if (isReady && !wasReady && pass.generation() == 1) {
      services.telemetry().ready(pass.resource.getKind(), age(pass));
    }
    boolean interesting = !Objects.equals(oldId, draft.id) || wasReady != isReady;
    if (interesting) {
      var name = pass.resource.getMetadata().getName();
      services.index().wakeUsers(IndexKey.resource(adapter.type(), pass.namespace(), name));
    }
  }

  /** Notes that a request was served, and whether the question of the status still stands. */
  private static void acknowledge(Reconciliation<?, ?> pass, Verdict verdict) {
    var draft = pass.draft;
    // Also while it is deleted: what was asked for before the guard speaks up is no answer to it.
    boolean asks =
        verdict.reason() == Reason.MassDisappearance || verdict.reason() == Reason.NotVisible;
    // What passes is no end of a question that stands, nor of the answer to it.
    boolean open = !asks && draft.question != null && verdict.isPassing();
    boolean served = pass.inputs != null || asks;
    if (served && !open && verdict.shape() != Shape.TRANSIENT) {
      draft.lastHandledReconcileAt = pass.requested();
    }
    if (!asks && !open) {
      draft.question = null;
    }
  }

  /** The API server's clock may be ahead of ours; nothing is younger than zero. */
  private Duration age(Reconciliation<R, O> pass) {
    var created = Instant.parse(pass.resource.getMetadata().getCreationTimestamp());
    var now = services.clock().instant();
    return created.isAfter(now) ? Duration.ZERO : Duration.between(created, now);
  }

  private static Duration movingFor(Reconciliation<?, ?> pass) {
    var operation = pass.draft.operation;
    return operation == null
        ? Duration.ZERO
        : Duration.between(Instant.parse(operation.startedAt()), pass.now);
  }

  @Override
  public void forget(String uid) {
    services.forget(uid);
  }

  @Override
  public void gone(R resource) {
    var metadata = resource.getMetadata();
    forget(metadata.getUid());
    var status = resource.getStatus();
    if (status != null && status.id() != null && status.account() != null) {
      // Now that no cache shows it any more, a claim on its object can hold.
      services
          .claims()
          .free(IndexKey.cloud(adapter.type(), status.account().teamId(), status.id()));
    }
    if (resource.unreadable() == null && resource.getSpec() != null) {
      for (var reference : adapter.references(resource)) {
        if (reference instanceof Reference.ToResource to) {
          services.index().wake(to.kind(), metadata.getNamespace(), to.name());
        }
      }
    }
    for (var account : Dependents.accounts(resource)) {
      services.index().wake(PaperspaceAccount.class, metadata.getNamespace(), account);
    }
  }
}
