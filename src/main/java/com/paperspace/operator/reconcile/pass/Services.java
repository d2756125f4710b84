package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connector;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Namespaces;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Streaks;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.reconcile.status.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the engines of all kinds share. */
public record Services(
    KubernetesClient client,
    KubernetesWriter writer,
    RightsHold rights,
    ResourceIndex index,
    Secrets secrets,
    ApiKeys keys,
    Connector connections,
    Resolver resolver,
    Events events,
    MutationGuard guard,
    Pacing pacing,
    Clock clock,
    Telemetry telemetry,
    Memory memory) {

  private static final int STALE_AFTER_PERIODS = 3;

  /**
   * Ends the pass when a namespace is being deleted: it takes its resources with it, and what is
   * made now would only leak, or be refused.
   */
  public void requireLivingNamespace(String name) {
    if (isDying(name)) {
      throw new PassEndedException(Failures.dyingNamespace());
    }
  }

  /** Whether a namespace is being deleted. */
  public boolean isDying(String name) {
    return Namespaces.isDying(client, name);
  }

  /** Drops what is remembered about a resource that is gone. */
  public void forget(String uid) {
    writer.forget(uid);
    memory.forget(uid);
    index.release(uid);
  }

  /** The conditions after a verdict on a resource of this generation. */
  public List<Condition> conditions(Verdict verdict, List<Condition> before, long generation) {
    var stale = pacing.syncPeriod().multipliedBy(STALE_AFTER_PERIODS);
    return Conditions.of(verdict, before, generation, clock.instant(), stale);
  }

  /**
   * What is known only while the process lives, by uid; after a restart the slow, safe way is
   * taken.
   *
   * @param generation the generation of the spec all that is counted here is about
   * @param streaks what failed in a row
   * @param lastWrite when the cloud object was last changed from here
   * @param again how often in a row the view was out of date
   * @param unsure when a change was sent whose answer was lost
   * @param refused the create intent the API refused for lack of capacity
   * @param inVain how many lost creates in a row made nothing
   * @param remade how often in a row the cloud object vanished and was made again
   * @param echoed marks of what the answer to a change repeated and no read has confirmed yet
   * @param absent what was looked for in vain and waits for a check of the session
   * @param firstRead when an intent was first read whose own time cannot be, by its text
   * @param reserved the natural keys claimed for a create, until what it made is visible
   */
  public record Memory(
      Map<String, Long> generation,
      Map<String, Streaks> streaks,
      Map<String, Integer> again,
      Map<String, Instant> lastWrite,
      Map<String, Instant> unsure,
      Map<String, String> refused,
      Map<String, Integer> inVain,
      Map<String, Remade> remade,
      Map<String, Map<String, String>> echoed,
      Map<String, Absence> absent,
      Map<String, Instant> firstRead,
      Map<String, Set<String>> reserved) {

    public Memory() {
      this(
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>());
    }

    /** Starts to count anew where a spec was edited: what failed before tells nothing about it. */
    public void begin(HasMetadata resource) {
      var uid = resource.getMetadata().getUid();
      var now = resource.getMetadata().getGeneration();
      var before = now == null ? null : generation.put(uid, now);
      if (before != null && !before.equals(now)) {
        streaks.remove(uid);
        inVain.remove(uid);
        remade.remove(uid);
      }
    }

    /** An intent with a time that can be. */
    public Intent dated(Reconciliation<?, ?> pass, Intent intent) {
      return intent.dated(pass.api().serverNow(), firstRead);
    }

    /** What failed in a row until now. */
    public Streaks failed(String uid) {
      return streaks.getOrDefault(uid, Streaks.NONE);
    }

    /** Notes how a pass ended; answers how often in a row it came to this, at least 1. */
    public int count(String uid, Verdict verdict) {
      switch (verdict.shape()) {
        case SETTLED, SHOWN, PAUSED -> streaks.remove(uid);
        case WAITING, STALLED, TRANSIENT, DELETE_WAITING, DELETE_STALLED -> {
          // One with its own time continues what was counted before, or a change that goes on.
          if (verdict.notAfter() == null) {
            streaks.put(uid, failed(uid).and(verdict));
          }
        }
        case FAILED, MOVING, DELETING, QUEUED -> {}
      }
      return failed(uid).length(verdict);
    }

    public void forget(String uid) {
      generation.remove(uid);
      streaks.remove(uid);
      again.remove(uid);
      lastWrite.remove(uid);
      unsure.remove(uid);
      refused.remove(uid);
      inVain.remove(uid);
      remade.remove(uid);
      echoed.remove(uid);
      absent.remove(uid);
      firstRead.keySet().removeIf(intent -> intent.startsWith(uid + "."));
      reserved.remove(uid);
    }
  }
}
