package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.reconcile.status.LookAgainException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Until when a create may be sent: its intent says when it was announced, and whoever recovers it
 * believes that nothing arrives long after that. By two clocks, and either may refuse: the steady
 * one stands still while the machine is suspended, and the other may be set back.
 */
final class SendBy {
  private final Clock steady;
  private final Clock wall;
  private final Instant steadyStart;
  private final Instant wallStart;
  private final Duration limit;

  private SendBy(Duration limit, Clock steady, Clock wall) {
    this.steady = steady;
    this.wall = wall;
    this.steadyStart = steady.instant();
    this.wallStart = wall.instant();
    this.limit = limit;
  }

  /**
   * Starts now, before the intent is written.
   *
   * @param steady nobody sets it; goes on while the process is frozen
   * @param wall goes on while the machine is suspended
   */
  static SendBy within(Duration limit, Clock steady, Clock wall) {
    return new SendBy(limit, steady, wall);
  }

  /**
   * Returns when it may still be sent.
   *
   * @throws LookAgainException when it is too late
   */
  void check() {
    if (isOver(steadyStart, steady) || isOver(wallStart, wall)) {
      throw new LookAgainException("the create was held up for longer than a call may take");
    }
  }

  private boolean isOver(Instant start, Clock clock) {
    return Duration.between(start, clock.instant()).compareTo(limit) > 0;
  }
}
