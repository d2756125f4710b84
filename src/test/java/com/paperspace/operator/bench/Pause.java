package com.paperspace.operator.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A wait of real time: what is measured happens in another process. */
final class Pause {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long STEP_MILLIS = 10;

  private Pause() {}

  /** Waits until something holds; fails when it never does. */
  static void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("in vain: " + what);
      }
      millis(STEP_MILLIS);
    }
  }

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
