package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the API server, beside the passes: no pass waits for one or fails by one.
 * There are never too many: at most 1,000 wait, at most 10 a second are written, one namespace
 * after the other, and what is too much is dropped and counted.
 */
public final class EventQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

  /** Ten a second, ten of them at once. */
  static final int PER_SECOND = 10;

  /** A process that ends has more important things to do. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final EventWriter writer;
  private final MutationGuard guard;
  private final Clock clock;
  private final Scheduler timers;
  private final Telemetry telemetry;
  private final EventMemory memory = new EventMemory();
  private final EventTurns waiting = new EventTurns();
  private final Allowance pace =
      new Allowance(PER_SECOND, Duration.ofSeconds(1).dividedBy(PER_SECOND));

  /** Whether somebody takes from the queue, or will at the next turn. */
  private boolean busy;

  private boolean closed;

  /** Passed when nothing waits any more after the end. */
  private final CountDownLatch empty = new CountDownLatch(1);

  /**
   * Takes what it writes with.
   *
   * @param instance who this process is
   * @param guard asked before each write, for one that leads no longer must not tell anything
   */
  public EventQueue(
      KubernetesClient client,
      String instance,
      MutationGuard guard,
      Clock clock,
      Scheduler timers,
      Telemetry telemetry) {
    this.writer = new EventWriter(client, instance);
    this.guard = guard;
    this.clock = clock;
    this.timers = timers;
    this.telemetry = telemetry;
  }

  /** Has a notice written soon, if there is room for it. */
  void offer(Notice notice) {
    boolean fits = accept(notice);
    if (!fits) {
      telemetry.event(false);
    }
    begin();
  }

  /** Forgets what an object that is gone has told; what it waits to tell is written yet. */
  synchronized void forget(String uid) {
    memory.forget(uid);
  }

  private synchronized boolean accept(Notice notice) {
    if (closed) {
      return false;
    }
    var series = memory.note(notice);
    if (series.isEmpty()) {
      return false;
    }
    if (series.get().due()) {
      waiting.add(series.get()).ifPresent(this::drop);
    }
    return true;
  }

  private void begin() {
    synchronized (this) {
      if (busy || waiting.isEmpty()) {
        return;
      }
      busy = true;
    }
    timers.aside(this::drain);
  }

  private void drain() {
    for (var next = next(); next != null; next = next()) {
      write(next);
    }
  }

  /** The next to be written; null when there is none or it is not its turn yet. */
  private synchronized EventSeries next() {
    var now = clock.instant();
    if (!waiting.isEmpty() && pace.take(now)) {
      return waiting.next();
    }
    if (waiting.isEmpty()) {
      busy = false;
      if (closed) {
        empty.countDown();
      }
    } else {
      timers.after(pace.rest(now), () -> timers.aside(this::drain));
    }
    return null;
  }

  /** Writes a notice at once, without its turn: what follows would take the right to do so. */
  void force(Notice notice) {
    write(new EventSeries(notice));
  }

  private void write(EventSeries series) {
    var notice = series.first;
    try {
      guard.check();
      if (writer.write(series)) {
        telemetry.event(true);
      }
      return;
    } catch (NotLeaderException e) {
      LOG.debug("event {} is left to the process that leads", notice.reason());
    } catch (KubernetesClientException e) {
      LOG.debug(
          "event {} for {} was not accepted: {}",
          notice.reason(),
          notice.about().getName(),
          e.getCode());
    } catch (RuntimeException | Error e) {
      // Whatever it was, the others behind it are written: nobody else would begin anew.
      LOG.error("event {} for {} could not be sent", notice.reason(), notice.about().getName(), e);
    }
    drop(series);
  }

  private synchronized void drop(EventSeries series) {
    memory.forget(series);
    telemetry.event(false);
  }

  /** Lets what waits be written for a moment yet, and takes nothing more. */
  @Override
  public void close() {
    end();
    try {
      if (!empty.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        giveUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    closed = true;
    if (!busy) {
      empty.countDown();
    }
  }

  private synchronized void giveUp() {
    while (!waiting.isEmpty()) {
      drop(waiting.next());
    }
  }
}
