package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Asks the API whose key a connection uses: once a sync period, again when the key is in doubt or
 * our clock was set, and again after an object is not found, for under another team's key
 * everything is not found.
 */
final class Sessions {
  private final Clock clock;
  private final Pacing pacing;
  private final SessionChecks checks;

  Sessions(Clock clock, Pacing pacing) {
    this.clock = clock;
    this.pacing = pacing;
    this.checks = new SessionChecks(clock, pacing);
  }

  /**
   * Returns when the connection's team is known and the answer is no older than a sync period.
   *
   * @param wake runs when the API is back, if it is away now
   * @throws PassEndedException when the key is not accepted, or cannot be asked about now
   */
  void require(Connection connection, Runnable wake) {
    ask(
        connection,
        wake,
        () -> isKnown(connection),
        () -> requireServed(Admission.refused(connection, true, wake)));
  }

  /**
   * Where our clock was set since the last answer, nobody knows what time the API has; what a lost
   * create made is told by that.
   */
  private boolean isKnown(Connection connection) {
    return connection.isCheckedSince(clock.instant().minus(pacing.syncPeriod()))
        && !connection.limiter().isDoubted()
        && !connection.api().isClockSet();
  }

  /** As {@link Connector#requireCheck}. */
  void requireAfter(Absence look, Runnable wake) {
    var connection = look.connection();
    ask(
        connection,
        wake,
        () -> connection.isCheckedAfter(look.at()),
        () -> {
          checks.requireDue(connection, wake);
          requireServed(connection.limiter().away(true, wake).map(Admission::verdict));
        });
  }

  /**
   * One pass asks: without the answer none may go on. The others end, for an answer may take half a
   * minute, and are back with it.
   *
   * @param isKnown whether there is nothing to ask
   * @param admission ends the pass where it may not ask now
   */
  private void ask(
      Connection connection, Runnable wake, BooleanSupplier isKnown, Runnable admission) {
    if (isKnown.getAsBoolean()) {
      return;
    }
    checks.begin(connection, wake);
    Set<Runnable> served = Set.of();
    try {
      // Another may have ended since.
      if (!isKnown.getAsBoolean()) {
        admission.run();
        served = check(connection);
      }
    } finally {
      wakeOthers(checks.end(connection), wake);
      wakeOthers(served, wake);
    }
  }

  /** As {@link Connector#recheck}. */
  void recheck(Connection connection, boolean requested) {
    if (requested) {
      connection.forgetCheck();
    }
    connection.limiter().tryKeyAgain();
  }

  /** Wakes all who waited for a check but the pass that made it, which goes on by itself. */
  private static void wakeOthers(Set<Runnable> served, Runnable own) {
    served.stream().filter(wake -> !wake.equals(own)).forEach(Runnable::run);
  }

  private static void requireServed(Optional<Verdict> closed) {
    if (closed.isPresent()) {
      throw new PassEndedException(closed.get());
    }
  }

  /** Asks whose key it is; answers the wake-ups of all who waited, to be run outside the lock. */
  private Set<Runnable> check(Connection connection) {
    var started = clock.instant();
    long tick = connection.tick();
    var session = connection.api().session().get();
    if (session.isEmpty()) {
      connection.limiter().rejected();
      throw new PassEndedException(
          Verdict.stalled(Reason.CredentialsInvalid, Failures.CREDENTIALS_MESSAGE));
    }
    connection.checked(started, tick, session.get());
    connection.limiter().believe();
    return checks.served(connection);
  }
}
