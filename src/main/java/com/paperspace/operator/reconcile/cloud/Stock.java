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
 * Reads one whole list of the API again and again (a sweep), for as long as resources at rest have
 * their objects in it, and wakes the resources for which it shows something new.
 *
 * @param <T> a row
 */
final class Stock<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

  /**
   * How long all rows of a sweep are kept for resources whose first pass comes after it: at a start
   * thousands of first passes queue.
   */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Source<T> source;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Pacing pacing;
  private final Shown<T> shown = new Shown<>();
  private final Resting<T> resting;

  /** The resources whose pass ended to wait for the next sweep, with the ids of their objects. */
  private final Map<ResourceID, String> waiting = new HashMap<>();

  /**
   * One object for all refusals: the breaker keeps each callback it is given until the API is back.
   */
  private final Runnable reopened = this::atOnce;

  private Scheduler.Pending pending;

  /** The timer of the next sweep. A replaced timer that fires all the same begins no sweep. */
  private Object timer;

  /** True from the first page of a sweep to its end, also between two sittings. */
  private boolean running;

  /**
   * True while pages are being read. The answer to such a page may itself tell the breaker that the
   * API is back, and so ask for another sweep.
   */
  private boolean sitting;

  /** Whether another sweep was asked for while pages were being read. */
  private boolean again;

  private int failures;

  /** The time as of which the objects at rest are known, by a sweep or by a look at each. */
  private Instant believed;

  /** When the list was read last; before the first time, since when it is to be read. */
  private Instant readAt;

  /**
   * Where the rows come from, and which resources they concern.
   *
   * @param reading reads the rows
   * @param back has something run once the API is back, where it is away
   * @param manages whether the status of a resource still names the object of an id
   * @param wake starts a pass of a resource
   * @param idle runs when no resource needs the list any more
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
   * Watches a resource at rest from now on: a later sweep that shows another row wakes it.
   *
   * @param row the row its last look (GET) stands for; null if only a list has shown the object, or
   *     nothing has since it was changed
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

  /** Ends the watch over a resource, and its wait for a sweep. */
  synchronized void remove(ResourceID who, String id) {
    resting.remove(who, id);
    waiting.remove(who, id);
  }

  /**
   * The row the last sweep showed of a resource's object, unless the resource has taken it before.
   */
  synchronized Optional<T> take(ResourceID who, String id) {
    return shown.take(who, id);
  }

  /**
   * Has the next sweep wake a resource with its row, whether the row is new or not; false where
   * that was asked for before and no sweep came.
   */
  synchronized boolean shows(ResourceID who, String id) {
    return resting.shows(who, id);
  }

  /**
   * Whether the next sweep will wake this resource; if not, it has to look by itself (GET).
   *
   * @param isLate whether the resource has waited so long that only a sweep under way is still
   *     worth waiting for
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

  /** How long ago the list was read; empty while no resource needs it. */
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

  /**
   * A resource that has taken its row already is not woken for it: without a row, the needless pass
   * would end in a look by itself.
   */
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

  /** Begins the sweep that was asked for while pages were read and could not begin beside them. */
  private synchronized void stopSitting() {
    sitting = false;
    if (again && pending == null && !isForNobody()) {
      next(Duration.ZERO);
    }
  }

  /** Reads the list as far as the key's budget allows now; answers the resources to wake. */
  private Set<ResourceID> swept() {
    try {
      return compared(source.reading().goOn(reopened));
    } catch (Reading.TurnedAwayException e) {
      return turnedAway(e.closed());
    } catch (PaperspaceException e) {
      LOG.debug("A list could not be read: {}", e.getMessage());
      return failed(e.reason() == PaperspaceException.Reason.UNAUTHORIZED);
    } catch (RuntimeException | Error e) {
      // Whatever failed, another sweep has to follow, for nothing else would begin one.
      LOG.error("A list could not be read", e);
      return failed(false);
    }
  }

  /**
   * A sweep that only waits for its turn at the key goes on later with the pages it has; after any
   * longer wait those pages would be too old, and it begins anew.
   */
  private synchronized Set<ResourceID> turnedAway(Reading.Closed closed) {
    if (closed.queued()) {
      next(closed.pause());
      return Set.of();
    }
    return missed(closed.pause());
  }

  /**
   * Asks the breaker to begin the next sweep once any call finds the API back: the retry of this
   * list may be minutes away by then.
   */
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

  /**
   * Ends a sweep that failed. After a whole sync period without one, every resource at rest is
   * woken to look by itself.
   */
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
      // Resources that find their objects unchanged come back at once, before the list was read.
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
