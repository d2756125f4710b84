package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.reconcile.status.LookAgainException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when a create may be sent: its intent says when it was announced, and whoever recovers it
 * believes that nothing arrives long after that. By the process's own clock, which goes on while it
 * is frozen.
 */
final class SendBy {
  private final LongSupplier nanoTime;
  private final long start;
  private final Duration limit;

  private SendBy(LongSupplier nanoTime, Duration limit) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.limit = limit;
  }

  /** Starts now, before the intent is written. */
  static SendBy within(Duration limit, LongSupplier nanoTime) {
    return new SendBy(nanoTime, limit);
  }

  /**
   * Returns when it may still be sent.
   *
   * @throws LookAgainException when it is too late
   */
  void check() {
    if (nanoTime.getAsLong() - start > limit.toNanos()) {
      throw new LookAgainException("the create was held up for longer than a call may take");
    }
  }
}
