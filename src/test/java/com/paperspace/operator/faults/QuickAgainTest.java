package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edit of the spec is another question: what failed before it makes no answer wait. */
class QuickAgainTest {
  private static final String MACHINES = "/machines";

  private static Duration untilNextCreate(Stage stage) {
    var since = stage.rig.time.instant();
    long before = stage.calls("POST", MACHINES);
    stage.until(() -> stage.calls("POST", MACHINES) > before);
    return Duration.between(since, stage.rig.time.instant());
  }

  private static void awaitCreates(Stage stage, int creates) {
    stage.until(() -> stage.calls("POST", MACHINES) == creates);
  }

  /** Edited between a create and the look that tells, or while the next create is waited for. */
  @ParameterizedTest
  @ValueSource(ints = {30, 120})
  void lostCreatesOfAnOlderSpecMakeTheNewOneWaitNoLonger(int seconds) {
    try (var stage = Stage.open()) {
      stage.settle();
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_BEFORE_EFFECT).always();
      stage.machine("m", "");
      awaitCreates(stage, 5);
      stage.pass(Duration.ofSeconds(seconds));
      stage.machine("m", ", autoShutdownEnabled: false");
      untilNextCreate(stage);
      assertThat(untilNextCreate(stage)).as("grace and a moment").isLessThan(Duration.ofMinutes(2));
      stage.cloud.faults().clear();
      stage.machineReady("m");
    }
  }

  @Test
  void capacityThatAnOlderSpecWaitedForMakesTheNewOneWaitNoLonger() {
    try (var stage = Stage.open()) {
      stage.settle();
      stage.cloud.faults().next("POST", MACHINES, Fault.OUT_OF_CAPACITY).always();
      stage.machine("m", "");
      awaitCreates(stage, 5);
      stage.pass(Duration.ofMinutes(1));
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A100\"}}");
      untilNextCreate(stage);
      assertThat(untilNextCreate(stage)).isLessThan(Duration.ofMinutes(2));
    }
  }
}
