package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is asked of the API server about namespaces. */
public final class Namespaces {
  /**
   * One answer serves a storm of creates. What is made in the moment after a namespace began to go
   * goes with it, as what was made in the moment before.
   */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Instant> alive = new ConcurrentHashMap<>();

  public Namespaces(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether one is being deleted, as of a second ago at the most; one that is not there is not. */
  public boolean isDying(String name) {
    var now = clock.instant();
    var seen = alive.get(name);
    if (seen != null && Duration.between(seen, now).abs().compareTo(KEPT) < 0) {
      return false;
    }
    boolean dying = isDying(client, name);
    if (dying) {
      alive.remove(name);
    } else {
      alive.put(name, now);
    }
    return dying;
  }

  /** Whether one is being deleted now; one that is not there is not. */
  static boolean isDying(KubernetesClient client, String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace != null && namespace.isMarkedForDeletion();
  }
}
