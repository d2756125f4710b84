package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.support.SetClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendByTest {
  private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final SetClock steady = new SetClock(STILL);
  private final SetClock wall = new SetClock(STILL);
  private final SendBy sendBy = SendBy.within(Duration.ofSeconds(30), steady, wall);

  private void pass(long steadySeconds, long wallSeconds) {
    steady.set(Duration.ofSeconds(steadySeconds));
    wall.set(Duration.ofSeconds(wallSeconds));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "30, 30, within the time of a call",
    "5, -3600, the wall clock was set back",
  })
  void itMayBeSent(long steadySeconds, long wallSeconds, String why) {
    pass(steadySeconds, wallSeconds);
    assertThatCode(sendBy::check).as(why).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "31, 31, the process was frozen",
    "0, 60, the machine was suspended",
    "31, -3600, the wall clock was set back meanwhile",
  })
  void aCreateThatSleptIsNotSentAnyMore(long steadySeconds, long wallSeconds, String why) {
    pass(steadySeconds, wallSeconds);
    assertThatThrownBy(sendBy::check).as(why).isInstanceOf(LookAgainException.class);
  }
}
