package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads one list again and again, each time in as many sittings as it takes: every page waits for
 * its turn, so that a long list holds up nobody. For one thread at a time.
 *
 * @param <T> a row
 */
final class Reading<T> {
  private final Clock clock;
  private final Function<Runnable, Optional<Closed>> closed;
  private final Function<Runnable, Supplier<Map<String, T>>> first;
  private Supplier<Map<String, T>> underWay;
  private Instant began;

  /**
   * Why the API is not asked.
   *
   * @param pause how long not
   * @param queued whether only others come first
   */
  record Closed(Duration pause, boolean queued) {
    /** As the limiter of the key says. */
    static Optional<Closed> of(Optional<Verdict> refused, Pacing pacing) {
      return refused.map(
          it ->
              new Closed(
                  Objects.requireNonNullElse(it.notBefore(), pacing.retry(1)),
                  it.shape() == Verdict.Shape.QUEUED));
    }
  }

  /** Ends a sitting before all pages are read. */
  static final class TurnedAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Closed closed;

    private TurnedAwayException(Closed closed) {
      super("Not all pages could be read yet.", null, false, false);
      this.closed = closed;
    }

    Closed closed() {
      return closed;
    }
  }

  /**
   * A list of which nothing is read yet.
   *
   * @param closed why the API is not to be asked now, if it is not; takes what is to run when it
   *     can be asked again
   * @param first begins to read all rows, by id, and runs what it takes before each page; where
   *     that throws, the next call goes on behind the last page
   */
  Reading(
      Clock clock,
      Function<Runnable, Optional<Closed>> closed,
      Function<Runnable, Supplier<Map<String, T>>> first) {
    this.clock = clock;
    this.closed = closed;
    this.first = first;
  }

  /**
   * All rows, by id.
   *
   * @param reopened runs when the API can be asked again
   * @throws TurnedAwayException when more is to be read later
   */
  Map<String, T> goOn(Runnable reopened) {
    if (underWay == null) {
      began = null;
      underWay = first.apply(() -> requireTurn(reopened));
    }
    return underWay.get();
  }

  /**
   * Asked once for each page, and by what sends it: whom the breaker lets through is its probe, and
   * has to be sent.
   */
  private void requireTurn(Runnable reopened) {
    closed
        .apply(reopened)
        .ifPresent(
            it -> {
              throw new TurnedAwayException(it);
            });
    if (began == null) {
      began = clock.instant();
    }
  }

  /** When the first page of the rows read last was asked for. */
  Instant began() {
    return Objects.requireNonNullElseGet(began, clock::instant);
  }

  /** The next rows are read from the first page on. */
  void end() {
    underWay = null;
  }
}
