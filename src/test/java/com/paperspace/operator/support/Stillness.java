package com.paperspace.operator.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Tells when an operator is at rest, so that nothing happens any more unless time passes. */
public final class Stillness {
  /** An edit is heard of in milliseconds; on a loaded machine in some more, and some never are. */
  private static final Duration HEARD_WITHIN = Duration.ofMillis(500);

  private static final int NOTHING = -1;

  /** A day of looks every five minutes at each of ten objects; nothing here takes longer. */
  private static final int MOST_ALARMS = 3000;

  /** No test is that slow on the slowest machine: whoever waits so long waits for ever. */
  private static final Duration HANGING = Duration.ofMinutes(10);

  private static final long LOOK_EVERY_MS = 3;

  /** What happens is told before all of it is seen. */
  private static final Duration LOOK_ANYWAY = Duration.ofMillis(20);

  private final Duration quiet;
  private final IntSupplier activity;
  private final Supplier<ThreadPoolExecutor> workers;
  private int last;
  private long since = System.nanoTime();
  private int lookedAt = NOTHING;
  private long lookedSince;
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

  /** Whether passes wait for a thread. */
  public boolean isBehind() {
    return !workers.get().getQueue().isEmpty();
  }

  /** How many passes have ended. */
  public long ended() {
    return workers.get().getCompletedTaskCount();
  }

  private boolean isWorking() {
    return workers.get().getActiveCount() > 0 || isBehind();
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

  /** Waits until nothing happens any more without time passing. */
  public void settle() {
    // What was done a moment ago may not be heard of yet.
    stir();
    passUntil(() -> "quiet", () -> {}, this::isNow);
  }

  /**
   * Lets time pass, alarm by alarm, until something holds. What is counted are alarms, for how long
   * one takes says more about the machine than about the operator.
   *
   * @param what what is waited for, said if it does not come
   * @param next rings the next alarm; called only at rest
   */
  public void passUntil(Supplier<String> what, Step next, Callable<Boolean> holds) {
    long end = System.nanoTime() + HANGING.toNanos();
    int rung = 0;
    try {
      lookedAt = NOTHING;
      while (true) {
        boolean atRest = isNow();
        if ((atRest || isWorthALook()) && holds.call()) {
          return;
        }
        if (rung == MOST_ALARMS || System.nanoTime() > end) {
          throw new AssertionError("not after " + rung + " alarms: " + what.get());
        }
        if (atRest) {
          next.ring();
          rung++;
        } else {
          Thread.sleep(LOOK_EVERY_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A look may be a request: it is taken where something happened since the last, and at times. */
  private boolean isWorthALook() {
    int now = activity.getAsInt();
    boolean isWorth = now != lookedAt || System.nanoTime() - lookedSince > LOOK_ANYWAY.toNanos();
    if (isWorth) {
      lookedAt = now;
      lookedSince = System.nanoTime();
    }
    return isWorth;
  }

  /** Lets time go on to the next alarm. */
  @FunctionalInterface
  public interface Step {
    void ring() throws InterruptedException;
  }
}
