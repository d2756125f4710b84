package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.status.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a namespace that could not be joined is tried again. Each join lists every kind, so it comes
 * at fewer and fewer of the looks at what is missing, which cost little.
 */
final class JoinPace {
  /**
   * With looks every 10 s, a tenant who mends a namespace waits a little over 5 minutes at most.
   */
  private static final int FEWEST = 32;

  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Duration period;
  private final Backoff pauses;

  /** Takes the time from one look to the next. */
  JoinPace(Duration period) {
    this.period = period;
    this.pauses = Backoff.doubling(period, period.multipliedBy(FEWEST));
  }

  /** Whether a namespace is tried at this look, the first being number one. */
  boolean isDue(String namespace, long look) {
    int failed = failures.getOrDefault(namespace, 0);
    return failed == 0 || look % pauses.after(failed).dividedBy(period) == 0;
  }

  void failed(String namespace) {
    failures.merge(namespace, 1, Integer::sum);
  }

  void succeeded(String namespace) {
    failures.remove(namespace);
  }
}
