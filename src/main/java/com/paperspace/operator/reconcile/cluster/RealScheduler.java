package com.paperspace.operator.reconcile.cluster;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers of the wall clock, on one daemon thread; what takes a while runs on a few others. */
public final class RealScheduler implements Scheduler {
  /** Reading lists waits for the network; a key that is slow must not hold up the others. */
  private static final int BACKGROUND_THREADS = 4;

  private final ScheduledThreadPoolExecutor timers = executor("wake-ups", 1);
  private final ScheduledThreadPoolExecutor background = executor("sweeps", BACKGROUND_THREADS);
  private final ScheduledThreadPoolExecutor aside = executor("events", 1);

  private static ScheduledThreadPoolExecutor executor(String name, int threads) {
    var executor =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    return after(timers, delay, task);
  }

  @Override
  public Pending inBackground(Duration delay, Runnable task) {
    return after(background, delay, task);
  }

  @Override
  public void aside(Runnable task) {
    after(aside, Duration.ZERO, task);
  }

  private static Pending after(ScheduledThreadPoolExecutor on, Duration delay, Runnable task) {
    try {
      var future = on.schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      // It was closed meanwhile, and nothing runs any more.
      return () -> {};
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    timers.shutdownNow();
    background.shutdownNow();
    aside.shutdownNow();
  }
}
