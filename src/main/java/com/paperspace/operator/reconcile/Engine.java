package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.reconcile.Verdict.Shape;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one resource: look, decide, at most one change in the cloud, one status, and when
 * to look again. Level-triggered: correct from any starting point. Never throws, never waits.
 */
final class Engine<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration SOON = Duration.ofMillis(250);
  private static final int STALE_AFTER_PERIODS = 3;

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Access<R, O> access;
  private final Creation<R, O, T> creation;
  private final Convergence<R, O, T> convergence;
  private final Deletion<R, O, T> deletion;
  private final Vanishing<R, O, T> vanishing;

  Engine(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
    this.access = new Access<>(adapter, platform);
    this.creation = new Creation<>(adapter, platform);
    this.convergence = new Convergence<>(adapter, platform);
    this.deletion = new Deletion<>(adapter, platform, creation);
    this.vanishing = new Vanishing<>(adapter, platform);
  }

  /** Runs one pass; answers when the next is due, or empty when there will be none. */
  Optional<Duration> pass(R cached) {
    if (!platform.estate().isOpen()) {
      return Optional.of(SOON);
    }
    var resource = platform.writer().newest(cached);
    var pass =
        new Pass<R, O>(resource, platform.writer().statusOf(resource), platform.clock().instant());
    try {
      var verdict = verdict(pass);
      if (verdict.isEmpty()) {
        return Optional.empty();
      }
      if (verdict.get().shape() == Shape.QUEUED) {
        return Optional.ofNullable(verdict.get().notBefore());
      }
      publish(pass, verdict.get());
      return Optional.of(next(pass, verdict.get()));
    } catch (LookAgainException e) {
      LOG.debug("{}: {}; looking again", pass.describe(), e.getMessage());
      return Optional.of(SOON);
    } catch (NotLeaderException e) {
      LOG.warn("{}: nothing was done: {}", pass.describe(), e.getMessage());
      return Optional.of(platform.pacing().retryMin());
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        return Optional.of(SOON);
      }
      LOG.warn("{}: status not written, Kubernetes answered {}", pass.describe(), e.getCode());
      return Optional.of(platform.retry(pass.uid()));
    }
  }

  private Optional<Verdict> verdict(Pass<R, O> pass) {
    try {
      return decide(pass);
    } catch (LookAgainException | NotLeaderException e) {
      keep(pass);
      throw e;
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        keep(pass);
        throw new LookAgainException("Kubernetes answered " + e.getCode());
      }
      return Optional.of(failed(pass, e));
    } catch (RuntimeException e) {
      return Optional.of(failed(pass, e));
    }
  }

  /** What a change in the cloud taught us is not forgotten because the pass was cut short. */
  private void keep(Pass<R, O> pass) {
    if (pass.now.equals(platform.memory().lastWrite().get(pass.uid()))) {
      platform.writer().keep(pass.uid(), pass.draft.build());
    }
  }

  private Verdict failed(Pass<R, O> pass, RuntimeException e) {
    var verdict = Failures.of(e, platform.memory().nextAttempt(pass.uid()));
    platform.telemetry().failed(pass.resource.getKind(), verdict.reason().name());
    if (verdict.reason() == Reason.InternalError) {
      LOG.error("{}: unexpected failure", pass.describe(), e);
    }
    if (!pass.resource.isMarkedForDeletion()) {
      return verdict;
    }
    return switch (verdict.shape()) {
      case STALLED -> verdict.as(Shape.DELETE_STALLED);
      case MOVING, QUEUED -> verdict;
      default -> verdict.as(Shape.DELETE_WAITING);
    };
  }

  private Optional<Verdict> decide(Pass<R, O> pass) {
    var resource = pass.resource;
    if (resource.isMarkedForDeletion()) {
      return delete(pass);
    }
    access.requireReadable(pass);
    if (pass.isPaused()) {
      return Optional.of(Verdict.of(Shape.PAUSED, Reason.Paused, Verbs.PAUSED + " is \"true\"."));
    }
    var queued = access.open(pass);
    if (queued.isPresent()) {
      return queued;
    }
    access.resolve(pass);
    if (pass.isRequested()) {
      pass.draft.sent.keySet().removeIf(key -> key.startsWith(Attempted.PREFIX));
    }
    return Optional.of(live(pass));
  }

  private Verdict live(Pass<R, O> pass) {
    if (pass.draft.hasId()) {
      requireOwnership(pass);
      if (!pass.policy().observeOnly()) {
        // A replace (PUT) by somebody may have dropped it, and then deletion would leak the object.
        pass.resource = platform.writer().hold(pass.resource, Verbs.FINALIZER, null);
      }
      var remote = adapter.get(pass.draft.id, pass.api());
      if (remote.isPresent()) {
        return convergence.converge(pass, complete(pass, remote.get()));
      }
      vanishing.confirm(pass);
    }
    var found = creation.obtain(pass);
    return convergence.converge(
        pass, found.made() ? found.remote() : complete(pass, found.remote()));
  }

  private T complete(Pass<R, O> pass, T remote) {
    return adapter.complete(pass.resource, remote, pass.inputs, pass.api());
  }

  private Optional<Verdict> delete(Pass<R, O> pass) {
    boolean open = Intent.of(pass.resource).map(i -> i.isOpen(pass.draft)).orElse(false);
    if (deletion.needsCloud(pass, open)) {
      var queued = access.openForDeletion(pass);
      if (queued.isPresent()) {
        return queued.map(v -> v.shape() == Shape.QUEUED ? v : v.as(Shape.DELETE_WAITING));
      }
      if (!pass.draft.hasId()) {
        access.resolveForDeletion(pass);
      }
    }
    return deletion.delete(pass);
  }

  /** Two resources may have come to name one object while two operators ran. */
  private void requireOwnership(Pass<R, O> pass) {
    creation.claim(pass, Key.cloud(adapter.type(), pass.connection.teamId(), pass.draft.id));
  }

  private void publish(Pass<R, O> pass, Verdict verdict) {
    var draft = pass.draft;
    var before = draft.conditions;
    var stale = platform.pacing().syncPeriod().multipliedBy(STALE_AFTER_PERIODS);
    draft.conditions = Conditions.of(verdict, before, pass.generation(), pass.now, stale);
    if (verdict.shape() != Shape.PAUSED || draft.observedGeneration == null) {
      draft.observedGeneration = pass.generation();
    }
    if (pass.inputs != null && verdict.shape() != Shape.TRANSIENT) {
      draft.reconcileAt = pass.requested();
    }
    var oldId = pass.resource.getStatus() == null ? null : pass.resource.getStatus().id();
    pass.resource = platform.writer().status(pass.resource, draft.build());
    Transitions.announce(pass, verdict, before, platform.events());
    boolean wasReady = Conditions.isTrue(before, Conditions.READY);
    boolean isReady = Conditions.isTrue(draft.conditions, Conditions.READY);
    if (isReady && !wasReady && pass.generation() == 1) {
      var created = Instant.parse(pass.resource.getMetadata().getCreationTimestamp());
      platform
          .telemetry()
          .ready(pass.resource.getKind(), Duration.between(created, platform.clock().instant()));
    }
    boolean interesting = !Objects.equals(oldId, draft.id) || wasReady != isReady;
    if (interesting) {
      var name = pass.resource.getMetadata().getName();
      platform.estate().wakeUsers(Key.resource(adapter.type(), pass.namespace(), name));
    }
  }

  private Duration next(Pass<R, O> pass, Verdict verdict) {
    var attempts = platform.memory().attempts();
    switch (verdict.shape()) {
      case SETTLED, SHOWN, PAUSED -> attempts.remove(pass.uid());
      case FAILED, MOVING, DELETING -> {}
      case WAITING, STALLED, TRANSIENT, DELETE_WAITING, DELETE_STALLED ->
          attempts.merge(pass.uid(), 1, Integer::sum);
      case QUEUED -> {}
    }
    var operation = pass.draft.operation;
    var movingFor =
        operation == null
            ? Duration.ZERO
            : Duration.between(Instant.parse(operation.startedAt()), pass.now);
    return platform.pacing().after(verdict, attempts.getOrDefault(pass.uid(), 1), movingFor);
  }

  /**
   * Drops what is remembered of a resource that is gone, and tells those it stood in the way of.
   */
  void gone(R resource) {
    var metadata = resource.getMetadata();
    platform.writer().forget(metadata.getUid());
    platform.memory().forget(metadata.getUid());
    platform.estate().release(metadata.getUid());
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
