package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which object of one Kubernetes kind changed. Keeps of each only what identifies it: no
 * value, label or annotation. Goes on trying, whatever the API server answers.
 */
final class MetadataWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetadataWatch.class);

  /**
   * The page of kubectl. With a limit the first list is consistent, and the peak of memory is
   * smaller.
   */
  private static final long PAGE = 500;

  /**
   * Rights given a moment ago are still denied for a moment. Within 4 s the informer asks twice
   * more, so a denial that stands then is meant.
   */
  private static final Executor AFTER_A_LAG =
      CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS);

  private final Map<String, SharedIndexInformer<T>> informers = new ConcurrentHashMap<>();

  /** Where the last try failed, and whether the right to it was denied. */
  private final Map<String, Boolean> failing = new ConcurrentHashMap<>();

  private final Map<String, CompletableFuture<Void>> denials = new ConcurrentHashMap<>();
  private final WatchedKind<T> watched;
  private final KubernetesClient metadata;
  private final ResourceEventHandler<T> handler;

  /**
   * A watch that is not started yet.
   *
   * @param metadata a client that is given metadata only
   * @param listener told namespace and name of every object that is there, changes or goes; must
   *     not block
   */
  MetadataWatch(
      WatchedKind<T> watched, KubernetesClient metadata, BiConsumer<String, String> listener) {
    this.watched = watched;
    this.metadata = metadata;
    Consumer<T> tell =
        it -> listener.accept(it.getMetadata().getNamespace(), it.getMetadata().getName());
    this.handler = new EveryEvent<>(tell, tell);
  }

  /** What is watched, in the plural. */
  String what() {
    return watched.plural();
  }

  /** Whether nothing can be served where the right to watch is denied. */
  boolean isNeeded() {
    return watched.isNeeded();
  }

  /**
   * Starts to watch namespaces.
   *
   * @param namespaces namespaces to watch; empty for all
   * @return what tells of each when its objects are known, or that is denied
   */
  List<CompletableFuture<?>> begin(Set<String> namespaces) {
    var begun = new ArrayList<CompletableFuture<?>>();
    places(namespaces).forEach(it -> begun.add(startedOrDenied(it)));
    return begun;
  }

  private static Set<String> places(Set<String> namespaces) {
    return namespaces.isEmpty() ? Set.of(WatchedKind.ALL) : namespaces;
  }

  /**
   * Starts to watch namespaces, the first or further ones. Waits until in each of them all objects
   * are known or that is denied; the watch goes on trying when the time is over.
   *
   * @param namespaces namespaces to watch; empty for all
   * @return whether all objects were known in time
   */
  boolean start(Set<String> namespaces, Duration patience) {
    var all = places(namespaces);
    try {
      CompletableFuture.allOf(begin(namespaces).toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return all.stream().allMatch(this::isKnown);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the watch of " + what() + " cannot start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<?> startedOrDenied(String namespace) {
    var denied = denials.computeIfAbsent(namespace, key -> new CompletableFuture<>());
    var informer = informers.computeIfAbsent(namespace, this::informer);
    return CompletableFuture.anyOf(informer.start().toCompletableFuture(), denied);
  }

  /** Whether all objects of a namespace are known. */
  boolean isKnown(String namespace) {
    var informer = informers.get(namespace);
    return informer != null && isDone(informer.start().toCompletableFuture());
  }

  /** Whether the objects of a namespace are not known because that right is denied. */
  boolean isDenied(String namespace) {
    var denied = denials.get(namespace);
    return denied != null && denied.isDone() && !isKnown(namespace);
  }

  private static boolean isDone(CompletableFuture<?> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  private SharedIndexInformer<T> informer(String namespace) {
    return watched
        .in(metadata, namespace)
        .withLimit(PAGE)
        .runnableInformer(0)
        .itemStore(new TransformingItemStore<>(watched::strip))
        .addEventHandler(handler)
        .exceptionHandler((started, failure) -> again(namespace, failure));
  }

  /** Watches a namespace no more. */
  void stop(String namespace) {
    var informer = informers.remove(namespace);
    if (informer != null) {
      informer.stop();
    }
    denials.remove(namespace);
    failing.remove(namespace);
  }

  /**
   * Whether every namespace is known and watched now; false while the API server is away. A denial
   * of what is not needed is no illness: a restart would not mend it.
   */
  boolean isHealthy() {
    var ill =
        informers.entrySet().stream()
            .filter(it -> !(it.getValue().hasSynced() && it.getValue().isWatching()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    failing.keySet().retainAll(ill);
    return ill.stream().allMatch(it -> !isNeeded() && failing.getOrDefault(it, false));
  }

  /** All that is held of an object. Only tests ask, to prove that no value is held. */
  Optional<T> held(String namespace, String name) {
    SharedIndexInformer<T> informer =
        informers.getOrDefault(namespace, informers.get(WatchedKind.ALL));
    return Optional.ofNullable(informer).map(i -> i.getStore().getByKey(namespace + "/" + name));
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::stop);
  }

  private boolean again(String namespace, Throwable failure) {
    var denied = denials.get(namespace);
    if (denied != null && !denied.isDone() && isDenial(failure)) {
      denied.completeAsync(() -> null, AFTER_A_LAG);
    }
    if (failing.put(namespace, isDenial(failure)) == null) {
      LOG.warn(
          "Watching {} of {} failed and is tried again: {}",
          what(),
          namespace.equals(WatchedKind.ALL) ? "all namespaces" : "namespace " + namespace,
          KubernetesWords.of(failure));
    }
    return true;
  }

  private static boolean isDenial(Throwable failure) {
    return failure != null
        && ((failure instanceof KubernetesClientException it
                && it.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
            || isDenial(failure.getCause()));
  }
}
