package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What only a create can set is noted as it was sent, whatever the spec says since. The mock server
 * knows no rules, so every edit gets through as one in time would on a real one.
 */
class CorrectionsTest {
  private static final String MACHINES = "/machines";
  private static final String SENT = "t0nspur5";
  private static final String OTHER = "{\"spec\": {\"templateId\": \"tkni3aa4\"}}";
  private static final String BACK = "{\"spec\": {\"templateId\": \"t0nspur5\"}}";

  @Test
  void anEditBetweenTheCreateAndItsRecordNeedsAnotherMachineAndMayGoBack() {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.patch(Machine.class, "m", OTHER);
      stage.restart();
      needsAnother(stage);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void anEditWhileTheCreateIsUnderWayIsSeenToo() {
    try (var stage = Stage.open()) {
      stage
          .cloud
          .faults()
          .next("POST", MACHINES, Fault.INTERNAL_ERROR)
          .when(
              request -> {
                stage.patch(Machine.class, "m", OTHER);
                return false;
              });
      stage.machine("m", "");
      needsAnother(stage);
    }
  }

  @Test
  void anEditBetweenALostAnswerAndTheLookIsSeenToo() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      var open = stage.says(Machine.class, "m", "Reconciling", "Recovering").getStatus();
      assertThat(open.openIntent()).isNotNull();
      assertThat(open.createdWith())
          .as("an edit may go back to it")
          .containsEntry("templateId", SENT);
      stage.patch(Machine.class, "m", OTHER);
      needsAnother(stage);
    }
  }

  private static void needsAnother(Stage stage) {
    var stalled = stage.says(Machine.class, "m", "Stalled", "ReplaceRequired");
    assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
        .contains("templateId (declared tkni3aa4, actual t0nspur5)");
    assertThat(stalled.getStatus().createdWith())
        .isEqualTo(Map.of("templateId", SENT, "region", "ny2", "diskSize", 100));
    stage.patch(Machine.class, "m", BACK);
    stage.machineReady("m");
    assertThat(stage.team().machines().all()).hasSize(1);
  }

  /**
   * Fabric8 sends a write again whose answer was lost, and then reads what the object is by now.
   */
  @Test
  void whatIsSentIsWhatWasAnnounced() {
    try (var stage = Stage.open()) {
      stage.kube().loseAnswer(KubeFaults::isIntent, () -> stage.patch(Machine.class, "m", OTHER));
      stage.machine("m", "");
      var ready = stage.machineReady("m");
      assertThat(ready.getStatus().createdWith()).containsEntry("templateId", "tkni3aa4");
      assertThat(stage.cloud.journal().calls("POST", MACHINES))
          .singleElement()
          .satisfies(
              call -> assertThat(call.body().path("templateId").asText()).isEqualTo("tkni3aa4"));
    }
  }

  @Test
  void aTypoInWhatWasRefusedIsCorrectedAndNothingOfItStays() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.apply(
          "kind: Machine\nmetadata: {name: typo}\nspec: {machineType: A4000, templateId: ubuntu,"
              + " region: ny2, diskSize: 100}\n");
      var refused = stage.says(Machine.class, "typo", "Stalled", "InvalidSpec").getStatus();
      assertThat(refused.id()).isNull();
      assertThat(refused.createdWith()).isNull();
      assertThat(refused.openIntent()).isNull();
      stage.patch(Machine.class, "typo", BACK);
      // No time passes meanwhile.
      await().until(() -> stage.team().machines().size() == 2);
      assertThat(stage.machineReady("typo").getStatus().createdWith())
          .containsEntry("templateId", SENT);
    }
  }

  @Test
  void aRefusalAfterALostAnswerLeavesNoOpenCreateInTheStatus() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR);
      stage.cloud.faults().next("POST", MACHINES, Fault.REFUSED);
      stage.machine("m", "");
      var refused = stage.says(Machine.class, "m", "Stalled", "InvalidSpec").getStatus();
      assertThat(refused.createdWith()).isNull();
      assertThat(refused.openIntent()).isNull();
    }
  }

  /** Were it fixed for as long as the service fails at it, no correction would ever get in. */
  @Test
  void aCreateThatIsLostAgainAndAgainLeavesTimeForACorrection() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR).always();
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      var free =
          stage.until(
              Machine.class,
              "m",
              m -> m.getStatus().openIntent() == null && m.getStatus().createdWith() == null);
      assertThat(free.getStatus().id()).isNull();
      assertThat(Rig.condition(free, "Synced").orElseThrow().message()).contains("made nothing");
    }
  }

  @Test
  void theTimeForACorrectionIsShortAtFirstAndGrows() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR).always();
      stage.machine("m", "");
      stage.until(() -> stage.calls("POST", MACHINES) == 5);
      var sent = stage.cloud.journal().calls("POST", MACHINES);
      // The grace of 90 s, up to 30 s for a check of the session, and the pause, 20 % jitter each.
      assertThat(Duration.between(sent.get(0).time(), sent.get(1).time()))
          .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(142));
      assertThat(Duration.between(sent.get(3).time(), sent.get(4).time()))
          .isBetween(Duration.ofSeconds(180), Duration.ofSeconds(283));
    }
  }

  @Test
  void whatIsCorrectedThenIsMadeAtOnce() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR);
      stage.machine("m", "");
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.condition(m, "Synced")
                  .filter(c -> c.message().contains("made nothing"))
                  .isPresent());
      stage.patch(Machine.class, "m", OTHER);
      // No time passes meanwhile.
      await().until(() -> stage.team().machines().size() == 1);
      assertThat(stage.machineReady("m").getStatus().createdWith())
          .containsEntry("templateId", "tkni3aa4");
    }
  }

  @Test
  void whileThereIsNoCapacityTheSpecMayAskForAnotherRegion() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().outOfCapacity("A4000", 50);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      stage.pass(Duration.ofSeconds(45));
      var waiting = stage.get(Machine.class, "m").getStatus();
      assertThat(waiting.openIntent()).as("looked for what it may have left").isNull();
      assertThat(waiting.createdWith()).isNull();
      assertThat(stage.calls("POST", MACHINES)).as("nothing is hurried").isEqualTo(1);
      stage.cloud.mishaps().outOfCapacity("A4000", 0);
      stage.patch(Machine.class, "m", "{\"spec\": {\"region\": \"ca1\"}}");
      // No time passes meanwhile.
      await("but the edit").until(() -> stage.calls("POST", MACHINES) == 2);
      assertThat(stage.machineReady("m").getStatus().createdWith()).containsEntry("region", "ca1");
    }
  }
}
