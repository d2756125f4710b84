package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.status.PacingTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterHoldTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RetryAfterHold hold = new RetryAfterHold(PacingTest.with(0));
  private Instant now = START;

  /**
   * What happens to a key, in words: {@code 429} without and {@code 429:20} with a time, {@code ok}
   * for a call that was served, {@code +5} for five seconds that pass, {@code end} for as many as
   * the hold lasts.
   */
  private void happens(String what) {
    if (what.equals("ok")) {
      hold.served(now);
    } else if (what.equals("end")) {
      now = hold.until();
    } else if (what.startsWith("+")) {
      now = now.plusSeconds(Long.parseLong(what.substring(1)));
    } else if (what.startsWith("429:")) {
      hold.limited(now, Duration.ofSeconds(Long.parseLong(what.substring(4))));
    } else {
      hold.limited(now, null);
    }
  }

  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource({
    "429:20,                          20, as long as the answer says",
    "429:20 429:5,                    20, the longer of two",
    "429:5 429:20,                    20, the longer of two in the other order",
    "429:20 429,                      20, one that says nothing does not shorten it",
    "429,                             2,  the first that says nothing",
    "429 end 429,                     4,  longer each time",
    "429 end 429 end 429,             8,  longer each time",
    "429 end 429 end 429 end 429 end 429 end 429,                 64,  the last below the longest",
    "429 end 429 end 429 end 429 end 429 end 429 end 429,         120, two minutes at most",
    "429 end 429 end 429 end 429 end 429 end 429 end 429 end 429, 120, and no longer",
    "429 429 429 429 429 429 429 429, 2,  those under way together count once",
    "429 429 429 429 end 429,         4,  and the next is the second",
    "429 end 429 end ok 429,          2,  a call that was served starts anew",
    "429 end 429 ok end 429,          8,  one that was sent before the hold does not",
  })
  void aKeyIsHeld(String story, long seconds, String why) {
    for (var what : List.of(story.split(" "))) {
      happens(what);
    }
    assertThat(Duration.between(now, hold.until())).as(why).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(hold.holds(hold.until().minusMillis(1))).isTrue();
    assertThat(hold.holds(hold.until())).isFalse();
  }

  @Test
  void nothingIsHeldBeforeThe429() {
    assertThat(hold.holds(START)).isFalse();
  }

  @Test
  void theHoldOfABare429CarriesJitter() {
    var jittery = new RetryAfterHold(PacingTest.with(1));
    jittery.limited(START, null);
    assertThat(jittery.until()).isEqualTo(START.plusMillis(2_400));
  }
}
