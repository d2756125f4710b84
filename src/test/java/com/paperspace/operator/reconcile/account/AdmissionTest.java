package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.KeyLimiter.Closed;
import com.paperspace.operator.reconcile.account.KeyLimiter.Why;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "REJECTED,    STALLED,   CredentialsInvalid,  a person has to act",
    "SLOWED_DOWN, TRANSIENT, RateLimited,         it passes by itself",
    "AWAY,        TRANSIENT, ProviderUnavailable, it passes by itself",
    "QUEUED,      QUEUED,    RateLimited,         nothing is shown",
  })
  void everyRefusalIsSaid(Why why, Shape shape, Reason reason, String because) {
    var verdict = Admission.verdict(new Closed(why, Duration.ofSeconds(7)));
    assertThat(verdict.shape()).as(because).isEqualTo(shape);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.notBefore()).isEqualTo(Duration.ofSeconds(7));
    assertThat(verdict.message().isEmpty()).isEqualTo(shape == Shape.QUEUED);
  }

  @Test
  void aPassThatMayBeginIsNotRefused() {
    var limiter = new KeyLimiter(new VirtualTime(), Pacing.every(Duration.ofMinutes(5)));
    var connection = new Connection("key", null, limiter);
    assertThat(Admission.refused(connection, false, () -> {})).isEmpty();
    limiter.rejected();
    assertThat(Admission.refused(connection, false, () -> {}))
        .hasValueSatisfying(it -> assertThat(it.reason()).isEqualTo(Reason.CredentialsInvalid));
  }
}
