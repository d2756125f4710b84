package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What must be noted before a call stands in the status before it, also where the first write of
 * that failed: a crash right after the call loses nothing.
 */
class UnwrittenMarkTest {
  private static final int REFUSED = 403;

  /** Fails the first write with a note, and ends the process once the call after it is sent. */
  private static void crashesAfter(Stage stage, String note, String call) {
    var kube = stage.kube();
    kube.fail(it -> KubeFaults.isMachineStatusWith(note, it), 1, REFUSED);
    stage
        .cloud
        .faults()
        .next("PATCH", "/machines/{id}/" + call, Fault.INTERNAL_ERROR)
        .when(
            request -> {
              kube.die();
              return false;
            });
  }

  private static void restartsOnceDead(Stage stage) {
    stage.until(() -> stage.kube().isDead());
    stage.restart();
  }

  private static boolean isReady(Machine machine) {
    return Rig.is(machine, "Ready", "True") && machine.getStatus().operation() == null;
  }

  private static void endsOn(Stage stage) {
    stage.pass(Duration.ofMinutes(10));
    assertThat(stage.team().machines().all().get(0).path("state").asText()).isEqualTo("ready");
  }

  @Test
  void aMachineStoppedForAChangeIsStartedAgain() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      crashesAfter(stage, "stoppedForChange", "stop");
      stage.patch(Machine.class, "m", "{\"spec\": {\"diskSize\": 250}}");
      restartsOnceDead(stage);
      stage.until(
          Machine.class,
          "m",
          m -> Integer.valueOf(250).equals(m.getStatus().observed().storageGb()));
      endsOn(stage);
    }
  }

  /** Under Report the power it takes would else pass for somebody else's change. */
  @Test
  void underReportTheMachineStoppedForAnEditIsStartedAgain() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", name: a, powerState: 'On', allowStop: true, policy: {drift: Report}");
      stage.machineReady("m");
      crashesAfter(stage, "\"edit\":\\{[^}]*powerState", "stop");
      stage.patch(Machine.class, "m", "{\"spec\": {\"name\": \"b\", \"machineType\": \"A6000\"}}");
      restartsOnceDead(stage);
      stage.until(Machine.class, "m", m -> "A6000".equals(m.getStatus().observed().machineType()));
      endsOn(stage);
    }
  }

  @Test
  void aRestartIsSentOnce() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      crashesAfter(stage, "restartAnnounced", "restart");
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "once");
      restartsOnceDead(stage);
      stage.until(
          Machine.class,
          "m",
          m -> "once".equals(m.getStatus().marks().get("restartAt")) && isReady(m));
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).isEqualTo(1);
    }
  }
}
