package com.paperspace.operator.reconcile.status;

import java.time.Duration;

/**
 * Waits that grow with each failure in a row, so that what lasts is tried ever more rarely.
 *
 * @param first the wait after the first failure
 * @param most the longest wait
 * @param factor how many times longer each wait is than the one before
 */
public record Backoff(Duration first, Duration most, int factor) {

  /** The usual factor: no wait is longer than all before it together. */
  private static final int TWICE = 2;

  /** Twice as long each time. */
  public static Backoff doubling(Duration first, Duration most) {
    return new Backoff(first, most, TWICE);
  }

  /** The wait after so many failures in a row. */
  public Duration after(int failures) {
    var wait = first;
    for (int i = 1; i < failures && wait.compareTo(most) < 0; i++) {
      wait = wait.multipliedBy(factor);
    }
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
