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

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::due).thenComparing(Alarm::order));
  private Instant now = Instant.now();
  private final Instant start = now;
  private long order;

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
      ring(next.get(), SETTLE_LIMIT);
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
    alarm.task().run();
    synchronized (this) {
      long deadline = System.nanoTime() + limit.toNanos();
      while (alarms.size() <= before && System.nanoTime() < deadline) {
        wait(10);
      }
    }
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
