package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.account.KeyLimiter.Closed;
import com.paperspace.operator.reconcile.account.KeyLimiter.Why;
import com.paperspace.operator.reconcile.status.PacingTest;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyLimiterTest {
  private final VirtualTime time = new VirtualTime();
  private final KeyLimiter limiter = new KeyLimiter(time, PacingTest.with(0));
  private final List<String> woken = new ArrayList<>();

  private void pass(long millis) {
    try {
      time.advance(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Five at once, and then probes. */
  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      pass(i < 5 ? 0 : 1_000);
      limiter.called(PaperspaceException.Reason.UNAVAILABLE, null, Duration.ZERO);
    }
  }

  private Closed closed(boolean urgent) {
    return limiter.closed(urgent, () -> {}).orElse(null);
  }

  private void spend(int calls) {
    for (int i = 0; i < calls; i++) {
      limiter.called(null, null, Duration.ZERO);
    }
  }

  @Test
  void peopleFindRoomWhereTheBackgroundIsTurnedAway() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    spend(30);
    assertThat(closed(false)).isNotNull().matches(it -> it.why() == Why.QUEUED);
    assertThat(closed(true)).isNull();
    spend(10);
    assertThat(closed(true)).isNotNull();
    pass(1_000);
    assertThat(closed(true)).isNull();
  }

  @Test
  void itsUseIsTold() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    assertThat(limiter.use("ml/a").turnedAway())
        .isEqualTo(Map.of("away", 0L, "queued", 0L, "rejected", 0L, "slowed_down", 0L));
    spend(39);
    closed(false);
    assertThat(limiter.use("ml/a"))
        .matches(it -> it.account().equals("ml/a") && it.left() == 1 && it.burst() == 40)
        .matches(it -> it.turnedAway().get("queued") == 1 && !it.away() && !it.refused());
    fail(5);
    limiter.rejected();
    assertThat(limiter.use("ml/a")).matches(it -> it.away() && it.refused());
  }

  @Test
  void theTimeItWasHeldIsCountedAsItPassesAndOnce() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(10), Duration.ZERO);
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(8), Duration.ZERO);
    assertThat(limiter.use("a").throttled()).isZero();
    pass(4_000);
    assertThat(limiter.use("a").throttled()).isEqualTo(Duration.ofSeconds(4));
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20), Duration.ZERO);
    pass(60_000);
    assertThat(limiter.use("a").throttled()).isEqualTo(Duration.ofSeconds(24));
  }

  @Test
  void listsInPlaceOfLooksTakeAQuarterOfTheCalls() {
    limiter.budget("a", new PaperspaceAccount.Budget(8, 40));
    int pages = 0;
    for (int i = 0; i < 100; i++) {
      if (limiter.pageClosed(() -> {}).isEmpty()) {
        pages++;
        spend(1);
      }
      pass(100);
    }
    assertThat(pages).as("10 saved up, and 2 a second").isBetween(29, 31);
    spend(40);
    pass(1_000);
    assertThat(closed(true)).isNull();
    assertThat(limiter.pageClosed(() -> {})).as("people come first").isPresent();
  }

  @Test
  void aPersonDoesNotQueueBehindTheBackground() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    spend(40);
    for (int i = 0; i < 500; i++) {
      closed(false);
    }
    assertThat(closed(true).pause()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aHigherBudgetIsForThoseWhoQueueAlready() {
    limiter.budget("a", new PaperspaceAccount.Budget(1, 1));
    spend(1);
    for (int i = 0; i < 100; i++) {
      var name = "p" + i;
      limiter.closed(true, () -> woken.add(name));
    }
    assertThat(closed(true).pause()).isGreaterThan(Duration.ofSeconds(100));
    limiter.budget("a", new PaperspaceAccount.Budget(1, 2));
    assertThat(woken).as("no sooner").isEmpty();
    limiter.budget("a", new PaperspaceAccount.Budget(100, 2));
    assertThat(woken).as("each is to ask again").hasSize(100).doesNotHaveDuplicates();
    assertThat(closed(true).pause()).isLessThan(Duration.ofSeconds(1));
    limiter.budget("a", new PaperspaceAccount.Budget(200, 2));
    assertThat(woken).as("who has not asked since").hasSize(100);
  }

  @Test
  void whoWaitsForItsReturnIsNoProbe() {
    limiter.onReturn(() -> woken.add("too early"));
    fail(5);
    pass(60_000);
    limiter.onReturn(() -> woken.add("list"));
    assertThat(closed(false)).as("the probe").isNull();
    spend(1);
    assertThat(woken).containsExactly("list");
    assertThat(limiter.use("a").turnedAway().get("away")).isZero();
  }

  @Test
  void retryAfterIsAFloorForEverybodyAndTheReturnIsSpread() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20), Duration.ZERO);
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(5), Duration.ZERO);
    var first = closed(false).pause();
    var second = closed(false).pause();
    assertThat(first).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(second).isNotEqualTo(first).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    pass(19_999);
    assertThat(closed(true)).isNotNull();
    pass(2);
    assertThat(closed(true)).isNull();
  }

  @Test
  void aBare429HoldsTheKeyTooAndASuccessSentBeforeDoesNotEndIt() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, null, Duration.ZERO);
    limiter.called(null, null, Duration.ZERO);
    assertThat(closed(true).why()).isEqualTo(Why.SLOWED_DOWN);
    pass(2_001);
    assertThat(closed(true)).isNull();
  }

  @Test
  void fiveFailuresOpenItAndOneAtATimeProbes() {
    fail(4);
    assertThat(closed(true)).isNull();
    fail(1);
    assertThat(closed(true).why()).isEqualTo(Why.AWAY);
    pass(2_001);
    assertThat(closed(true)).as("the probe").isNull();
    assertThat(closed(true)).as("the next at the same time").isNotNull();
  }

  /** As when a load balancer restarts for a second. */
  @Test
  void callsThatFailTogetherPutTheFirstProbeOffNoMoreThanFive() {
    for (int i = 0; i < 32; i++) {
      limiter.called(PaperspaceException.Reason.NO_ANSWER, null, Duration.ofMillis(10));
    }
    assertThat(closed(true).pause()).isEqualTo(Duration.ofSeconds(2));
    pass(2_000);
    assertThat(closed(true)).as("the probe").isNull();
  }

  /** As a gateway does that comes back; the next probe waits no longer than after a failure. */
  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "UNAUTHORIZED"})
  void anAnswerThatTellsNothingEndsAProbe(PaperspaceException.Reason reason) {
    fail(5);
    pass(2_001);
    assertThat(closed(true)).as("the probe").isNull();
    limiter.calling();
    limiter.called(reason, Duration.ofMillis(1), Duration.ZERO);
    pass(2_001);
    assertThat(closed(true)).as("the next").isNull();
  }

  @Test
  void aPassThatMakesNoCallIsNoProbe() {
    fail(9);
    pass(30_001);
    assertThat(closed(true)).as("the probe").isNull();
    pass(2_001);
    assertThat(closed(true)).as("the one before has not asked").isNull();
    limiter.calling();
    pass(2_001);
    assertThat(closed(true).why()).as("this one has").isEqualTo(Why.AWAY);
  }

  @Test
  void whoHasToWaitForOthersTakesNoProbe() {
    limiter.budget("a", new PaperspaceAccount.Budget(1, 40));
    spend(30);
    fail(5);
    pass(2_001);
    assertThat(closed(false).why()).isEqualTo(Why.QUEUED);
    assertThat(limiter.pageClosed(() -> {}))
        .hasValueSatisfying(it -> assertThat(it.why()).isEqualTo(Why.QUEUED));
    assertThat(closed(true)).as("the probe is left to a person").isNull();
  }

  @Test
  void recoveryWakesEachOnceWhoWasTurnedAway() {
    Runnable wake = () -> woken.add("a");
    fail(5);
    for (int i = 0; i < 3; i++) {
      var unused = limiter.closed(false, wake);
    }
    limiter.called(null, null, Duration.ZERO);
    limiter.called(null, null, Duration.ZERO);
    assertThat(woken).containsExactly("a");
    assertThat(closed(true)).isNull();
  }

  @Test
  void anAnswerThatRefusesShowsThatTheApiIsThere() {
    fail(9);
    limiter.called(PaperspaceException.Reason.INVALID, null, Duration.ZERO);
    assertThat(closed(true)).isNull();
  }

  @Test
  void ofSeveralAccountsWithOneKeyTheSmallestBudgetHolds() {
    limiter.budget("a", new PaperspaceAccount.Budget(1, 100));
    limiter.budget("b", new PaperspaceAccount.Budget(50, 4));
    spend(3);
    assertThat(closed(true)).isNull();
    spend(1);
    assertThat(closed(true)).as("the burst of b is spent").isNotNull();
    pass(500);
    spend(1);
    assertThat(closed(true)).as("half a token, at the rate of a").isNotNull();
    limiter.budget("a", null);
    pass(500);
    assertThat(closed(true)).as("25 tokens, at the rate of b").isNull();
  }

  @Test
  void oneStray401OnlyPutsTheSessionInDoubtOnce() {
    limiter.called(PaperspaceException.Reason.UNAUTHORIZED, null, Duration.ZERO);
    assertThat(closed(true)).isNull();
    assertThat(limiter.isDoubted()).isTrue();
    limiter.believe();
    assertThat(limiter.isDoubted()).isFalse();
  }

  /** Who needs it asks every five to six minutes. */
  @Test
  void aKeyIsToldOfAsRefusedUntilItIsAcceptedOrNobodyAsksAnyMore() {
    limiter.rejected();
    pass(360_000);
    assertThat(limiter.use("a").refused()).as("while it may be tried again").isTrue();
    limiter.rejected();
    pass(899_000);
    assertThat(limiter.use("a").refused()).isTrue();
    pass(2_000);
    assertThat(limiter.use("a").refused()).as("it stands in nobody's way").isFalse();
    limiter.called(PaperspaceException.Reason.UNAUTHORIZED, null, Duration.ZERO);
    assertThat(limiter.use("a").refused()).as("by a 401").isTrue();
    limiter.believe();
    assertThat(limiter.use("a").refused()).isFalse();
  }

  @Test
  void theApiIsToldOfAsAwayUntilItAnswersOrNobodyAsksAnyMore() {
    closed(false);
    fail(5);
    pass(899_000);
    assertThat(limiter.use("a").away()).isTrue();
    closed(false);
    pass(899_000);
    assertThat(limiter.use("a").away()).as("while it is asked for").isTrue();
    pass(2_000);
    assertThat(limiter.use("a").away()).as("it keeps nobody waiting").isFalse();
    closed(false);
    assertThat(limiter.use("a").away()).as("nobody has seen it back").isTrue();
    spend(1);
    assertThat(limiter.use("a").away()).isFalse();
  }

  @Test
  void aRejectedKeyIsLeftAloneForFiveMinutesOrUntilItIsToBeTriedAgain() {
    limiter.rejected();
    assertThat(closed(true).why()).isEqualTo(Why.REJECTED);
    assertThat(closed(true).pause()).isEqualTo(Duration.ofMinutes(5));
    limiter.tryKeyAgain();
    assertThat(closed(true)).isNull();
    limiter.rejected();
    pass(300_001);
    assertThat(closed(true)).isNull();
  }
}
