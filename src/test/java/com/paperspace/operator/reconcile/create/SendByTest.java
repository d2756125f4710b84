package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.reconcile.status.LookAgainException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SendByTest {
  /** Such a clock may begin anywhere, and run over. */
  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());

  private final SendBy sendBy = SendBy.within(Duration.ofSeconds(30), nanos::get);

  @Test
  void withinTheTimeOfACallItMayBeSent() {
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThatCode(sendBy::check).doesNotThrowAnyException();
  }

  @Test
  void aCreateThatSleptIsNotSentAnyMore() {
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThatThrownBy(sendBy::check).isInstanceOf(LookAgainException.class);
  }
}
