package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.cluster.Written;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Streaks;
import com.paperspace.operator.reconcile.status.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one object only while the process lives; after a restart the slow, safe way is
 * taken. Touched by the passes of that object alone, of which there is one at a time; others only
 * read a status that is not saved yet.
 */
public final class Memo {
  /** What was last written to Kubernetes. */
  public final Written written = new Written();

  /** When the cloud object was last changed from here; null if not since the start. */
  public Instant lastWrite;

  /** When a change was sent whose answer was lost; null if none was. */
  public Instant unsure;

  /** The create intent the API refused for lack of capacity; null if it refused none. */
  public String refused;

  /** How many lost creates in a row made nothing. */
  public int inVain;

  /** The last time the cloud object vanished and was made again; null if it stays. */
  public Remade remade;

  /** What the answer to a change repeated and no read has confirmed yet; null if nothing. */
  public Map<String, Attempt> echoed;

  /** What was looked for in vain and waits for a check of the session; null if nothing does. */
  public Absence absent;

  /** The natural keys claimed for a create, until what it made is visible. */
  public final Set<String> reserved = new HashSet<>();

  /** The connection an account had last; null if it had none. */
  public Connection connection;

  /** How often in a row the view was out of date. */
  public int again;

  private Streaks streaks = Streaks.NONE;
  private Long generation;

  /** When an intent was first read whose own time cannot be, by its text. */
  private final Map<String, Instant> firstRead = new HashMap<>();

  /** Starts to count anew where the spec was edited: what failed before tells nothing about it. */
  public void begin(HasMetadata resource) {
    var now = resource.getMetadata().getGeneration();
    if (generation != null && now != null && !generation.equals(now)) {
      streaks = Streaks.NONE;
      inVain = 0;
      remade = null;
    }
    generation = now == null ? generation : now;
  }

  /** An intent with a time that can be. */
  public Intent dated(Intent intent, Instant apiTime) {
    return intent.dated(apiTime, firstRead);
  }

  /** What failed in a row until now. */
  public Streaks failed() {
    return streaks;
  }

  /** Notes how a pass ended; answers how often in a row it came to this, at least 1. */
  public int count(Verdict verdict) {
    switch (verdict.shape()) {
      case SETTLED, SHOWN, PAUSED -> streaks = Streaks.NONE;
      case WAITING, STALLED, TRANSIENT, DELETE_WAITING, DELETE_STALLED -> {
        // A verdict with notAfter continues an earlier failure or a change, so it is not counted.
        if (verdict.notAfter() == null) {
          streaks = streaks.and(verdict);
        }
      }
      case FAILED, MOVING, DELETING, QUEUED -> {}
    }
    return streaks.length(verdict);
  }
}
