package com.paperspace.operator.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when rights are denied in each namespace. A denial is believed once it has lasted for a
 * while, because an API server that has just started denies everything for a moment.
 */
final class Denials {
  /** That moment is shorter, and a denial that is meant loses nothing by being believed so late. */
  static final Duration LASTING = Duration.ofSeconds(3);

  private final Map<String, Long> since = new HashMap<>();

  /** Notes a denial; answers whether it is too fresh to be believed. */
  synchronized boolean isFresh(String namespace) {
    long now = System.nanoTime();
    return now - since.computeIfAbsent(namespace, any -> now) < LASTING.toNanos();
  }

  /** Notes that nothing is denied any more. */
  synchronized void forget(String namespace) {
    since.remove(namespace);
  }
}
