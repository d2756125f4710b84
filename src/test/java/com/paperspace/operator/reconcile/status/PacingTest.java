package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When to look again, and what of each failure is shown. */
public class PacingTest {
  public static Pacing with(double random) {
    var usual = Pacing.every(Duration.ofMinutes(5));
    return new Pacing(
        usual.syncPeriod(),
        usual.slowRound(),
        usual.movingMin(),
        usual.movingMax(),
        usual.retryMin(),
        usual.retryMax(),
        usual.slow(),
        usual.createGrace(),
        usual.lag(),
        () -> random);
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED,        1,   0,    300",
    "PAUSED,         1,   0,    300",
    "FAILED,         1,   0,    300",
    "MOVING,         1,   0,      5",
    "MOVING,         1,   40,    20",
    "MOVING,         1,   9999,  60",
    "WAITING,        1,   0,      2",
    "WAITING,        4,   0,     16",
    "WAITING,        99,  0,    120",
    "TRANSIENT,      1,   0,      2",
    "TRANSIENT,      99,  0,     30",
    "STALLED,        1,   0,     16",
    "STALLED,        99,  0,   1800",
    "DELETING,       1,   0,      5",
    "DELETE_WAITING, 99,  0,    120",
    "DELETE_STALLED, 99,  0,   1800"
  })
  void everyShapeHasItsPace(Shape shape, int attempts, long moving, long seconds) {
    var verdict = Verdict.of(shape, Reason.Available, "");
    var wait = with(0).after(verdict, attempts, Duration.ofSeconds(moving));
    assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(with(1).after(verdict, attempts, Duration.ofSeconds(moving)))
        .isBetween(wait, wait.multipliedBy(6).dividedBy(5));
  }

  @ParameterizedTest
  @CsvSource({
    "READY,       0,   300",
    "PROGRESSING, 40,   20",
    "BUSY,        9999, 60",
    "FAILED,      0,   300"
  })
  void aDifferenceThatIsOnlyShownDoesNotSlowTheLookAtAMovingObject(
      Phase phase, long moving, long seconds) {
    var seen = new Observation<>(phase, Reason.Updating, "", Duration.ofMinutes(30), null);
    var verdict = Verdict.shown(Reason.NotApplied, "", seen);
    assertThat(with(0).after(verdict, 1, Duration.ofSeconds(moving)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING, OutOfCapacity,      1,   60",
    "WAITING, OutOfCapacity,      3,  240",
    "WAITING, OutOfCapacity,      99, 900",
    "STALLED, CredentialsInvalid, 99, 300",
    "STALLED, Forbidden,          99, 600",
    "STALLED, QuotaExceeded,      99, 600"
  })
  void whatIsMendedOutsideTheSpecIsTriedSooner(
      Shape shape, Reason reason, int attempts, long seconds) {
    assertThat(with(0).after(Verdict.of(shape, reason, ""), attempts, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void whatWasChangedIsReadBackBeforeTheNextSync() {
    var lag = Duration.ofSeconds(30);
    var verdict = Verdict.of(Shape.SETTLED, Reason.Available, "").notAfter(lag);
    assertThat(with(0).after(verdict, 1, Duration.ZERO)).isEqualTo(lag);
    var waiting = Verdict.of(Shape.WAITING, Reason.Conflict, "").notAfter(lag);
    assertThat(with(0).after(waiting, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theLeastTimeTheApiAskedForIsKept() {
    var asked = Duration.ofMinutes(59);
    var verdict = Verdict.of(Shape.TRANSIENT, Reason.RateLimited, "").notBefore(asked);
    assertThat(with(0).after(verdict, 1, Duration.ZERO)).isGreaterThanOrEqualTo(asked);
  }

  /** Nobody wakes who sleeps for it, and a create whose answer was lost is billed meanwhile. */
  @ParameterizedTest
  @CsvSource({"PT1H, PT30S", "PT20S, PT20S", "PT1S, PT2S"})
  void whoAnswersForAServiceThatIsAwayIsBelievedForAsLongAsAProbe(Duration asked, Duration wait) {
    var away = Verdict.of(Shape.TRANSIENT, Reason.ProviderUnavailable, "").notBefore(asked);
    assertThat(with(0).after(away, 1, Duration.ZERO)).isEqualTo(wait);
    assertThat(with(0).after(away.whileDeleting(), 1, Duration.ZERO)).isEqualTo(wait);
  }

  /** It is by passes alone that anybody notices that the API is back. */
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"ProviderUnavailable", "RateLimited"})
  void aDeletionNoticesAsSoonThatTheApiIsBack(Reason reason) {
    var away = Verdict.of(Shape.TRANSIENT, reason, "").whileDeleting();
    assertThat(with(0).after(away, 99, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatIsToBeLookedAtAtLeastSoOftenIsNotLookedAtLater() {
    var period = Duration.ofSeconds(30);
    assertThat(with(0).within(period)).isEqualTo(period);
    assertThat(with(1).within(period)).isEqualTo(Duration.ofSeconds(24));
    assertThat(with(0).spread(period)).isZero();
    assertThat(with(1).spread(period)).isEqualTo(period);
    var shown = Verdict.of(Shape.SETTLED, Reason.Available, "");
    assertThat(with(0).keeping(period).after(shown, 1, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(25));
    assertThat(with(1).keeping(period).after(shown, 1, Duration.ZERO)).isEqualTo(period);
  }

  @ParameterizedTest
  @CsvSource({"PT1M, PT1H, PT1H", "PT5M, PT10M, PT10M", "PT1H, PT10M, PT1H", "PT24H, PT1H, PT24H"})
  void theSlowRoundIsNoQuickerThanThePeriod(Duration period, Duration round, Duration expected) {
    assertThat(with(0).at(period, round).round()).isEqualTo(expected);
  }

  @Test
  void theNextStepFollowsAtOnce() {
    var verdict = Verdict.moving(Reason.Updating, "").atOnce();
    assertThat(with(1).after(verdict, 9, Duration.ZERO)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID,         STALLED,   InvalidSpec",
    "UNAUTHORIZED,    WAITING,   CredentialsInvalid",
    "FORBIDDEN,       STALLED,   Forbidden",
    "BLOCKED,         STALLED,   Blocked",
    "NOT_FOUND,       WAITING,   Conflict",
    "CONFLICT,        WAITING,   Conflict",
    "OUT_OF_CAPACITY, WAITING,   OutOfCapacity",
    "QUOTA,           STALLED,   QuotaExceeded",
    "RATE_LIMITED,    TRANSIENT, RateLimited",
    "UNAVAILABLE,     TRANSIENT, ProviderUnavailable",
    "NO_ANSWER,       TRANSIENT, ProviderUnavailable",
    "MALFORMED,       TRANSIENT, ProviderUnavailable"
  })
  void everyFailureIsShown(PaperspaceException.Reason why, Shape shape, Reason reason) {
    var verdict = Failures.of(new PaperspaceException(why, 400, "said"), Streaks.NONE);
    assertThat(verdict.shape()).isEqualTo(shape);
    assertThat(verdict.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(
      value = PaperspaceException.Reason.class,
      names = {"UNAUTHORIZED", "MALFORMED"})
  void whatMayBeAPassingFaultStallsAtTheThirdTime(PaperspaceException.Reason why) {
    var failure = new PaperspaceException(why, 401, "said");
    var before = new Streaks(why.name(), 1, 1, null, 0);
    var second = Failures.of(failure, before);
    assertThat(second.shape()).isNotEqualTo(Shape.STALLED);
    assertThat(Failures.of(failure, before.and(second)).shape()).isEqualTo(Shape.STALLED);
  }

  @Test
  void anUnexpectedFailureShowsNothingOfItsMessage() {
    var verdict = Failures.of(new IllegalStateException("a secret"), Streaks.NONE);
    assertThat(verdict.reason()).isEqualTo(Reason.InternalError);
    assertThat(verdict.message()).doesNotContain("a secret");
  }
}
