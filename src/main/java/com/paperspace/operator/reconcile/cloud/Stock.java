package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.Pacing;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list, read again and again while objects at rest are in it.
 *
 * @param <T> a row
 */
final class Stock<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

  /** How long all rows of a sweep stay for resources that come to look after it, as at a start. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Source<T> source;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Pacing pacing;
  private final Shown<T> shown = new Shown<>();
  private final Resting<T> resting;

  /** Ids of those who wait for the sweep that comes. */
  private final Map<ResourceID, String> waiting = new HashMap<>();

  /** One for all refusals, for the breaker keeps each it was given until the API is back. */
  private final Runnable reopened = this::atOnce;

  private Scheduler.Pending pending;

  /** Stands for the timer of the next sweep: one that is too late to be stopped begins none. */
  private Object timer;

  /** From the first page of a sweep to its end. */
  private boolean running;

  /** While pages are read: the API may be said to be back by the very answer to one of them. */
  private boolean sitting;

  /** Whether the next sweep was due while pages were read. */
  private boolean again;

  private int failures;

  /** As of when those at rest are known, by a sweep or because each looked by itself. */
  private Instant believed;

  /** When the list was read last; until it was, since when it is to be. */
  private Instant readAt;

  /**
   * Where the rows come from, and whom they concern.
   *
   * @param reading reads them
   * @param back has something run once the API is back, where it is away
   * @param manages whether a resource still is the one of an id
   * @param wake has a resource looked at now
   * @param idle runs when nothing is left to sweep for
   */
  record Source<T>(
      Reading<T> reading,
      Consumer<Runnable> back,
      BiPredicate<ResourceID, String> manages,
      Consumer<ResourceID> wake,
      Runnable idle) {}

  Stock(Source<T> source, Scheduler scheduler, Clock clock, Pacing pacing) {
    this.source = source;
    this.scheduler = scheduler;
    this.clock = clock;
    this.pacing = pacing;
    this.believed = clock.instant();
    this.readAt = believed;
    this.resting = new Resting<>(shown, source.manages(), pacing.lag());
  }

  /**
   * Has one watched from now on, as it is now.
   *
   * @param row as it was seen by itself; null if only a list has shown it, or nothing since it was
   *     changed
   */
  synchronized void add(ResourceID who, String id, Object row) {
    resting.add(who, id, clock.instant(), row);
    waiting.remove(who);
    if (pending == null && !running) {
      believed = clock.instant();
      readAt = believed;
      next(pacing.sweep());
    }
  }

  /** Watches one no more, and has no sweep come for it. */
  synchronized void remove(ResourceID who, String id) {
    resting.remove(who, id);
    waiting.remove(who, id);
  }

  /** The row that the last sweep showed of one, where it has not looked by itself since. */
  synchronized Optional<T> take(ResourceID who, String id) {
    return shown.take(who, id);
  }

  /**
   * Has the next sweep wake one with its row, whether that is new or not; false where that was
   * asked for before and did not come.
   */
  synchronized boolean shows(ResourceID who, String id) {
    return resting.shows(who, id);
  }

  /**
   * Whether one is woken by the sweep that comes now; if not, it has to look by itself.
   *
   * @param isLate whether it has waited for so long that only one under way is worth more
   */
  synchronized boolean awaits(ResourceID who, String id, boolean isLate) {
    if (shown.isWhole() || (isLate && !running)) {
      return false;
    }
    waiting.put(who, id);
    boolean isComing = running || (pending != null && (failures > 0 || waiting.size() > 1));
    if (!isComing) {
      next(failures > 0 ? pacing.retry(failures) : Duration.ZERO);
    }
    return true;
  }

  synchronized boolean isIdle() {
    return isForNobody() && pending == null && !running;
  }

  /** How long ago the list was read, while it is in use. */
  synchronized Optional<Duration> age() {
    return isIdle() ? Optional.empty() : Optional.of(Duration.between(readAt, clock.instant()));
  }

  private void atOnce() {
    next(Duration.ZERO);
  }

  private synchronized void next(Duration wait) {
    if (pending != null) {
      pending.cancel();
    }
    var mine = new Object();
    timer = mine;
    pending = scheduler.inBackground(wait.isNegative() ? Duration.ZERO : wait, () -> sweep(mine));
  }

  private void sweep(Object mine) {
    if (begins(mine)) {
      Set<ResourceID> woken;
      try {
        woken = swept();
      } finally {
        stopSitting();
      }
      woken.stream().filter(this::isToCome).forEach(source.wake());
      wokeAll();
    }
    if (isIdle()) {
      source.idle().run();
    }
  }

  /** Without a row any more, who is woken once too often would look by itself. */
  private synchronized boolean isToCome(ResourceID who) {
    return !shown.wasEarly(who);
  }

  private synchronized void wokeAll() {
    shown.wokeAll();
  }

  private synchronized boolean begins(Object mine) {
    if (mine != timer) {
      return false;
    }
    pending = null;
    again = sitting;
    if (sitting) {
      return false;
    }
    if (isForNobody()) {
      end();
      shown.clear();
      return false;
    }
    running = true;
    sitting = true;
    return true;
  }

  private boolean isForNobody() {
    return resting.isEmpty() && waiting.isEmpty();
  }

  /** What was due meanwhile, and was not begun beside it, is due now. */
  private synchronized void stopSitting() {
    sitting = false;
    if (again && pending == null && !isForNobody()) {
      next(Duration.ZERO);
    }
  }

  /** Reads the list as far as that may be done now; answers whom that concerns. */
  private Set<ResourceID> swept() {
    try {
      return compared(source.reading().goOn(reopened));
    } catch (Reading.TurnedAwayException e) {
      return turnedAway(e.closed());
    } catch (PaperspaceException e) {
      LOG.debug("A list could not be read: {}", e.getMessage());
      return failed(e.reason() == PaperspaceException.Reason.UNAUTHORIZED);
    } catch (RuntimeException | Error e) {
      // Whatever it was, another sweep has to follow: nobody else would begin one.
      LOG.error("A list could not be read", e);
      return failed(false);
    }
  }

  /**
   * Where only others come first, it goes on in its turn; else what was read is too old by then.
   */
  private synchronized Set<ResourceID> turnedAway(Reading.Closed closed) {
    if (closed.queued()) {
      next(closed.pause());
      return Set.of();
    }
    return missed(closed.pause());
  }

  /** The try after next may be minutes away: whoever finds the API back is not to wait for it. */
  private synchronized Set<ResourceID> failed(boolean isKeyRefused) {
    failures++;
    source.back().accept(reopened);
    var woken = missed(pacing.retry(failures));
    if (isKeyRefused) {
      woken.addAll(waiting.keySet());
      woken.addAll(resting.leave());
      waiting.clear();
    }
    return woken;
  }

  /** Nobody knows for long any more what no sweep shows; then each looks by itself. */
  private synchronized Set<ResourceID> missed(Duration wait) {
    end();
    var woken = new HashSet<ResourceID>();
    var now = clock.instant();
    if (believed.plus(pacing.syncPeriod()).isBefore(now)) {
      woken.addAll(resting.leave());
      believed = now;
    }
    if (!isForNobody()) {
      next(wait);
    } else if (!woken.isEmpty()) {
      // Those who find themselves at rest are back in a moment, to a list that is not read yet.
      failures = 0;
      next(pacing.sweep());
    }
    return woken;
  }

  private void end() {
    running = false;
    source.reading().end();
  }

  private synchronized Set<ResourceID> compared(Map<String, T> found) {
    var began = source.reading().began();
    end();
    failures = 0;
    believed = began;
    readAt = began;
    shown.begin(found, source.manages());
    var woken = new HashSet<ResourceID>(waiting.keySet());
    if (!waiting.isEmpty()) {
      shown.all(found, waiting);
      scheduler.after(KEPT, this::dropRows);
    }
    waiting.clear();
    woken.addAll(resting.leave(found, began));
    if (!resting.isEmpty() || !woken.isEmpty()) {
      next(pacing.sweep().minus(Duration.between(began, clock.instant())));
    }
    return woken;
  }

  private synchronized void dropRows() {
    shown.drop();
  }
}
