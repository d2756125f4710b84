package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the engines of all kinds share. */
record Platform(
    KubernetesClient client,
    Writer writer,
    RightsHold rights,
    Estate estate,
    Secrets secrets,
    Keys keys,
    Connections connections,
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
  void requireLivingNamespace(String name) {
    if (isDying(name)) {
      throw new PassEndedException(Failures.dyingNamespace());
    }
  }

  /** Whether a namespace is being deleted. */
  boolean isDying(String name) {
    return Namespaces.isDying(client, name);
  }

  /** Drops what is remembered about a resource that is gone. */
  void forget(String uid) {
    writer.forget(uid);
    memory.forget(uid);
    estate.release(uid);
  }

  /** The conditions after a verdict on a resource of this generation. */
  List<Condition> conditions(Verdict verdict, List<Condition> before, long generation) {
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
  record Memory(
      Map<String, Long> generation,
      Map<String, Streaks> streaks,
      Map<String, Integer> again,
      Map<String, Instant> lastWrite,
      Map<String, Instant> unsure,
      Map<String, String> refused,
      Map<String, Integer> inVain,
      Map<String, Vanishing.Remade> remade,
      Map<String, Map<String, String>> echoed,
      Map<String, Absences.Absence> absent,
      Map<String, Instant> firstRead,
      Map<String, Set<String>> reserved) {

    Memory() {
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
    void begin(HasMetadata resource) {
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
    Intent dated(Pass<?, ?> pass, Intent intent) {
      return intent.dated(pass.api().serverNow(), firstRead);
    }

    /** What failed in a row until now. */
    Streaks failed(String uid) {
      return streaks.getOrDefault(uid, Streaks.NONE);
    }

    /** Notes how a pass ended; answers how often in a row it came to this, at least 1. */
    int count(String uid, Verdict verdict) {
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

    void forget(String uid) {
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
