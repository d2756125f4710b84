package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was written of one resource and the informer may not show yet. Written by the passes of that
 * resource; read by those of every other that refers to it.
 */
public final class Written {
  /**
   * The last answer to a write, or what the informer showed since or before; null once a pass has
   * seen that.
   */
  private final AtomicReference<PaperspaceResource<?, ?>> answer = new AtomicReference<>();

  /** A status no write of which has gone through; null if there is none. */
  volatile ManagedStatus<?> unsaved;

  /** The finalizer that was taken off; null if none was. */
  volatile String released;

  /** Keeps the answer to a write, unless it came later than that or what the informer holds. */
  void remember(PaperspaceResource<?, ?> latest) {
    answer.accumulateAndGet(
        latest, (old, now) -> old == null || version(now) > version(old) ? now : old);
  }

  /**
   * Puts what the informer holds in the place of an answer that is no newer, which then takes no
   * memory of its own: often it comes before the answer. Not nothing, for a pass may have begun
   * with the view before.
   */
  public void shown(PaperspaceResource<?, ?> held) {
    answer.accumulateAndGet(
        held, (old, now) -> old == null || version(now) >= version(old) ? now : old);
  }

  /**
   * The newer of the informer's view and the last answer. A finalizer that was taken off is left
   * out of either: the API server answers the write that takes the last one off with the old
   * resourceVersion.
   */
  <R extends PaperspaceResource<?, ?>> R newest(R cached) {
    var own = answer.get();
    if (own != null && version(own) <= version(cached)) {
      // What a pass that writes meanwhile was answered stays.
      answer.compareAndSet(own, null);
    }
    return seen(cached);
  }

  /**
   * The same for who is no pass of this resource: one of it may have begun with an older view, so
   * nothing is forgotten.
   */
  <R extends PaperspaceResource<?, ?>> R seen(R cached) {
    var newest = newer(cached);
    var finalizer = released;
    if (finalizer == null || !Metadata.finalizers(newest).contains(finalizer)) {
      return newest;
    }
    var copy = ResourceCloner.of(newest);
    copy.getMetadata().getFinalizers().removeIf(finalizer::equals);
    return copy;
  }

  private <R extends PaperspaceResource<?, ?>> R newer(R cached) {
    var own = answer.get();
    if (own == null || version(own) <= version(cached)) {
      return cached;
    }
    @SuppressWarnings("unchecked")
    R newer = (R) ResourceCloner.of(own);
    return newer;
  }

  private static long version(PaperspaceResource<?, ?> resource) {
    var version = resource.getMetadata().getResourceVersion();
    return version == null ? 0 : Long.parseUnsignedLong(version);
  }
}
