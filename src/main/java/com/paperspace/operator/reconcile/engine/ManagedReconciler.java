package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Bound;
import com.paperspace.operator.reconcile.cloud.Inventory;
import com.paperspace.operator.reconcile.cloud.LostReferences;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.create.Aside;
import com.paperspace.operator.reconcile.create.CapacityWait;
import com.paperspace.operator.reconcile.create.Creation;
import com.paperspace.operator.reconcile.create.MissingObject;
import com.paperspace.operator.reconcile.create.Ownership;
import com.paperspace.operator.reconcile.create.Recovery;
import com.paperspace.operator.reconcile.delete.Deletion;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Connect;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.LogContext;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import com.paperspace.operator.reconcile.update.Attempts;
import com.paperspace.operator.reconcile.update.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One pass over one resource: look, decide, at most one change in the cloud, one status, and when
 * to look again. Level-triggered: correct from any starting point. Never throws, never waits.
 */
final class ManagedReconciler<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>
    implements Passes<R> {
  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Frame frame;
  private final Connect<R, O> connect;
  private final Approach<R, O, T> approach;
  private final Inventory<R, O, T> inventory;
  private final Absences absences;
  private final Ownership<T> ownership;
  private final Creation<T> creation;
  private final CreateOnly createOnly;
  private final LostReferences<T> references;
  private final Update<T> update;
  private final Deletion<T> deletion;
  private final Aside<T> aside;
  private final MissingObject<T> missing;
  private final Publication<T> publication;
  private final Departure<R> departure;

  ManagedReconciler(Adapter<R, O, T> adapter, Services services, Scheduler scheduler) {
    this.adapter = adapter;
    this.services = services;
    this.frame = new Frame(services);
    this.connect = new Connect<>(adapter, services);
    this.inventory = new Inventory<>(adapter, services, scheduler);
    this.absences = new Absences(services);
    this.ownership = new Ownership<>(services);
    this.createOnly = new CreateOnly(adapter.type());
    this.references = new LostReferences<>(services);
    var capacity = new CapacityWait(services);
    var recovery = new Recovery<T>(services, ownership, createOnly, capacity);
    this.creation = new Creation<>(services, ownership, recovery, createOnly, capacity);
    this.approach = new Approach<>(services, connect, ownership, creation);
    this.update = new Update<>(services, createOnly);
    this.deletion = new Deletion<>(services, recovery);
    this.missing = new MissingObject<>(services);
    this.aside = new Aside<>(services);
    this.publication = new Publication<>(services, missing);
    this.departure = new Departure<>(adapter, services);
  }

  @Override
  public List<String> uses(R resource) {
    return Dependents.of(resource, adapter);
  }

  @Override
  public Optional<Duration> pass(R cached) {
    var resource = services.writer().newest(cached);
    return frame.run(resource, () -> pass(begin(resource)));
  }

  private Bound<R, O, T> begin(R resource) {
    var pass =
        new Reconciliation<R, O>(
            resource,
            services.writer().statusOf(resource),
            services.clock().instant(),
            services.steady(),
            services.memos().of(resource.getMetadata().getUid()));
    LogContext.object(pass.draft.id);
    return new Bound<>(adapter, pass, services.events());
  }

  private Optional<Duration> pass(Bound<R, O, T> external) {
    var pass = external.pass();
    return frame.conclude(
        pass.resource,
        decided(external).map(verdict -> inventory.after(external, LongQueue.told(pass, verdict))),
        () -> connect.keyFrom(pass),
        verdict -> {
          publication.publish(external, verdict);
          return movingFor(pass);
        });
  }

  private Optional<Verdict> decided(Bound<R, O, T> external) {
    try {
      return frame.verdict(external.pass().resource, () -> decide(external));
    } catch (LookAgainException | NotLeaderException e) {
      publication.keep(external);
      throw e;
    }
  }

  private Optional<Verdict> decide(Bound<R, O, T> external) {
    var pass = external.pass();
    if (pass.resource.isMarkedForDeletion()) {
      return deletion.delete(
          external,
          () ->
              connect
                  .openForDeletion(pass)
                  .map(Verdict::whileDeleting)
                  .or(() -> inventory.stillGoing(external)));
    }
    approach.hold(external);
    var ended = leftAlone(external).or(() -> approach.open(external)).or(() -> resolved(external));
    if (ended.isPresent()) {
      return ended;
    }
    if (pass.isRequested()) {
      Attempts.forget(pass.draft);
    }
    try {
      return Optional.of(live(external));
    } catch (PaperspaceException e) {
      references.requireAll(external, e);
      throw e;
    }
  }

  /** The end of a pass over a resource that is paused or cannot be read; empty for any other. */
  private Optional<Verdict> leftAlone(Bound<R, O, T> external) {
    var pass = external.pass();
    boolean isUnreadable = pass.resource.unreadable() != null;
    if (!pass.isPaused() && !isUnreadable) {
      return Optional.empty();
    }
    approach.stepBack(external);
    if (!pass.isPaused() && external.isAside()) {
      // What is another's is put back by what the status tells.
      return connect.openForDeletion(pass).or(() -> Optional.of(aside.giveUp(external)));
    }
    connect.requireReadable(pass);
    return Optional.of(
        Verdict.of(
            Shape.PAUSED,
            Reason.Paused,
            "Left alone because of the annotation "
                + Annotations.PAUSED
                + "; remove it to go on."));
  }

  /** Finds what the spec names; the end of the pass where that leads nowhere. */
  private Optional<Verdict> resolved(Bound<R, O, T> external) {
    try {
      connect.resolve(external.pass());
      return Optional.empty();
    } catch (PassEndedException e) {
      // A name that leads nowhere must not keep aside what is another's.
      if (external.isAside()) {
        return Optional.of(aside.giveUp(external));
      }
      approach.keep(external);
      throw e;
    }
  }

  private Verdict live(Bound<R, O, T> external) {
    var pass = external.pass();
    var result = external.result();
    if (result.isPresent()) {
      return over(result.get());
    }
    approach.lookUp(external);
    var next = aside.next(external, () -> creation.finds(external));
    if (next.isPresent()) {
      return next.get();
    }
    if (pass.draft.hasId()) {
      var unchanged =
          createOnly.isIncomplete(pass) ? Optional.<Verdict>empty() : inventory.unchanged(external);
      if (unchanged.isPresent()) {
        return unchanged.get();
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
        var whole = inventory.saw(external, remote.get(), external.complete(remote.get()));
        return aside.soon(external, update.converge(external, whole));
      }
      missing.confirm(external);
    }
    var found = creation.obtain(external);
    pass.known = found.remote();
    return update.converge(
        external, found.made() ? found.remote() : external.complete(found.remote()));
  }

  private static Verdict over(Observation<?> result) {
    boolean wentWell = result.phase() == Observation.Phase.READY;
    return Verdict.about(wentWell ? Shape.SETTLED : Shape.FAILED, result);
  }

  /** An object is never exchanged for another behind people's backs. */
  private void requireSame(Reconciliation<?, ?> pass) {
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

  private static Duration movingFor(Reconciliation<?, ?> pass) {
    var operation = pass.draft.operation;
    return operation == null
        ? Duration.ZERO
        : Duration.between(Instant.parse(operation.startedAt()), pass.now);
  }

  @Override
  public Optional<Duration> sweepAge() {
    return inventory.sweepAge();
  }

  @Override
  public void forget(String uid) {
    services.forget(uid);
  }

  @Override
  public void gone(R resource) {
    services.forget(resource, uses(resource));
    departure.tell(resource);
  }
}
