package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Wakes the resources of one kind, when their next look is due or at once. Every pass that no
 * change of the resource itself causes begins here.
 */
public final class WakeUps<R extends HasMetadata> extends AbstractEventSource<R, R> {
  /** JOSDK forgets what is gone within milliseconds after the pass that let it go. */
  private static final Duration FORGOTTEN = Duration.ofMillis(500);

  /** An event that came before JOSDK forgot is lost; a second one makes up for it this late. */
  private static final Duration IN_VAIN = Duration.ofSeconds(30);

  /** So long a pass may wait for a thread; what has not begun by then is taken for lost. */
  private static final Duration LOST = Duration.ofMinutes(1);

  private final Scheduler scheduler;
  private final Function<ResourceID, Optional<R>> find;
  private final Map<ResourceID, Scheduler.Pending> looks = new ConcurrentHashMap<>();

  /** Apart from the looks, for an event about what JOSDK does not know goes nowhere. */
  private final Map<ResourceID, Scheduler.Pending> introductions = new ConcurrentHashMap<>();

  /**
   * When those were woken whose pass has not begun. It serves whoever wakes them meanwhile: JOSDK
   * would have a second one follow, for which nothing is left to do but a look by itself.
   */
  private final Map<ResourceID, Long> woken = new ConcurrentHashMap<>();

  /** Takes how a resource is found in the cache of its kind. */
  public WakeUps(Class<R> type, Scheduler scheduler, Function<ResourceID, Optional<R>> find) {
    super(type, "wake-ups");
    this.scheduler = scheduler;
    this.find = find;
  }

  /** Wakes a resource after a delay; replaces what was set for it before. */
  public void in(ResourceID id, Duration delay) {
    cancel(introductions, id);
    set(looks, id, delay, () -> now(id));
  }

  /**
   * Looks whether a resource that is gone has a successor of its name. When JOSDK forgets a
   * resource, it also drops the event of a successor that came during the last pass (5.2.3, {@code
   * EventProcessor.eventProcessingFinished}), and no pass would ever begin for that one.
   */
  public void forSuccessor(ResourceID id) {
    cancel(looks, id);
    woken.remove(id);
    set(introductions, id, FORGOTTEN, () -> introduce(id));
  }

  private void introduce(ResourceID id) {
    // Set before the event, whose pass takes it away again.
    set(introductions, id, IN_VAIN, () -> introduceLate(id));
    var successor = find.apply(id);
    if (successor.isPresent() && isRunning()) {
      getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, id, successor.get()));
    }
  }

  /** One that came after the first look may have been lost as well, on a machine that stalls. */
  private void introduceLate(ResourceID id) {
    cancel(introductions, id);
    if (find.apply(id).isPresent()) {
      introduce(id);
    }
  }

  private void set(
      Map<ResourceID, Scheduler.Pending> pending, ResourceID id, Duration delay, Runnable task) {
    pending.compute(
        id,
        (key, old) -> {
          if (old != null) {
            old.cancel();
          }
          return scheduler.after(delay, task);
        });
  }

  /** Wakes a resource now. */
  void now(ResourceID id) {
    cancel(looks, id);
    if (isRunning() && isFirst(id)) {
      getEventHandler().handleEvent(new Event(id));
    }
  }

  /** Notes that a pass begins: what wakes the resource from now on is for the next. */
  public void begins(ResourceID id) {
    woken.remove(id);
  }

  /** Of what is not there JOSDK drops the event, and no pass would ever take the note away. */
  private boolean isFirst(ResourceID id) {
    if (find.apply(id).isEmpty()) {
      return true;
    }
    long now = scheduler.nanoTime();
    var before = woken.get(id);
    if (before != null && now - before < LOST.toNanos()) {
      return false;
    }
    woken.put(id, now);
    return true;
  }

  /** Forgets a resource. */
  public void cancel(ResourceID id) {
    cancel(introductions, id);
    cancel(looks, id);
    woken.remove(id);
  }

  private static void cancel(Map<ResourceID, Scheduler.Pending> pending, ResourceID id) {
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
