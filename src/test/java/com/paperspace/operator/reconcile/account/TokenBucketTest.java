package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final TokenBucket bucket = new TokenBucket(NOW);

  private void spend(int calls, Instant at) {
    for (int i = 0; i < calls; i++) {
      bucket.spend(at);
    }
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "10, 40, 29, 0,    true,  true,  more than a quarter is left",
    "10, 40, 30, 0,    false, true,  the last quarter is for people",
    "10, 40, 39, 0,    false, true,  the last call is for people",
    "10, 40, 40, 0,    false, false, nothing is left",
    "10, 40, 41, 100,  false, false, what was overdrawn comes off first",
    "10, 40, 40, 100,  false, true,  one came back in a tenth of a second",
    "10, 40, 40, 1100, true,  true,  as much as the rate says came back",
    "1,  4,  4,  500,  false, true,  half a call is enough to begin",
    "10, 40, 0,  9999, true,  true,  it never holds more than the burst",
  })
  void passesBeginWhileThereIsRoom(
      double rate,
      int burst,
      int spent,
      long millis,
      boolean background,
      boolean urgent,
      String why) {
    bucket.limit(rate, burst, NOW);
    spend(spent, NOW);
    var now = NOW.plusMillis(millis);
    assertThat(bucket.hasRoom(now, false)).as("background: %s", why).isEqualTo(background);
    assertThat(bucket.hasRoom(now, true)).as("urgent: %s", why).isEqualTo(urgent);
  }

  @Test
  void noPauseSavesUpMoreThanTheBurst() {
    bucket.limit(10, 40, NOW);
    var later = NOW.plusSeconds(3600);
    spend(40, later);
    assertThat(bucket.hasRoom(later, true)).isFalse();
  }

  @Test
  void aSmallerBurstTakesWhatWasSavedUpAway() {
    bucket.limit(10, 4, NOW);
    spend(4, NOW);
    assertThat(bucket.hasRoom(NOW, true)).isFalse();
  }

  @ParameterizedTest(name = "{0} after 1 a second")
  @CsvSource({
    "10, true,  100",
    "1,  false, 101000",
    "0.5, false, 102000",
  })
  void atAHigherRateTurnsAreGivenAnew(double rate, boolean isFaster, long millis) {
    bucket.limit(1, 40, NOW);
    for (int i = 0; i < 100; i++) {
      bucket.turn(NOW, NOW, true);
      bucket.turn(NOW, NOW, false);
    }
    assertThat(bucket.limit(rate, 40, NOW)).isEqualTo(isFaster);
    assertThat(bucket.turn(NOW, NOW, true)).isEqualTo(Duration.ofMillis(millis));
    assertThat(bucket.turn(NOW, NOW, false)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void turnsFollowEachOtherAtTheRate() {
    bucket.limit(10, 40, NOW);
    var earliest = NOW.plusSeconds(20);
    assertThat(bucket.turn(earliest, NOW, false)).isEqualTo(Duration.ofMillis(20_100));
    assertThat(bucket.turn(earliest, NOW, false)).isEqualTo(Duration.ofMillis(20_200));
    assertThat(bucket.turn(NOW, NOW, false)).isEqualTo(Duration.ofMillis(20_300));
  }

  @Test
  void aPersonDoesNotQueueBehindTheBackground() {
    for (int i = 0; i < 500; i++) {
      bucket.turn(NOW, NOW, false);
    }
    assertThat(bucket.turn(NOW, NOW, true)).isLessThan(Duration.ofSeconds(1));
    assertThat(bucket.lastUrgentTurn()).isEqualTo(NOW.plusMillis(100));
  }
}
