package com.paperspace.operator.reconcile.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events that wait, written one namespace after the other: what one team tells without end keeps
 * nobody else from telling what costs money. Not thread-safe.
 */
final class EventTurns {
  static final int MOST = 1_000;

  private final Map<String, Deque<EventSeries>> byNamespace = new LinkedHashMap<>();
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Has one wait.
   *
   * @return the one that gives way where too many wait: the last of the namespace that has the
   *     most, which may be this one
   */
  Optional<EventSeries> add(EventSeries series) {
    byNamespace
        .computeIfAbsent(series.first.about().getNamespace(), name -> new ArrayDeque<>())
        .add(series);
    size++;
    return size > MOST ? Optional.of(takeFromMost()) : Optional.empty();
  }

  /** Takes the first of the namespace whose turn it is; some must wait. */
  EventSeries next() {
    var turn = byNamespace.entrySet().iterator().next();
    byNamespace.remove(turn.getKey());
    var next = turn.getValue().removeFirst();
    if (!turn.getValue().isEmpty()) {
      byNamespace.put(turn.getKey(), turn.getValue());
    }
    size--;
    return next;
  }

  private EventSeries takeFromMost() {
    // Of several the one that came last, as this does with all else equal.
    var most =
        byNamespace.values().stream()
            .reduce((one, later) -> later.size() >= one.size() ? later : one)
            .orElseThrow();
    size--;
    var last = most.removeLast();
    if (most.isEmpty()) {
      byNamespace.values().remove(most);
    }
    return last;
  }
}
