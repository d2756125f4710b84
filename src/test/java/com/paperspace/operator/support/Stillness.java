package com.paperspace.operator.support;

import java.time.Duration;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Tells when an operator is at rest, so that nothing happens any more unless time passes. */
public final class Stillness {
  /** An edit is heard of in milliseconds; on a loaded machine in some more, and some never are. */
  private static final Duration HEARD_WITHIN = Duration.ofMillis(500);

  private static final int NOTHING = -1;

  private final Duration quiet;
  private final IntSupplier activity;
  private final Supplier<ThreadPoolExecutor> workers;
  private int last;
  private long since = System.nanoTime();
  private int beforeEdit = NOTHING;
  private long editedAt;

  /**
   * Takes what tells that something happens.
   *
   * @param quiet how long nothing has to happen
   * @param activity a number that changes with everything that happens
   * @param workers the threads the passes of the operator that runs now have
   */
  public Stillness(Duration quiet, IntSupplier activity, Supplier<ThreadPoolExecutor> workers) {
    this.quiet = quiet;
    this.activity = activity;
    this.workers = workers;
  }

  /** Somebody is about to edit something; that nothing happens yet is no rest. */
  public synchronized void edited() {
    beforeEdit = activity.getAsInt();
    editedAt = System.nanoTime();
    stir();
  }

  /** Rest counts from here. */
  public synchronized void stir() {
    since = System.nanoTime();
  }

  /** Whether it is at rest. */
  public synchronized boolean isNow() {
    int now = activity.getAsInt();
    if (!isHeard(now) || isWorking() || now != last) {
      last = now;
      stir();
    }
    return System.nanoTime() - since > quiet.toNanos();
  }

  private boolean isWorking() {
    var threads = workers.get();
    return threads.getActiveCount() > 0 || !threads.getQueue().isEmpty();
  }

  private boolean isHeard(int now) {
    boolean heard =
        beforeEdit == NOTHING
            || now != beforeEdit
            || System.nanoTime() - editedAt > HEARD_WITHIN.toNanos();
    if (heard) {
      beforeEdit = NOTHING;
    }
    return heard;
  }
}
