package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.time.Duration;
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
 * Tells which Secret changed. Keeps of each only what identifies it: no value, label or annotation.
 * Goes on trying, whatever the API server answers.
 */
public final class SecretWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

  /**
   * The page of kubectl. With a limit the first list is consistent, and the peak of memory is
   * smaller.
   */
  private static final long PAGE = 500;

  private static final String ALL = "";

  /**
   * Rights given a moment ago are still denied for a moment. Within 4 s the informer asks twice
   * more, so a denial that stands then is meant.
   */
  private static final Executor AFTER_A_LAG =
      CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS);

  private final Map<String, SharedIndexInformer<Secret>> informers = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<Void>> denials = new ConcurrentHashMap<>();
  private final KubernetesClient metadata;
  private final ResourceEventHandler<Secret> handler;

  /**
   * A watch that is not started yet.
   *
   * @param metadata a client that is given metadata only
   * @param listener told namespace and name of every Secret that is there, changes or goes; must
   *     not block
   */
  public SecretWatch(KubernetesClient metadata, BiConsumer<String, String> listener) {
    this.metadata = metadata;
    Consumer<Secret> tell =
        it -> listener.accept(it.getMetadata().getNamespace(), it.getMetadata().getName());
    this.handler = new EveryEvent<>(tell, tell);
  }

  /**
   * Starts to watch namespaces, the first or further ones. Waits until in each of them all Secrets
   * are known or that is denied; the watch goes on trying when the time is over.
   *
   * @param namespaces namespaces to watch; empty for all
   * @return whether all Secrets were known in time
   */
  public boolean start(Set<String> namespaces, Duration patience) {
    var all = namespaces.isEmpty() ? Set.of(ALL) : namespaces;
    try {
      CompletableFuture.allOf(
              all.stream().map(this::startedOrDenied).toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return all.stream().allMatch(this::isKnown);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the watch of Secrets cannot start", e);
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

  /** Whether all Secrets of a namespace are known. */
  boolean isKnown(String namespace) {
    var informer = informers.get(namespace);
    return informer != null && isDone(informer.start().toCompletableFuture());
  }

  /** Whether the Secrets of a namespace are not known because that right is denied. */
  boolean isDenied(String namespace) {
    var denied = denials.get(namespace);
    return denied != null && denied.isDone() && !isKnown(namespace);
  }

  private static boolean isDone(CompletableFuture<?> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  private SharedIndexInformer<Secret> informer(String namespace) {
    var secrets = metadata.secrets();
    var scope = namespace.equals(ALL) ? secrets.inAnyNamespace() : secrets.inNamespace(namespace);
    return scope
        .withLimit(PAGE)
        .runnableInformer(0)
        .itemStore(new TransformingItemStore<>(SecretWatch::strip))
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

  /** Whether every namespace is known and watched now; false while the API server is away. */
  public boolean isHealthy() {
    var ill =
        informers.entrySet().stream()
            .filter(it -> !(it.getValue().hasSynced() && it.getValue().isWatching()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    failing.retainAll(ill);
    return ill.isEmpty();
  }

  /** All that is held of a Secret. Only tests ask, to prove that no value is held. */
  Optional<Secret> held(String namespace, String name) {
    SharedIndexInformer<Secret> informer = informers.getOrDefault(namespace, informers.get(ALL));
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
    if (failing.add(namespace)) {
      LOG.warn(
          "Watching Secrets of {} failed and is tried again: {}",
          namespace.equals(ALL) ? "all namespaces" : "namespace " + namespace,
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

  private static Secret strip(Secret secret) {
    ObjectMeta full = secret.getMetadata();
    ObjectMeta kept =
        new ObjectMetaBuilder()
            .withName(full.getName())
            .withNamespace(full.getNamespace())
            .withUid(full.getUid())
            .withResourceVersion(full.getResourceVersion())
            .withDeletionTimestamp(full.getDeletionTimestamp())
            .withFinalizers(full.getFinalizers())
            .withOwnerReferences(full.getOwnerReferences())
            .build();
    return new SecretBuilder().withMetadata(kept).build();
  }
}
