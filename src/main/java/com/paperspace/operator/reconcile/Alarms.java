package com.paperspace.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes the resources of one kind: when their next look is due, or at once. Everything that is not
 * a change of the resource itself comes through here.
 */
final class Alarms<R extends HasMetadata> extends AbstractEventSource<R, R> {
  private final Timers timers;
  private final Map<ResourceID, Timers.Pending> pending = new ConcurrentHashMap<>();

  Alarms(Class<R> type, Timers timers) {
    super(type, "alarms");
    this.timers = timers;
  }

  /** Wakes a resource after a delay; replaces what was set for it before. */
  void in(ResourceID id, Duration delay) {
    pending.compute(
        id,
        (key, old) -> {
          if (old != null) {
            old.cancel();
          }
          return timers.after(delay, () -> now(key));
        });
  }

  /** Wakes a resource now. */
  void now(ResourceID id) {
    cancel(id);
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(id));
    }
  }

  /** Forgets a resource. */
  void cancel(ResourceID id) {
    var old = pending.remove(id);
    if (old != null) {
      old.cancel();
    }
  }

  @Override
  public Set<R> getSecondaryResources(R primary) {
    return Set.of();
  }
}
