package com.paperspace.operator.reconcile.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps passes out of a namespace while not all of its objects are known, because one that is not
 * found may exist. Closing waits for the passes inside.
 */
public final class Doors {
  private final Set<String> closed = new HashSet<>();
  private final Map<String, Integer> inside = new HashMap<>();

  synchronized boolean isOpen(String namespace) {
    return !closed.contains(namespace);
  }

  /** Begins a pass, whose end {@link #close} waits for; false when the namespace is closed. */
  public synchronized boolean enter(String namespace) {
    if (closed.contains(namespace)) {
      return false;
    }
    inside.merge(namespace, 1, Integer::sum);
    return true;
  }

  public synchronized void exit(String namespace) {
    inside.computeIfPresent(namespace, (key, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** Lets no pass begin any more, and waits until the last has ended. */
  public synchronized void close(String namespace) {
    closed.add(namespace);
    try {
      while (inside.containsKey(namespace)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while namespace " + namespace + " closes", e);
    }
  }

  public synchronized void open(String namespace) {
    closed.remove(namespace);
  }
}
