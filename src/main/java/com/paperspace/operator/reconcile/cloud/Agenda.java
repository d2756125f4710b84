package com.paperspace.operator.reconcile.cloud;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When each is to be looked at next. Who does not come is forgotten: nobody tells who is gone. */
final class Agenda {
  private final Duration patience;
  private final Map<ResourceID, Instant> due = new HashMap<>();

  /**
   * An empty one.
   *
   * @param patience after which one who is due and does not come is forgotten
   */
  Agenda(Duration patience) {
    this.patience = patience;
  }

  void put(ResourceID who, Instant when) {
    due.put(who, when);
  }

  void remove(ResourceID who) {
    due.remove(who);
  }

  /** How many are due before a time. */
  long until(Instant end, Instant now) {
    forget(now);
    return due.values().stream().filter(it -> !it.isAfter(end)).count();
  }

  boolean isEmpty(Instant now) {
    forget(now);
    return due.isEmpty();
  }

  private void forget(Instant now) {
    due.values().removeIf(it -> it.plus(patience).isBefore(now));
  }
}
