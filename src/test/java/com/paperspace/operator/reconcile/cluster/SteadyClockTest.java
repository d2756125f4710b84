package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.SetClock;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final VirtualTime time = new VirtualTime();
  private final SetClock set = new SetClock(time);
  private final SteadyClock clock = new SteadyClock(set, time);
  private final Instant start = time.instant();

  @Test
  void itGoesOnWhereTheOtherIsPutBack() throws InterruptedException {
    assertThat(clock.instant()).isEqualTo(start);
    time.advance(Duration.ofSeconds(3));
    set.set(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(4));
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(7));
  }

  @Test
  void theRealOneGoesOn() {
    try (var scheduler = new RealScheduler()) {
      var real = new SteadyClock(time, scheduler);
      var before = real.instant();
      assertThat(real.instant()).isAfterOrEqualTo(before);
      assertThat(before).isBetween(start, start.plusSeconds(60));
    }
  }
}
