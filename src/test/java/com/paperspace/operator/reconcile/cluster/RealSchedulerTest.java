package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing here waits for longer than what it waits for, unless that fails. */
class RealSchedulerTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final RealScheduler scheduler = new RealScheduler();
  private final BlockingQueue<Thread> ran = new ArrayBlockingQueue<>(10);

  @AfterEach
  void close() {
    scheduler.close();
  }

  private void note() {
    ran.add(Thread.currentThread());
  }

  private Thread next() throws InterruptedException {
    return ran.poll(1, TimeUnit.MINUTES);
  }

  @Test
  void aShortTaskDoesNotWaitForALongOne() throws InterruptedException {
    var end = new CountDownLatch(1);
    scheduler.inBackground(
        Duration.ofSeconds(-1),
        () -> {
          note();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var background = next();
    assertThat(background.isDaemon()).as("it keeps no process alive").isTrue();
    scheduler.after(Duration.ZERO, this::note);
    var timer = next();
    assertThat(timer).isNotNull().isNotEqualTo(background);
    assertThat(timer.isDaemon()).isTrue();
    end.countDown();
  }

  @Test
  void whatIsCancelledDoesNotRun() throws InterruptedException {
    scheduler.after(Duration.ofMillis(1), this::note).cancel();
    scheduler.after(LONG, this::note);
    scheduler.after(Duration.ofMillis(2), this::note);
    assertThat(next()).isNotNull();
    assertThat(ran).isEmpty();
  }

  @Test
  void afterItsEndNothingRuns() {
    scheduler.close();
    scheduler.after(Duration.ZERO, this::note).cancel();
    scheduler.inBackground(Duration.ZERO, this::note).cancel();
    assertThat(ran).isEmpty();
  }
}
