package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import io.javaoperatorsdk.operator.api.config.NamespaceChangeable;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The resources of one kind as its informer knows them, found by what they use. */
final class IndexedKind<R extends PaperspaceResource<?, ?>> {
  private static final String USES = "uses";

  private final IndexerResourceCache<R> cache;
  private final WakeUps<R> wakeUps;
  private final Function<R, List<String>> uses;

  /** Takes the cache of an informer that is not started yet. */
  IndexedKind(IndexerResourceCache<R> cache, WakeUps<R> wakeUps, Function<R, List<String>> uses) {
    this.cache = cache;
    this.wakeUps = wakeUps;
    this.uses = uses;
    cache.addIndexer(USES, uses);
  }

  Optional<R> find(ResourceID id) {
    return cache.get(id);
  }

  Stream<R> list(Predicate<R> which) {
    return cache.list(which);
  }

  Stream<R> in(String namespace) {
    return list(r -> namespace.equals(r.getMetadata().getNamespace()));
  }

  /** Those that use something, by its {@link IndexKey}. */
  Stream<R> users(String key) {
    return cache.byIndex(USES, key).stream();
  }

  Stream<Frozen.One> toFreeze(String namespace) {
    return in(namespace).map(r -> new Frozen.One(r, uses.apply(r)));
  }

  void wake(ResourceID id) {
    wakeUps.now(id);
  }

  void wakeUsers(String key, Predicate<? super R> which) {
    if (isListed()) {
      users(key).filter(which).forEach(user -> wake(ResourceID.fromResource(user)));
    }
  }

  /** Whether the informer has its first list: JOSDK starts the wake-ups of a kind after that. */
  boolean isListed() {
    return wakeUps.isRunning();
  }

  /** Whether a namespace is listed and watched: JOSDK starts even where that is denied. */
  boolean isWatched(String namespace) {
    var informer =
        ((InformerWrappingEventSourceHealthIndicator<?>) cache)
            .informerHealthIndicators()
            .get(namespace);
    return informer != null && informer.hasSynced() && informer.isWatching();
  }

  /** Watches these namespaces. JOSDK's controller would do it too, but forget running passes. */
  void watch(Set<String> namespaces) {
    ((NamespaceChangeable) cache).changeNamespaces(namespaces);
  }
}
