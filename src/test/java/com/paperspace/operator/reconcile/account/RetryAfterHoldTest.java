package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.status.PacingTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long one answer after another holds a key; times are seconds since the first. */
class RetryAfterHoldTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final RetryAfterHold hold = new RetryAfterHold(PacingTest.with(0));

  /** {@code 429} without a word, {@code 429:20} with a word, {@code ok} served; at a second. */
  private void happens(String answers) {
    for (var answer : List.of(answers.split(" "))) {
      var parts = answer.split("@", 2);
      var at = START.plusSeconds(Long.parseLong(parts[1]));
      if (parts[0].equals("ok")) {
        hold.served(at);
      } else {
        var says = parts[0].split(":", 2);
        hold.limited(at, says.length < 2 ? null : Duration.ofSeconds(Long.parseLong(says[1])));
      }
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "429:20@0 | 20 | as long as it says",
        "429:20@0 429:5@1 | 20 | a shorter word shortens nothing",
        "429:5@0 429:20@1 | 21 | a longer one counts from its own time",
        "429:0@0 | 0 | an answer may allow the next call at once",
        "429@0 | 2 | without a word, two seconds",
        "429@0 429@1 | 2 | the rest of a burst says nothing new",
        "429@0 429@2 | 6 | the next after the hold doubles it",
        "429@0 429@2 429@6 | 14 | and doubles it again",
        "429@0 ok@1 429@2 | 6 | what was sent before the hold proves nothing",
        "429@0 ok@2 429@3 | 5 | what was served after it ends the count",
        "429:20@0 429@1 | 20 | a word counts more than none",
        "429:20@0 429@20 | 22 | a word is not counted as one without",
      })
  void theKeyIsHeldUntil(String answers, long until, String why) {
    happens(answers);
    assertThat(hold.until()).as(why).isEqualTo(START.plusSeconds(until));
    assertThat(hold.holds(START.plusSeconds(until).minusNanos(1))).as("right before").isTrue();
    assertThat(hold.holds(START.plusSeconds(until))).as("then").isFalse();
  }

  @Test
  void whatNeverWasRefusedIsNotHeld() {
    hold.served(START);
    assertThat(hold.holds(Instant.EPOCH)).isFalse();
  }
}
