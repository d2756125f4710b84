package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PacingTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read while nobody knows what a create has made. */
class OpenCreateTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final OpenCreate words = new OpenCreate(PacingTest.with(0));

  private static Intent intent(Intent.Target target) {
    return new Intent("uid.nonce", AT, AT, "team", target);
  }

  private static Intent named() {
    return intent(Intent.Target.named("", "subject"));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 8", "3, 32", "4, 120", "5, 120"})
  void whatMadeNothingIsSentAgainLaterEachTime(int times, long seconds) {
    var memo = new Memo();
    memo.inVain = times;
    var said = words.inVain(memo, named());
    assertThat(said.notAfter()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(said.reason()).isEqualTo(Reason.Recovering);
    assertThat(said.message()).startsWith("The create sent at " + AT + " made nothing");
  }

  @Test
  void whatIsSaidOfALostCreate() {
    assertThat(words.unknown(named()).message())
        .contains("may turn up until " + AT.plusSeconds(90));
    assertThat(words.unknown(intent(Intent.Target.key("pj1/subject"))).message())
        .contains("is looked for by its name, and it is sent again");
  }

  @Test
  void aSecondOneIsNamed() {
    var said = OpenCreate.second(List.of("x", "y"), "z");
    assertThat(said.reason()).isEqualTo(Reason.AmbiguousExternal);
    assertThat(said.message()).startsWith("This object is to manage z").contains("Delete x, y in");
  }
}
