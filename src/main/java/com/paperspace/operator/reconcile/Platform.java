package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the engines of all kinds share. */
record Platform(
    KubernetesClient client,
    Writer writer,
    Estate estate,
    Secrets secrets,
    Connections connections,
    Resolver resolver,
    Events events,
    MutationGuard guard,
    Pacing pacing,
    Clock clock,
    Telemetry telemetry,
    Memory memory) {

  /**
   * Ends the pass when a namespace is being deleted: it takes its resources with it, and what is
   * made now would only leak, or be refused.
   */
  void requireLivingNamespace(String name) {
    var namespace = client.namespaces().withName(name).get();
    if (namespace != null && namespace.isMarkedForDeletion()) {
      throw new PassEndedException(Failures.dyingNamespace());
    }
  }

  /** How long to wait after a write to Kubernetes failed; longer each time. */
  Duration retry(String uid) {
    int attempts = memory.attempts().merge(uid, 1, Integer::sum);
    var failed = Verdict.of(Verdict.Shape.WAITING, Reason.InternalError, "");
    return pacing.after(failed, attempts, Duration.ZERO);
  }

  /**
   * What is known only while the process lives, by uid; after a restart the slow, safe way is
   * taken.
   *
   * @param attempts failures in a row
   * @param lastWrite when the cloud object was last changed from here
   * @param refused the create intent the API refused for lack of capacity
   */
  record Memory(
      Map<String, Integer> attempts, Map<String, Instant> lastWrite, Map<String, String> refused) {

    Memory() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /** How many failures in a row it will be if this one is counted. */
    int nextAttempt(String uid) {
      return attempts.getOrDefault(uid, 0) + 1;
    }

    void forget(String uid) {
      attempts.remove(uid);
      lastWrite.remove(uid);
      refused.remove(uid);
    }
  }
}
