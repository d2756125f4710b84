package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.reconcile.cluster.RealScheduler;
import com.paperspace.operator.reconcile.status.Pacing;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** On the threads of production: a sweep that comes due while another still ends. */
class StockThreadsTest {
  private static final ResourceID ANN = new ResourceID("ann", "ns");
  private static final int MANY = 300;

  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicBoolean back = new AtomicBoolean();
  private final AtomicReference<Runnable> reopened = new AtomicReference<>();

  private Stock<String> stock(RealScheduler scheduler, Duration period, Runnable reading) {
    return new Stock<>(
        new Stock.Source<>(
            new Reading<>(
                Clock.systemUTC(),
                wake -> {
                  reopened.set(wake);
                  return Optional.empty();
                },
                beforePage ->
                    () -> {
                      beforePage.run();
                      lists.incrementAndGet();
                      reading.run();
                      return Map.of("a", "red");
                    }),
            back -> {},
            (who, id) -> true,
            who -> {},
            () -> {}),
        scheduler,
        Clock.systemUTC(),
        Pacing.every(period));
  }

  private void goesOn(String why, int times) {
    int seen = lists.get();
    await(why).atMost(Duration.ofMinutes(1)).until(() -> lists.get() > seen + times);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As of a long list under a small budget. */
  @Test
  void aSweepThatTakesLongerThanAPeriodIsFollowedByAnother() {
    try (var scheduler = new RealScheduler()) {
      stock(scheduler, Duration.ofMillis(1), () -> pause(2)).add(ANN, "a", null);
      // The next comes due while the one before ends, but seldom in that very moment.
      goesOn("as long as one is there", MANY);
    }
  }

  /** The answer to its page tells that the API is back, and nobody is left to sweep for. */
  @Test
  void aStockThatWasToldDuringItsLastSweepIsIdleAfterItAndBeginsAgain() {
    var stock = new AtomicReference<Stock<String>>();
    try (var scheduler = new RealScheduler()) {
      stock.set(stock(scheduler, Duration.ofMillis(100), () -> endDuring(stock.get())));
      stock.get().add(ANN, "a", null);
      await("of a sweep").until(back::get);
      await("after the last sweep").until(stock.get()::isIdle);
      assertThat(lists).as("read for somebody").hasValue(1);
      stock.get().add(ANN, "a", null);
      goesOn("for who came since", 1);
    }
  }

  /** Of the first sweep; long enough that the one that is due now begins beside it. */
  private void endDuring(Stock<String> stock) {
    if (back.compareAndSet(false, true)) {
      stock.remove(ANN, "a");
      reopened.get().run();
      pause(100);
    }
  }
}
