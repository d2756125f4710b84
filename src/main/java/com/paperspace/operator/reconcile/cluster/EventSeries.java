package com.paperspace.operator.reconcile.cluster;

import java.time.Instant;

/** How often one thing has happened, and what the API server knows of it. */
final class EventSeries {
  final Notice first;
  private int count = 1;
  private Instant last;

  /** Whether a write of it is waiting. */
  private boolean isDue;

  /** The name of its event; null before it is written. */
  private String name;

  EventSeries(Notice first) {
    this.first = first;
    this.last = first.at();
  }

  /** Counts it up. */
  synchronized void again(Instant at) {
    count++;
    last = at;
  }

  synchronized Instant last() {
    return last;
  }

  /** Notes that a write of it waits; answers whether none did. */
  synchronized boolean due() {
    boolean news = !isDue;
    isDue = true;
    return news;
  }

  /** What is to be written now; what happens from here on needs another write. */
  synchronized State taken() {
    isDue = false;
    return new State(count, last, name);
  }

  synchronized void written(String as) {
    name = as;
  }

  /** What is to be written of it. */
  record State(int count, Instant last, String name) {}
}
