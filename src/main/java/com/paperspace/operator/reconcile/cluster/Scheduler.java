package com.paperspace.operator.reconcile.cluster;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs things later; the seam through which tests make hours pass in a moment. */
public interface Scheduler extends AutoCloseable {

  /** Runs a short task after a delay; closing the answer prevents it. */
  Pending after(Duration delay, Runnable task);

  @Override
  void close();

  /** A task that has not run yet. */
  @FunctionalInterface
  interface Pending {
    /** Prevents the task, if it has not started. */
    void cancel();
  }

  /** Timers of the wall clock, on one daemon thread. */
  static Scheduler real() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "wake-ups");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return new Scheduler() {
      @Override
      public Pending after(Duration delay, Runnable task) {
        var future = executor.schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }
}
