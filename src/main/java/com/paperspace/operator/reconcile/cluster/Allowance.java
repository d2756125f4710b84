package com.paperspace.operator.reconcile.cluster;

import java.time.Duration;
import java.time.Instant;

/** How often something may happen: once in an interval, with some saved up; not thread-safe. */
final class Allowance {
  private final Duration interval;
  private final Duration most;
  private Instant spent = Instant.EPOCH;

  /** Takes how many may happen at once after a long rest. */
  Allowance(int burst, Duration interval) {
    this.interval = interval;
    this.most = interval.multipliedBy(burst);
  }

  /** Counts one more, if it may happen now. */
  boolean take(Instant now) {
    if (!rest(now).isZero()) {
      return false;
    }
    spent = spent.plus(interval);
    return true;
  }

  /** Until the next may happen; zero if it may now. */
  Duration rest(Instant now) {
    if (spent.isBefore(now.minus(most))) {
      spent = now.minus(most);
    } else if (spent.isAfter(now)) {
      // The clock was put back.
      spent = now;
    }
    var rest = Duration.between(now, spent.plus(interval));
    return rest.isNegative() ? Duration.ZERO : rest;
  }
}
