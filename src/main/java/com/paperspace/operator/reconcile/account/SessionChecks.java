package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Has one pass at a time ask for the session of a key, and decides when it is checked again after
 * objects are not found. One check serves all passes that wait for it. It is put off while passes
 * wait for a turn at the key, because they may need it too, and comes at most three times in a lag.
 */
final class SessionChecks {
  /**
   * Checks in one lag, the time in which the API may still answer with an older state: more cost
   * calls, fewer keep a pass waiting for longer than 10 s.
   */
  private static final int PER_LAG = 3;

  /**
   * The first pass that waits comes back for all. The others come by themselves this part of a lag
   * (3 s) later, which is enough for the first to ask.
   */
  private static final int MISSED_PER_LAG = 10;

  private final Clock clock;
  private final Pacing pacing;
  private final Map<Connection, Waiting> waiting = new WeakHashMap<>();

  /** The passes that came while the session of a key was asked for, by key. */
  private final Map<Connection, Set<Runnable>> meanwhile = new WeakHashMap<>();

  private record Waiting(Instant since, Set<Runnable> wakes) {}

  SessionChecks(Clock clock, Pacing pacing) {
    this.clock = clock;
    this.pacing = pacing;
  }

  /**
   * Returns when no other pass asks for the session now; then {@link #end} has to follow.
   *
   * @param wake runs when the other has its answer, whatever that is
   * @throws PassEndedException when another asks
   */
  synchronized void begin(Connection connection, Runnable wake) {
    var others = meanwhile.putIfAbsent(connection, new LinkedHashSet<>());
    if (others != null) {
      others.add(wake);
      // Woken before; each that came back sooner would only be turned away again.
      throw queued(connection.api().callTimeout());
    }
  }

  /** Notes that a pass asks no more; answers who came meanwhile. */
  synchronized Set<Runnable> end(Connection connection) {
    return meanwhile.remove(connection);
  }

  private static PassEndedException queued(Duration pause) {
    return new PassEndedException(
        Verdict.of(Verdict.Shape.QUEUED, Reason.RateLimited, "").notBefore(pause));
  }

  /**
   * Returns when a check may start now.
   *
   * @param wake runs when the check that is waited for has ended
   * @throws PassEndedException saying when to come back
   */
  synchronized void requireDue(Connection connection, Runnable wake) {
    var now = clock.instant();
    var all = waiting.computeIfAbsent(connection, key -> new Waiting(now, new LinkedHashSet<>()));
    var apart = nextOf(connection);
    // A pass that waits for a turn may find nothing either and share the check; no pass is kept
    // waiting for longer than a lag.
    var drained = now.plus(connection.limiter().queue());
    var patience = all.since().plus(pacing.lag());
    var due = later(apart, drained.isBefore(patience) ? drained : patience);
    if (due.isAfter(now)) {
      all.wakes().add(wake);
      // The first wakes the others; if its resource is gone, they come by themselves.
      boolean first = all.wakes().iterator().next().equals(wake);
      var back = first ? due : due.plus(pacing.lag().dividedBy(MISSED_PER_LAG));
      throw queued(Duration.between(now, back));
    }
  }

  private Instant nextOf(Connection connection) {
    return connection.checkedAt().plus(pacing.lag().dividedBy(PER_LAG));
  }

  /** Those who waited for a check that has ended now. */
  synchronized Set<Runnable> served(Connection connection) {
    var all = waiting.remove(connection);
    return all == null ? Set.of() : all.wakes();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
