package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.cluster.WakeUps;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Connects JOSDK's queue and informer to the engine of one kind; decides nothing. */
final class JosdkReconciler<R extends PaperspaceResource<?, ?>> implements Reconciler<R> {
  private final Class<R> kind;
  private final Passes<R> passes;
  private final ResourceIndex index;
  private final RightsHold rights;
  private final Telemetry telemetry;
  private final Clock clock;
  private final WakeUps<R> wakeUps;
  private final Map<ResourceID, String> uids = new ConcurrentHashMap<>();

  JosdkReconciler(
      Class<R> kind,
      Passes<R> passes,
      ResourceIndex index,
      RightsHold rights,
      Scheduler scheduler,
      Telemetry telemetry,
      Clock clock) {
    this.kind = kind;
    this.passes = passes;
    this.index = index;
    this.rights = rights;
    this.telemetry = telemetry;
    this.clock = clock;
    this.wakeUps = new WakeUps<>(kind, scheduler, id -> index.find(kind, id));
  }

  @Override
  public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    index.add(kind, context.getPrimaryCache(), passes::uses, wakeUps);
    return List.of(wakeUps);
  }

  @Override
  public UpdateControl<R> reconcile(R resource, Context<R> context) {
    var began = clock.instant();
    wakeUps.begins(ResourceID.fromResource(resource));
    try {
      return timed(resource, context);
    } finally {
      telemetry.passed(kind.getSimpleName(), Duration.between(began, clock.instant()));
    }
  }

  String kind() {
    return kind.getSimpleName();
  }

  Optional<Duration> sweepAge() {
    return passes.sweepAge();
  }

  private UpdateControl<R> timed(R resource, Context<R> context) {
    var id = ResourceID.fromResource(resource);
    var uid = resource.getMetadata().getUid();
    if (context.isPrimaryResourceDeleted()) {
      uids.remove(id, uid);
      gone(id, resource);
    } else {
      var before = uids.get(id);
      if (before != null && !before.equals(uid)) {
        // Its successor came so soon that JOSDK will not tell that it is gone.
        passes.forget(before);
        rights.left(id.getNamespace().orElseThrow(), before);
      }
      uids.put(id, uid);
      passes.pass(resource).ifPresentOrElse(next -> wakeUps.in(id, next), () -> wakeUps.cancel(id));
    }
    return UpdateControl.noUpdate();
  }

  /** Cancels every due look in a namespace that is served no more. */
  void away(String namespace) {
    in(namespace).forEach(wakeUps::cancel);
  }

  /**
   * Forgets what was deleted from a namespace while it was not served, of which JOSDK does not
   * tell. What is still there goes on with what is remembered.
   */
  void back(String namespace) {
    for (var id : in(namespace)) {
      var uid = uids.get(id);
      boolean lives =
          index.find(kind, id).filter(it -> it.getMetadata().getUid().equals(uid)).isPresent();
      if (uid != null && !lives) {
        // A successor may have been looked at meanwhile, and its next look must not go with this.
        wakeUps.forSuccessor(id);
        passes.forget(uid);
        rights.left(namespace, uid);
        // Last, so that what fails before is done again when the namespace is joined again.
        uids.remove(id, uid);
      }
    }
  }

  private List<ResourceID> in(String namespace) {
    return uids.keySet().stream()
        .filter(it -> it.getNamespace().filter(namespace::equals).isPresent())
        .toList();
  }

  private void gone(ResourceID id, R resource) {
    var uid = resource.getMetadata().getUid();
    // When the name is taken again meanwhile, JOSDK hands over the successor and calls it deleted.
    boolean lives =
        index.find(kind, id).filter(it -> it.getMetadata().getUid().equals(uid)).isPresent();
    try {
      if (!lives) {
        passes.gone(resource);
        rights.left(resource.getMetadata().getNamespace(), uid);
      }
    } finally {
      wakeUps.forSuccessor(id);
    }
  }
}
