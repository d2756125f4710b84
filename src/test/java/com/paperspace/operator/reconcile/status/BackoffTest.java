package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "2, 30, 2, 0, 2, none failed yet: no wait is shorter than the first",
    "2, 30, 2, 1, 2, the first",
    "2, 30, 2, 2, 4, twice as long",
    "2, 30, 2, 4, 16, the last below the most",
    "2, 30, 2, 5, 30, cut to the most",
    "2, 30, 2, 2147483647, 30, no count overflows",
    "2, 120, 4, 3, 32, another factor",
    "2, 120, 4, 4, 120, cut with another factor",
    "90, 60, 2, 1, 60, the most holds for the first too",
  })
  void waits(int first, int most, int factor, int failures, int wait, String why) {
    var backoff = new Backoff(Duration.ofSeconds(first), Duration.ofSeconds(most), factor);
    assertThat(backoff.after(failures)).as(why).isEqualTo(Duration.ofSeconds(wait));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "3, 8"})
  void doubles(int failures, int wait) {
    var backoff = Backoff.doubling(Duration.ofSeconds(2), Duration.ofDays(1));
    assertThat(backoff.after(failures)).isEqualTo(Duration.ofSeconds(wait));
  }
}
