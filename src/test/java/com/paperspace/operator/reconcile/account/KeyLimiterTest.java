package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.PacingTest;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      limiter.called(PaperspaceException.Reason.UNAVAILABLE, null);
    }
  }

  private Verdict closed(boolean urgent) {
    return limiter.closed(urgent, () -> {}).orElse(null);
  }

  private void spend(int calls) {
    for (int i = 0; i < calls; i++) {
      limiter.called(null, null);
    }
  }

  @Test
  void peopleFindRoomWhereTheBackgroundIsTurnedAway() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    spend(30);
    assertThat(closed(false)).isNotNull().matches(v -> v.shape() == Verdict.Shape.QUEUED);
    assertThat(closed(true)).isNull();
    spend(10);
    assertThat(closed(true)).isNotNull();
    pass(1_000);
    assertThat(closed(true)).isNull();
  }

  @Test
  void aPersonDoesNotQueueBehindTheBackground() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    spend(40);
    for (int i = 0; i < 500; i++) {
      closed(false);
    }
    assertThat(closed(true).notBefore()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void retryAfterIsAFloorForEverybodyAndTheReturnIsSpread() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20));
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(5));
    var first = closed(false).notBefore();
    var second = closed(false).notBefore();
    assertThat(first).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(second).isNotEqualTo(first).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    pass(19_999);
    assertThat(closed(true)).isNotNull();
    pass(2);
    assertThat(closed(true)).isNull();
  }

  @Test
  void eachBare429HoldsTheKeyLongerUpToTwoMinutes() {
    var holds = new ArrayList<Long>();
    for (int i = 0; i < 9; i++) {
      holds.add(bare429());
    }
    assertThat(holds).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L, 120L);
  }

  @Test
  void theHoldOfABare429CarriesJitter() {
    var jittery = new KeyLimiter(time, PacingTest.with(1));
    jittery.called(PaperspaceException.Reason.RATE_LIMITED, null);
    pass(2_399);
    assertThat(jittery.closed(true, () -> {})).isPresent();
    pass(2);
    assertThat(jittery.closed(true, () -> {})).isEmpty();
  }

  @Test
  void bare429sToCallsUnderWayTogetherCountOnce() {
    for (int worker = 0; worker < 8; worker++) {
      limiter.called(PaperspaceException.Reason.RATE_LIMITED, null);
    }
    pass(2_001);
    assertThat(closed(true)).as("the first hold, not the eighth").isNull();
    assertThat(bare429()).isEqualTo(4);
  }

  @Test
  void aBare429AfterASuccessHoldsTheKeyAsShortlyAsTheFirst() {
    bare429();
    bare429();
    limiter.called(null, null);
    assertThat(bare429()).isEqualTo(2);
  }

  @Test
  void aSuccessSentBeforeTheKeyWasHeldDoesNotShortenTheNextHold() {
    bare429();
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, null);
    limiter.called(null, null);
    pass(4_001);
    assertThat(bare429()).isEqualTo(8);
  }

  @Test
  void aBare429DoesNotShortenWhatTheApiAskedFor() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20));
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, null);
    pass(19_999);
    assertThat(closed(true)).isNotNull();
  }

  /** Answers how many seconds it holds the key, and lets them pass. */
  private long bare429() {
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, null);
    long seconds = 0;
    for (; closed(true) != null; seconds++) {
      pass(1_000);
    }
    return seconds;
  }

  @Test
  void fiveFailuresOpenItAndOneAtATimeProbes() {
    fail(4);
    assertThat(closed(true)).isNull();
    fail(1);
    assertThat(closed(true).reason()).isEqualTo(Reason.ProviderUnavailable);
    pass(2_001);
    assertThat(closed(true)).as("the probe").isNull();
    assertThat(closed(true)).as("the next at the same time").isNotNull();
  }

  @Test
  void probesAreAtMostThirtySecondsApart() {
    fail(50);
    assertThat(closed(true).notBefore()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void recoveryWakesEachOnceWhoWasTurnedAway() {
    record Sleeper(String name, List<String> woken) implements Runnable {
      @Override
      public void run() {
        woken.add(name);
      }
    }
    fail(5);
    for (int i = 0; i < 3; i++) {
      var unused = limiter.closed(false, new Sleeper("a", woken));
    }
    limiter.called(null, null);
    limiter.called(null, null);
    assertThat(woken).containsExactly("a");
    assertThat(closed(true)).isNull();
  }

  @Test
  void anAnswerThatRefusesShowsThatTheApiIsThere() {
    fail(9);
    limiter.called(PaperspaceException.Reason.INVALID, null);
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
    limiter.called(PaperspaceException.Reason.UNAUTHORIZED, null);
    assertThat(closed(true)).isNull();
    assertThat(limiter.isDoubted()).isTrue();
    limiter.believe();
    assertThat(limiter.isDoubted()).isFalse();
  }

  @Test
  void aRejectedKeyIsLeftAloneForFiveMinutesOrUntilItIsToBeTriedAgain() {
    limiter.rejected();
    assertThat(closed(true).reason()).isEqualTo(Reason.CredentialsInvalid);
    assertThat(closed(true).notBefore()).isEqualTo(Duration.ofMinutes(5));
    limiter.tryKeyAgain();
    assertThat(closed(true)).isNull();
    limiter.rejected();
    pass(300_001);
    assertThat(closed(true)).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "UNAVAILABLE, true",
    "NO_ANSWER, true",
    "RATE_LIMITED, false",
    "UNAUTHORIZED, false",
    "INVALID, false",
    "FORBIDDEN, false",
    "BLOCKED, false",
    "NOT_FOUND, false",
    "CONFLICT, false",
    "OUT_OF_CAPACITY, false",
    "QUOTA, false",
    "MALFORMED, false",
  })
  void onlyAnApiThatIsAwayOpensTheBreaker(PaperspaceException.Reason reason, boolean opens) {
    for (int i = 0; i < 5; i++) {
      limiter.called(reason, Duration.ZERO);
    }
    assertThat(closed(true) != null).isEqualTo(opens);
    assertThat(limiter.isDoubted()).isEqualTo(reason == PaperspaceException.Reason.UNAUTHORIZED);
  }

  @ParameterizedTest(name = "after {0} failures")
  @CsvSource({"5, 2", "6, 4", "7, 8", "8, 16", "9, 30", "10, 30", "99, 30"})
  void eachProbeThatFailsPutsTheNextFurtherOff(int failures, long seconds) {
    fail(failures);
    assertThat(closed(true).notBefore()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(closed(true).shape()).isEqualTo(Verdict.Shape.TRANSIENT);
    pass(seconds * 1_000);
    assertThat(closed(true)).as("the probe").isNull();
    assertThat(closed(true).notBefore())
        .as("who comes while it is under way")
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "29, true, true, a quarter and one are left",
    "30, false, true, the last quarter is for people",
    "39, false, true, the last call too",
    "40, false, false, nothing is left",
    "45, false, false, a pass may have finished on credit",
  })
  void theBackgroundLeavesAQuarterOfTheBurst(
      int spent, boolean background, boolean people, String why) {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 40));
    spend(spent);
    assertThat(closed(false) == null).as(why).isEqualTo(background);
    assertThat(closed(true) == null).as(why).isEqualTo(people);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    ", , 10, 50, no account says anything",
    "3, , 3, 50, a rate alone",
    ", 7, 10, 7, a burst alone",
    "3, 7, 3, 7, both",
  })
  void whatABudgetDoesNotSayIsTheDefault(
      Integer rate, Integer burst, int thenRate, int thenBurst, String why) {
    limiter.budget("a", new PaperspaceAccount.Budget(rate, burst));
    spend(thenBurst - 1);
    assertThat(closed(true)).as("the burst: " + why).isNull();
    spend(1);
    var wait = closed(true);
    assertThat(wait.notBefore())
        .as("the rate: " + why)
        .isEqualTo(Duration.ofNanos(1_000_000_000L / thenRate));
    assertThat(wait.shape()).isEqualTo(Verdict.Shape.QUEUED);
  }

  @Test
  void tokensComeBackUpToTheBurst() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 4));
    pass(60_000);
    spend(4);
    assertThat(closed(true)).as("an idle minute saves up no more than a burst").isNotNull();
    pass(100);
    assertThat(closed(true)).as("one tenth of a second, one call").isNull();
  }

  @Test
  void thoseTurnedAwayComeBackOneAfterTheOther() {
    limiter.budget("a", new PaperspaceAccount.Budget(10, 1));
    spend(1);
    for (long slot = 1; slot <= 3; slot++) {
      assertThat(closed(true).notBefore()).isEqualTo(Duration.ofMillis(100 * slot));
    }
    assertThat(closed(false).notBefore())
        .as("the background has a queue of its own")
        .isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void theQueueIsOfPeopleAndEndsWhenTheyHadTheirTurn() {
    assertThat(limiter.queue()).isEqualTo(Duration.ZERO);
    limiter.budget("a", new PaperspaceAccount.Budget(1, 1));
    spend(1);
    var unused = closed(false);
    assertThat(limiter.queue()).as("nobody waits for the background").isEqualTo(Duration.ZERO);

    Runnable person = () -> {};
    assertThat(limiter.closed(true, person)).isPresent();
    assertThat(limiter.closed(true, () -> woken.add("other"))).isPresent();
    assertThat(limiter.queue()).as("until the last slot").isEqualTo(Duration.ofSeconds(2));
    pass(1_500);
    assertThat(limiter.closed(true, person)).as("its turn").isEmpty();
    assertThat(limiter.queue())
        .as("half a second is left; no look sooner than in one")
        .isEqualTo(Duration.ofSeconds(1));
    pass(5_500);
    assertThat(limiter.queue()).as("five seconds past its slot").isEqualTo(Duration.ofSeconds(1));
    pass(1);
    assertThat(limiter.queue()).as("who has not come will not").isEqualTo(Duration.ZERO);
  }

  @Test
  void whatAPassHasBegunItCanFinish() {
    limiter.budget("a", new PaperspaceAccount.Budget(1, 1));
    spend(9);
    assertThat(limiter.away(true, () -> {})).as("on credit").isEmpty();
    limiter.called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20));
    assertThat(limiter.away(true, () -> {}).orElseThrow())
        .as("but not while the API asks to slow down")
        .matches(it -> it.shape() == Verdict.Shape.TRANSIENT)
        .matches(it -> it.reason() == Reason.RateLimited)
        .matches(it -> it.notBefore().equals(Duration.ofSeconds(21)));
  }
}
