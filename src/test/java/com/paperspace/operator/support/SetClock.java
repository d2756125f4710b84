package com.paperspace.operator.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of one machine: it may be wrong, and be set while time itself goes on as ever. */
public final class SetClock extends Clock {
  private final Clock time;
  private volatile Duration ahead = Duration.ZERO;

  public SetClock(Clock time) {
    this.time = time;
  }

  /** Sets it by so much; less than nothing puts it back. */
  public void set(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return time.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return time.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it knows one zone only");
  }
}
