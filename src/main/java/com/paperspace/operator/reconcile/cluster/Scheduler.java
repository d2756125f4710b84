package com.paperspace.operator.reconcile.cluster;

import java.time.Duration;

/** Runs things later; the seam through which tests make hours pass in a moment. */
public interface Scheduler extends AutoCloseable {

  /** Runs a short task after a delay; closing the answer prevents it. */
  Pending after(Duration delay, Runnable task);

  /** Runs a task that may take a while after a delay; closing the answer prevents it. */
  default Pending inBackground(Duration delay, Runnable task) {
    return after(delay, task);
  }

  /** Runs what nobody waits for, one after the other. */
  default void aside(Runnable task) {
    task.run();
  }

  /** Nanoseconds since some moment, as waits are measured: no clock that is set changes them. */
  long nanoTime();

  @Override
  void close();

  /** A task that has not run yet. */
  @FunctionalInterface
  interface Pending {
    /** Prevents the task, if it has not started. */
    void cancel();
  }
}
