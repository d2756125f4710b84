package com.paperspace.operator.support;

import com.paperspace.operator.reconcile.cluster.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when told to, for the engine and the simulator alike: hours go by in
 * moments, and nothing is asserted on the wall clock.
 */
public final class VirtualTime extends Clock implements Scheduler {
  private static final Duration SETTLE_LIMIT = Duration.ofMillis(400);

  /** So long a thread that works may take on a machine that is busy, and one that hangs does. */
  private static final Duration WORK_LIMIT = Duration.ofSeconds(1);

  private static final long LOOK_EVERY_MS = 5;

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::due).thenComparing(Alarm::order));
  private Instant now = Instant.now();
  private final Instant start = now;
  private long order;
  private volatile Stillness still;

  private record Alarm(Instant due, long order, Runnable task) {}

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized long nanoTime() {
    return Duration.between(start, now).toNanos();
  }

  @Override
  public synchronized Pending after(Duration delay, Runnable task) {
    var alarm = new Alarm(now.plus(delay), order++, task);
    alarms.add(alarm);
    notifyAll();
    return () -> cancel(alarm);
  }

  private synchronized void cancel(Alarm alarm) {
    alarms.remove(alarm);
  }

  /** From now on who is at rest is not waited for, and who works is for longer. */
  void seeRestBy(Stillness rest) {
    still = rest;
  }

  /** How many alarms were ever set; changes whenever a pass ends. */
  public synchronized int changes() {
    return (int) order;
  }

  /** How many alarms are set: one for every resource that is not being worked on. */
  public synchronized int pending() {
    return alarms.size();
  }

  /**
   * Goes on to the next alarm, rings it, and waits for a moment until what it woke sets its next.
   */
  public void step() throws InterruptedException {
    step(SETTLE_LIMIT);
  }

  /** The same for who sees by himself when all is quiet: an alarm may be the last of its object. */
  public void step(Duration limit) throws InterruptedException {
    var next = next(Instant.MAX);
    if (next.isPresent()) {
      ring(next.get(), limit);
    }
  }

  /** Lets time pass, ringing every alarm in order. */
  public void advance(Duration by) throws InterruptedException {
    var until = instant().plus(by);
    for (var next = next(until); next.isPresent(); next = next(until)) {
      ring(next.get(), still == null ? SETTLE_LIMIT : WORK_LIMIT);
    }
    synchronized (this) {
      now = until;
    }
  }

  private synchronized Optional<Alarm> next(Instant until) {
    var next = alarms.peek();
    if (next == null || next.due().isAfter(until)) {
      return Optional.empty();
    }
    return Optional.of(alarms.poll());
  }

  private void ring(Alarm alarm, Duration limit) throws InterruptedException {
    int before;
    synchronized (this) {
      now = alarm.due().isAfter(now) ? alarm.due() : now;
      before = alarms.size();
    }
    if (still != null) {
      still.stir();
    }
    alarm.task().run();
    long deadline = System.nanoTime() + limit.toNanos();
    boolean isBehind = isBehind();
    long ended = isBehind ? still.ended() : 0;
    while ((isBehind || isAwaited(before)) && System.nanoTime() < deadline) {
      synchronized (this) {
        if (isBehind || alarms.size() <= before) {
          wait(LOOK_EVERY_MS);
        }
      }
      isBehind = isBehind();
      if (isBehind && still.ended() != ended) {
        ended = still.ended();
        deadline = System.nanoTime() + limit.toNanos();
      }
    }
  }

  /** Whoever waits for a thread would be late by as much as time goes on. */
  private boolean isBehind() {
    return still != null && still.isBehind();
  }

  private boolean isAwaited(int before) {
    // Not under the lock of this: what is asked may wait for others who ask for the time.
    return pending() <= before && (still == null || !still.isNow());
  }

  @Override
  public synchronized void close() {
    alarms.clear();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("virtual time knows only UTC");
  }
}
