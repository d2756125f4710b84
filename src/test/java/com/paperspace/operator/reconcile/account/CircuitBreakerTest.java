package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final CircuitBreaker breaker = new CircuitBreaker();

  /** When the last call failed. */
  private Instant last = NOW;

  /** One after the other, as probes do. */
  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      last = last.plusSeconds(1);
      breaker.failed(last, last);
    }
  }

  private Duration hold(long millis) {
    var now = last.plusMillis(millis);
    var held = breaker.holds(now, () -> {}).orElse(Duration.ZERO);
    if (held.isZero()) {
      breaker.letIn(now);
    }
    return held;
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0,  0,  nothing failed",
    "4,  0,  a hiccup",
    "5,  2,  the fifth in a row opens it",
    "6,  4,  each probe that fails doubles the wait",
    "8,  16, the last below the longest wait",
    "9,  30, the longest wait",
    "50, 30, however long the outage",
  })
  void failuresInARowHoldCallsBack(int failures, long seconds, String why) {
    fail(failures);
    assertThat(hold(0)).as(why).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "after {0} ms")
  @CsvSource({"1999, true", "2000, false", "2001, false"})
  void oneAtATimeProbes(long millis, boolean held) {
    fail(5);
    assertThat(!hold(millis).isZero()).as("the probe").isEqualTo(held);
    assertThat(hold(millis)).as("the next at the same time").isPositive();
  }

  /** An API that takes calls and answers none would else be asked again beside each that hangs. */
  @ParameterizedTest
  @ValueSource(ints = {5, 6, 8, 9})
  void aProbeThatHangsIsAloneUntilItsTimeout(int failures) {
    fail(failures);
    long due = hold(0).toMillis();
    assertThat(hold(due)).isZero();
    breaker.calling(last.plusMillis(due));
    assertThat(hold(due + 29_999)).isPositive();
    var next = failures == 9 ? 30_000 : 2 * Math.min(due, 15_000);
    breaker.failed(last.plusMillis(due), last.plusMillis(due + 20_000));
    assertThat(hold(due + 20_000)).as("once it has failed").isEqualTo(Duration.ofMillis(next));
  }

  @Test
  void aProbeIsWaitedForWhileItsCallLastsAndNotWhereItMakesNone() {
    fail(9);
    assertThat(hold(30_000)).isZero();
    assertThat(hold(31_999)).as("its call may come yet").isPositive();
    assertThat(hold(32_000)).as("it made none: the next is the probe").isZero();
    breaker.calling(last.plusMillis(32_100));
    assertThat(hold(62_099)).as("until it is answered").isPositive();
    assertThat(hold(62_100)).isZero();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "-10,    0,      it was under way when it opened",
    "-29900, 100,    likewise, and failed a moment later",
    "-100,   29900,  likewise, and hung until its timeout",
    "200,    210,    its pass was let in before",
  })
  void whatWasNoProbeNeitherCountsNorPutsTheProbeOff(long began, long failed, String why) {
    fail(5);
    for (int i = 0; i < 27; i++) {
      if (began > 0) {
        breaker.calling(last.plusMillis(began));
      }
      breaker.failed(last.plusMillis(began), last.plusMillis(failed));
    }
    assertThat(hold(1_000)).as(why).isEqualTo(Duration.ofSeconds(1));
    assertThat(hold(2_000)).as(why).isZero();
  }

  @Test
  void anAnswerClosesItAndTheCountStartsAnew() {
    fail(9);
    breaker.answered();
    assertThat(hold(0)).isZero();
    fail(4);
    assertThat(hold(0)).isZero();
  }

  @Test
  void recoveryWakesEachOnceWhoWasTurnedAway() {
    record Sleeper(String name, List<String> woken) implements Runnable {
      @Override
      public void run() {
        woken.add(name);
      }
    }
    var woken = new ArrayList<String>();
    fail(5);
    for (int i = 0; i < 3; i++) {
      var unused = breaker.holds(last, new Sleeper("a", woken));
    }
    breaker.answered().forEach(Runnable::run);
    breaker.answered().forEach(Runnable::run);
    assertThat(woken).containsExactly("a");
  }

  @Test
  void theProbeItselfIsNotWoken() {
    fail(5);
    var unused = breaker.holds(last.plusSeconds(2), () -> {});
    assertThat(breaker.answered()).isEmpty();
  }
}
