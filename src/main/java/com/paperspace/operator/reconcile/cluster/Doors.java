package com.paperspace.operator.reconcile.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Closes namespaces while not all of their objects are known: what seems not to exist there may
 * only not be read yet, or no more. A pass that has begun ends before what it relies on goes.
 */
public final class Doors {
  private final Set<String> closed = new HashSet<>();
  private final Map<String, Integer> inside = new HashMap<>();

  synchronized boolean isOpen(String namespace) {
    return !closed.contains(namespace);
  }

  /** Lets a pass begin, and nothing be taken away until it ends; answers whether it may. */
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

  /** Lets nobody in any more, and waits until the last is out. */
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
