package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.Pacing;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list in place of a look (GET) for each of the resources of a place that are due at about the
 * same time, where the list has fewer pages than they would make calls. It serves only resources
 * that asked before its first page was read.
 *
 * @param <T> a row
 */
final class SharedList<T> {
  private static final Logger LOG = LoggerFactory.getLogger(SharedList.class);

  private final Source<T> source;
  private final Reading<T> reading;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Pacing pacing;
  private final Terms terms;
  private final Agenda agenda;

  /** The resources that wait for the next list, with the ids of their objects. */
  private final Map<ResourceID, String> waiting = new HashMap<>();

  /** The resources for which a list is being read, with the ids of their objects. */
  private final Map<ResourceID, String> served = new HashMap<>();

  private final Map<ResourceID, Shown<T>> shown = new HashMap<>();

  /** True from the first resource that waits to the end of the list that is read for it. */
  private boolean running;

  /** Pages read of the present list; {@code length} has those of the last whole one. */
  private int pages;

  private int length = 1;
  private int failures;
  private Instant notBefore;

  /**
   * Where the rows come from, and which resources they concern.
   *
   * @param closed why no page is to be read now, if none is
   * @param first begins to read all rows, by id, and runs what it takes before each page
   * @param wake starts a pass of a resource
   */
  record Source<T>(
      Supplier<Optional<Reading.Closed>> closed,
      Function<Runnable, Supplier<Map<String, T>>> first,
      Consumer<ResourceID> wake) {}

  /**
   * How long a resource may wait for others, and how long a row is good.
   *
   * @param window from the first resource that waits to the first page
   * @param fresh how long, counted from the first page, a row may stand for a look
   */
  record Terms(Duration window, Duration fresh) {}

  /**
   * The answer to a resource that is due: wait for a list, use this row, or else look by itself.
   */
  record Answer<T>(boolean waits, Optional<T> row) {}

  /** What the last list showed of a resource's object; no row if it showed none or failed. */
  private record Shown<T>(String id, Instant began, T row) {}

  SharedList(Source<T> source, Scheduler scheduler, Clock clock, Pacing pacing, Terms terms) {
    this.source = source;
    this.reading = new Reading<>(clock, any -> closed(), source.first());
    this.scheduler = scheduler;
    this.clock = clock;
    this.pacing = pacing;
    this.terms = terms;
    // Passes that queue for the key come later than they were due.
    this.agenda = new Agenda(pacing.rowsInPlace());
    this.notBefore = clock.instant();
  }

  /** Notes when a resource is to be looked at next. */
  synchronized void due(ResourceID who, Instant when) {
    agenda.put(who, when);
  }

  /** Notes that a resource looks by itself, or is not to be looked at any more. */
  synchronized void leave(ResourceID who) {
    agenda.remove(who);
    waiting.remove(who);
    served.remove(who);
    shown.remove(who);
  }

  /**
   * What a resource that is due is to do. It is answered by the list that begins after it asked; a
   * resource that comes again before that was woken by something else, and looks by itself.
   */
  synchronized Answer<T> ask(ResourceID who, String id) {
    var last = shown.remove(who);
    boolean waited = waiting.remove(who) != null;
    boolean wasServed = served.remove(who) != null;
    if (last != null || waited || wasServed) {
      agenda.remove(who);
      return new Answer<>(
          false, Optional.ofNullable(last).filter(it -> isFresh(it, id)).map(Shown::row));
    }
    var now = clock.instant();
    if (now.isBefore(notBefore) || agenda.until(now.plus(terms.window()), now) <= length) {
      return new Answer<>(false, Optional.empty());
    }
    waiting.put(who, id);
    gather();
    return new Answer<>(true, Optional.empty());
  }

  synchronized boolean isIdle() {
    return !running && agenda.isEmpty(clock.instant());
  }

  private boolean isFresh(Shown<T> it, String id) {
    return it.id().equals(id) && !isOld(it.began(), clock.instant());
  }

  private boolean isOld(Instant time, Instant now) {
    return time.plus(terms.fresh()).isBefore(now);
  }

  private void gather() {
    if (!running) {
      running = true;
      scheduler.inBackground(terms.window(), this::begin);
    }
  }

  private void begin() {
    boolean isWorthIt;
    synchronized (this) {
      served.putAll(waiting);
      waiting.clear();
      pages = 0;
      isWorthIt = served.size() > length;
    }
    if (isWorthIt) {
      goOn();
    } else {
      answer(Map.of());
    }
  }

  /** However the list ends, the resources that wait for it are answered and the next may begin. */
  private void goOn() {
    Map<String, T> found = Map.of();
    try {
      found = reading.goOn(() -> {});
      read();
    } catch (Reading.TurnedAwayException e) {
      if (e.closed().queued()) {
        scheduler.inBackground(e.closed().pause(), this::goOn);
        return;
      }
    } catch (PaperspaceException e) {
      LOG.debug("A shared list could not be read: {}", e.getMessage());
      failed();
    } catch (RuntimeException | Error e) {
      LOG.error("A shared list could not be read", e);
      failed();
    }
    answer(found);
  }

  private synchronized void read() {
    length = Math.max(1, pages);
    failures = 0;
  }

  /**
   * Asked once before each page. A list that proves to have more pages than the resources it serves
   * is given up: a look for each is cheaper.
   */
  private synchronized Optional<Reading.Closed> closed() {
    if (pages >= served.size()) {
      length = Math.max(length, pages + 1);
      return Optional.of(new Reading.Closed(Duration.ZERO, false));
    }
    var closed = source.closed().get();
    if (closed.isEmpty()) {
      pages++;
    }
    return closed;
  }

  private synchronized void failed() {
    failures++;
    notBefore = clock.instant().plus(pacing.retry(failures));
  }

  /** Wakes the resources the list was read for, each to use its row or, without one, to look. */
  private void answer(Map<String, T> found) {
    List<ResourceID> woken;
    synchronized (this) {
      var began = reading.began();
      reading.end();
      var now = clock.instant();
      shown.values().removeIf(it -> isOld(it.began(), now));
      served.forEach((who, id) -> shown.put(who, new Shown<>(id, began, found.get(id))));
      woken = List.copyOf(served.keySet());
      served.clear();
      running = false;
      if (!waiting.isEmpty()) {
        gather();
      }
    }
    woken.forEach(source.wake());
  }
}
