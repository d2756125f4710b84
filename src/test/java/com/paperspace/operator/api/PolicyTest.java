package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a period in a policy means; one of a newer version means nothing, and breaks nothing. */
class PolicyTest {
  @ParameterizedTest
  @CsvSource({
    "10s, 10",
    "30s, 30",
    "10m, 600",
    "24h, 86400",
    "86400s, 86400",
    ", ",
    "9s, ",
    "25h, ",
    "1d, ",
    "5, ",
    "PT5M, ",
    "1m30s, ",
    "999999999h, ",
    "often, "
  })
  void aPeriodIsReadOrLeftOut(String sync, Long seconds) {
    var policy = new Policy(null, null, null, null, sync);
    assertThat(policy.syncPeriod())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    assertThat(policy.known()).as("readable").isTrue();
  }
}
