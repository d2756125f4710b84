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
 * When the session of a key is asked for again, so that one check serves all who looked in vain: as
 * soon as nobody else waits for a turn at the key, and at most once in a third of the lag.
 */
final class SessionChecks {
  /** Three checks in the time in which the API may still answer with an older state. */
  private static final int PER_LAG = 3;

  /** A tenth of the lag after the check was due, whoever was to come first for all is missed. */
  private static final int MISSED_PER_LAG = 10;

  private final Clock clock;
  private final Pacing pacing;
  private final Map<Connection, Waiting> waiting = new WeakHashMap<>();

  private record Waiting(Instant since, Set<Runnable> wakes) {}

  SessionChecks(Clock clock, Pacing pacing) {
    this.clock = clock;
    this.pacing = pacing;
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
    // Who waits for a turn may look in vain too; but nobody waits for ever because others come.
    var drained = now.plus(connection.limiter().queue());
    var patience = all.since().plus(pacing.lag());
    var due = later(apart, drained.isBefore(patience) ? drained : patience);
    if (due.isAfter(now)) {
      all.wakes().add(wake);
      // The first comes back for all and wakes the others, who stand in for it when it has gone.
      boolean first = all.wakes().iterator().next().equals(wake);
      var back = first ? due : due.plus(pacing.lag().dividedBy(MISSED_PER_LAG));
      throw new PassEndedException(
          Verdict.of(Verdict.Shape.QUEUED, Reason.RateLimited, "")
              .notBefore(Duration.between(now, back)));
    }
  }

  /** Whether the last check is so young that nobody but a person has it repeated. */
  boolean isRecent(Connection connection) {
    return nextOf(connection).isAfter(clock.instant());
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
