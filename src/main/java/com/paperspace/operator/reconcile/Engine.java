package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.paperspace.PaperspaceException;
import com.paperspace.operator.reconcile.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One pass over one resource: look, decide, at most one change in the cloud, one status, and when
 * to look again. Level-triggered: correct from any starting point. Never throws, never waits.
 */
final class Engine<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>
    implements Passes<R> {
  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Access<R, O> access;
  private final Frame frame;
  private final Absences absences;
  private final Claims<R, O, T> claims;
  private final Creation<R, O, T> creation;
  private final CreateOnly createOnly;
  private final LostReferences<R, O> references;
  private final Convergence<R, O, T> convergence;
  private final Deletion<R, O, T> deletion;
  private final Vanishing<R, O, T> vanishing;

  Engine(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
    this.access = new Access<>(adapter, platform);
    this.frame = new Frame(platform);
    this.absences = new Absences(platform);
    this.claims = new Claims<>(adapter, platform);
    this.createOnly = new CreateOnly(adapter.type());
    this.references = new LostReferences<>(adapter, platform);
    var capacity = new CapacityWait(platform);
    var recovery = new Recovery<>(adapter, platform, claims, capacity);
    this.creation = new Creation<>(adapter, platform, claims, recovery, createOnly, capacity);
    this.convergence = new Convergence<>(adapter, platform, createOnly);
    this.deletion = new Deletion<>(adapter, platform, recovery);
    this.vanishing = new Vanishing<>(adapter, platform);
  }

  @Override
  public List<String> uses(R resource) {
    return Uses.of(resource, adapter);
  }

  @Override
  public Optional<Duration> pass(R cached) {
    var resource = platform.writer().newest(cached);
    var pass =
        new Pass<R, O>(resource, platform.writer().statusOf(resource), platform.clock().instant());
    return frame.run(
        resource,
        new Frame.Work() {
          @Override
          public Optional<Verdict> decide() {
            return Engine.this.decide(pass);
          }

          @Override
          public Duration publish(Verdict verdict) {
            Engine.this.publish(pass, verdict);
            return movingFor(pass);
          }

          @Override
          public String keyFrom() {
            return access.keyFrom(pass);
          }

          @Override
          public void cutShort() {
            keep(pass);
          }
        });
  }

  /** What a change in the cloud taught us is not forgotten because the pass was cut short. */
  private void keep(Pass<R, O> pass) {
    if (pass.now.equals(platform.memory().lastWrite().get(pass.uid()))) {
      platform.writer().keep(pass.uid(), pass.draft.build());
    }
  }

  private Optional<Verdict> decide(Pass<R, O> pass) {
    var resource = pass.resource;
    if (resource.isMarkedForDeletion()) {
      return delete(pass);
    }
    access.requireReadable(pass);
    if (pass.isPaused()) {
      return Optional.of(
          Verdict.of(
              Shape.PAUSED,
              Reason.Paused,
              "Left alone because of the annotation " + Verbs.PAUSED + "; remove it to go on."));
    }
    var queued = access.open(pass);
    if (queued.isPresent()) {
      return queued;
    }
    access.resolve(pass);
    if (pass.isRequested()) {
      Attempted.forget(pass.draft);
    }
    try {
      return Optional.of(live(pass));
    } catch (PaperspaceException e) {
      references.requireAll(pass, e);
      throw e;
    }
  }

  private Verdict live(Pass<R, O> pass) {
    if (pass.draft.hasId()) {
      // Two resources may have come to name one object while two operators ran.
      claims.claim(pass, pass.draft.id);
      if (!pass.policy().observeOnly()) {
        // A replace (PUT) by somebody may have dropped it, and then deletion would leak the object.
        pass.resource = platform.writer().hold(pass.resource, Verbs.FINALIZER, null);
      }
      var remote =
          absences.isNoted(pass, pass.draft.id)
              ? Optional.<T>empty()
              : adapter.get(pass.draft.id, pass.api());
      if (remote.isPresent()) {
        pass.sighted();
        vanishing.seen(pass);
        requireSame(pass);
        creation.settle(pass);
        createOnly.complete(pass);
        if (!vanishing.isYoung(pass)) {
          claims.unreserve(pass);
        }
        return convergence.converge(pass, complete(pass, remote.get()));
      }
      vanishing.confirm(pass);
    }
    var found = creation.obtain(pass);
    return convergence.converge(
        pass, found.made() ? found.remote() : complete(pass, found.remote()));
  }

  /** An object is never exchanged for another behind people's backs. */
  private void requireSame(Pass<R, O> pass) {
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

  private T complete(Pass<R, O> pass, T remote) {
    return adapter.complete(pass.resource, remote, pass.inputs, pass.api());
  }

  private Optional<Verdict> delete(Pass<R, O> pass) {
    if (deletion.needsCloud(pass, Intent.open(pass).isPresent())) {
      var queued = access.openForDeletion(pass);
      if (queued.isPresent()) {
        return queued.map(Verdict::whileDeleting);
      }
    }
    return deletion.delete(pass);
  }

  private void publish(Pass<R, O> pass, Verdict verdict) {
    var draft = pass.draft;
    if (!draft.hasId() && Intent.open(pass).isEmpty()) {
      // The API server would take it for open and admit no correction.
      draft.forgetCreate();
    }
    if (verdict.reason() == Reason.ExternalMissing) {
      // What was last seen would pass for what is.
      draft.observed = null;
    }
    var before = draft.conditions;
    draft.conditions = platform.conditions(verdict, before, pass.generation());
    if (verdict.shape() != Shape.PAUSED || draft.observedGeneration == null) {
      draft.observedGeneration = pass.generation();
    }
    // Also while it is deleted: what was asked for before the guard speaks up is no answer to it.
    boolean served = pass.inputs != null || verdict.reason() == Reason.EstateGuard;
    if (served && verdict.shape() != Shape.TRANSIENT) {
      draft.reconcileAt = pass.requested();
    }
    var oldId = pass.resource.getStatus() == null ? null : pass.resource.getStatus().id();
    pass.resource = platform.writer().status(pass.resource, draft.build());
    Transitions.announce(pass, verdict, before, platform.events());
    boolean wasReady = Conditions.isTrue(before, Conditions.READY);
    boolean isReady = Conditions.isTrue(draft.conditions, Conditions.READY);
    if (isReady && !wasReady && pass.generation() == 1) {
      platform.telemetry().ready(pass.resource.getKind(), age(pass));
    }
    boolean interesting = !Objects.equals(oldId, draft.id) || wasReady != isReady;
    if (interesting) {
      var name = pass.resource.getMetadata().getName();
      platform.estate().wakeUsers(Key.resource(adapter.type(), pass.namespace(), name));
    }
  }

  /** The API server's clock may be ahead of ours; nothing is younger than zero. */
  private Duration age(Pass<R, O> pass) {
    var created = Instant.parse(pass.resource.getMetadata().getCreationTimestamp());
    var now = platform.clock().instant();
    return created.isAfter(now) ? Duration.ZERO : Duration.between(created, now);
  }

  private static Duration movingFor(Pass<?, ?> pass) {
    var operation = pass.draft.operation;
    return operation == null
        ? Duration.ZERO
        : Duration.between(Instant.parse(operation.startedAt()), pass.now);
  }

  @Override
  public void forget(String uid) {
    platform.forget(uid);
  }

  @Override
  public void gone(R resource) {
    var metadata = resource.getMetadata();
    forget(metadata.getUid());
    var status = resource.getStatus();
    if (status != null && status.id() != null && status.account() != null) {
      // Now that no cache shows it any more, a claim on its object can hold.
      platform.estate().free(Key.cloud(adapter.type(), status.account().teamId(), status.id()));
    }
    if (resource.unreadable() == null && resource.getSpec() != null) {
      for (var reference : adapter.references(resource)) {
        if (reference instanceof Reference.ToResource to) {
          platform.estate().wake(to.kind(), metadata.getNamespace(), to.name());
        }
      }
    }
    for (var account : Uses.accounts(resource)) {
      platform.estate().wake(PaperspaceAccount.class, metadata.getNamespace(), account);
    }
  }
}
