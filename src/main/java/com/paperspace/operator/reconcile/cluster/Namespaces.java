package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What is asked of the API server about namespaces. */
public final class Namespaces {
  /** So long a request waits for more who ask the same, where more than one did the last time. */
  private static final long GATHERING_NANOS = 50_000_000;

  private final KubernetesClient client;
  private final Map<String, Asking> asking = new ConcurrentHashMap<>();

  public Namespaces(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Whether one is being deleted; one that is not there is not. All who ask while a request is
   * under way share the next, for an answer must not be older than the question. Who asks alone
   * never waits.
   */
  public boolean isDying(String name) {
    var it = asking.computeIfAbsent(name, Asking::new);
    try {
      return it.ask();
    } finally {
      if (!it.crowd) {
        // A thread that has it already goes on with it, and only shares with fewer.
        asking.remove(name, it);
      }
    }
  }

  /**
   * Forgets that many asked about one, which may be gone; those who still do find together anew.
   */
  public void forget(String name) {
    asking.remove(name);
  }

  private final class Asking {
    private final String name;
    private final AtomicLong questions = new AtomicLong();
    private volatile boolean crowd;
    private long answered;
    private boolean dying;

    Asking(String name) {
      this.name = name;
    }

    boolean ask() {
      long mine = questions.incrementAndGet();
      synchronized (this) {
        if (answered < mine) {
          if (crowd) {
            LockSupport.parkNanos(GATHERING_NANOS);
          }
          long all = questions.get();
          dying = isDying(client, name);
          crowd = all - answered > 1;
          answered = all;
        }
        return dying;
      }
    }
  }

  /** Whether one is being deleted now; one that is not there is not. */
  static boolean isDying(KubernetesClient client, String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace != null && namespace.isMarkedForDeletion();
  }
}
