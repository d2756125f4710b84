package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the API whose key a connection uses: once a sync period, again when the key is in doubt, and
 * again after an object is not found, for under another team's key everything is not found.
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
    Set<Runnable> served;
    // One pass asks and the others wait: without the answer none of them may go on.
    synchronized (connection) {
      var now = clock.instant();
      boolean known = connection.isCheckedSince(now.minus(pacing.syncPeriod()));
      if (known && !connection.limiter().isDoubted()) {
        return;
      }
      requireServed(Admission.refused(connection, true, wake));
      served = check(connection);
    }
    wakeOthers(served, wake);
  }

  /** As {@link Connector#requireCheck}. */
  void requireAfter(Absence look, Runnable wake) {
    var connection = look.connection();
    Set<Runnable> served = Set.of();
    synchronized (connection) {
      if (!connection.isCheckedAfter(look.at())) {
        checks.requireDue(connection, wake);
        requireServed(connection.limiter().away(true, wake).map(Admission::verdict));
        served = check(connection);
      }
    }
    wakeOthers(served, wake);
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
