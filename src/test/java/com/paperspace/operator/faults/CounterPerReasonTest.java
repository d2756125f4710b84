package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure is judged by how often it happened itself, not by what happened before it. */
class CounterPerReasonTest {
  private static final String MACHINES = "/machines";

  /** A machine that has waited for its account for a minute. */
  private static Stage afterWaits() {
    var stage = Stage.open();
    stage.rig.delete(PaperspaceAccount.class, "default");
    stage.gone(PaperspaceAccount.class, "default");
    stage.machine("m", "");
    stage.says(Machine.class, "m", "Synced", "WaitingForAccount");
    stage.pass(Duration.ofMinutes(1));
    return stage;
  }

  @Test
  void aCreateWhoseAnswerIsCutAfterWaitsIsLookedFor() {
    try (var stage = afterWaits()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.TRUNCATED_BODY);
      stage.account("default", "paperspace");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void aCutAnswerIsCountedApartFromTheErrorsBeforeIt() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      stage.cloud.faults().next("GET", MACHINES, Fault.TRUNCATED_BODY);
      stage.cloud.faults().next("POST", MACHINES, Fault.TRUNCATED_BODY);
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
    }
  }

  static List<Fault> refusals() {
    return List.of(Fault.BLOCKED_AT_EDGE, Fault.UNAUTHORIZED);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void oneRefusalAfterWaitsIsTriedAgainWithinTheMinute(Fault refusal) {
    try (var stage = afterWaits()) {
      stage.cloud.faults().next("POST", MACHINES, refusal);
      stage.account("default", "paperspace");
      stage.until(() -> stage.calls("POST", MACHINES) == 1);
      stage.pass(Duration.ofMinutes(1));
      assertThat(stage.calls("POST", MACHINES)).as("creates sent").isEqualTo(2);
    }
  }
}
