package com.paperspace.operator.reconcile.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock nobody sets: it begins with another and goes on by itself. Waits and ages within this
 * process are measured by it, so that none lasts an hour longer where the other is put back; what
 * it tells is written nowhere.
 */
public final class SteadyClock extends Clock {
  private final Scheduler scheduler;
  private final ZoneId zone;
  private final Instant start;
  private final long began;

  /** Goes on as the waits of a scheduler do. */
  public SteadyClock(Clock clock, Scheduler scheduler) {
    this.scheduler = scheduler;
    this.zone = clock.getZone();
    this.start = clock.instant();
    this.began = scheduler.nanoTime();
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.ofNanos(scheduler.nanoTime() - began));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    throw new UnsupportedOperationException("it tells nobody the time of a day");
  }
}
