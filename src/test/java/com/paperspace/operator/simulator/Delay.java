package com.paperspace.operator.simulator;

import java.time.Duration;

/** A time the simulator takes over something, measured on its own clock, and its default. */
public enum Delay {
  /** From accepted to {@code in progress} of a machine event. */
  EVENT_START(Duration.ofMillis(100)),
  PROVISION(Duration.ofSeconds(2)),
  START(Duration.ofSeconds(1)),
  STOP(Duration.ofSeconds(1)),
  /** How long a restarting machine still says {@code ready}. */
  RESTART_LINGER(Duration.ofMillis(500)),
  /** From the end of the linger to {@code ready} again. */
  RESTART(Duration.ofSeconds(1)),
  RESIZE(Duration.ofSeconds(2)),
  /** From DELETE of a machine to its end; {@code dtDeleted} is set half way. */
  MACHINE_DELETE(Duration.ofSeconds(1)),
  /** From the call to a snapshot that is made or taken away. */
  SNAPSHOT(Duration.ofSeconds(1)),
  RESTORE(Duration.ofSeconds(2)),
  /** From the call to a template that can be used; the sign that comes late takes twice as long. */
  DISTRIBUTE(Duration.ofSeconds(3)),
  /** How long lists show a soft-deleted row. */
  DELETED_SHOWN(Duration.ofMinutes(1)),
  /** From an upsert to {@code externalApplied}. */
  APPLY(Duration.ofMillis(500)),
  /** From {@code externalApplied} to {@code dtHealthy}. */
  HEALTHY(Duration.ofSeconds(1)),
  /** How much older than now the state is that GETs and lists show. */
  READ_LAG(Duration.ZERO);

  private final Duration standard;

  Delay(Duration standard) {
    this.standard = standard;
  }

  Duration standard() {
    return standard;
  }
}
