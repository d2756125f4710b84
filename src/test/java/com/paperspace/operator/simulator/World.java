package com.paperspace.operator.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all teams of one simulator share: time, choices, delays, mishaps and ids. */
final class World {
  final Clock clock;
  final Choices choices = new Choices();
  final Mishaps mishaps = new Mishaps();
  private final Map<Delay, Duration> delays = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  World(Clock clock) {
    this.clock = clock;
  }

  Duration delay(Delay delay) {
    return delays.getOrDefault(delay, delay.standard());
  }

  void delay(Delay delay, Duration duration) {
    delays.put(delay, duration);
  }

  long number() {
    return ids.incrementAndGet();
  }

  /**
   * A short opaque id, the same in every run: multiplied by a prime so that order shows nowhere.
   */
  String id(String prefix) {
    return prefix + Long.toString(1_000_003 * (100_000 + number()) % 78_364_164_096L, 36);
  }

  String uuid() {
    return new UUID(0x5053_0000_0000_4000L, Long.MIN_VALUE | number()).toString();
  }
}
