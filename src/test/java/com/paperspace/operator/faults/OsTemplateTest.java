package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine of a named operating system: the template that was taken stays. */
class OsTemplateTest {
  private static final String UBUNTU =
      """
      kind: Machine
      metadata: {name: m}
      spec: {machineType: A4000, template: {os: %s}, region: ny2, diskSize: 100}
      """;

  @Test
  void theTemplateIsLookedUpOnceAndStays() {
    try (var stage = Stage.open()) {
      stage.rig.apply(UBUNTU.formatted("Ubuntu 22.04"));
      var made = stage.machineReady("m");
      assertThat(made.getStatus().marks()).containsEntry("template", "t0nspur5");
      var sent = stage.cloud.journal().calls("POST", "/machines").get(0).body();
      assertThat(sent.path("templateId").asText()).isEqualTo("t0nspur5");
      stage.team().osTemplates().remove("t0nspur5");
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.get(Machine.class, "m")).matches(m -> Rig.is(m, "Ready", "True"));
      assertThat(stage.calls("GET", "/os-templates")).isEqualTo(1);
    }
  }

  @Test
  void aLabelThatLeadsNowhereSaysWhatThereIs() {
    try (var stage = Stage.open()) {
      stage.rig.apply(UBUNTU.formatted("Ubuntu 23"));
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .startsWith("template.os: no OS template 'Ubuntu 23'; there are: ")
          .contains("Ubuntu 22.04");
      assertThat(stage.calls("POST", "/machines")).isZero();
      stage.rig.apply(UBUNTU.formatted("Ubuntu 22.04"));
      stage.machineReady("m");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"template: {os: Ubuntu 22.04}", "templateId: t0nspur5"})
  void aTypeThatIsNotOfferedStopsNoMachine(String of) {
    try (var stage = Stage.open()) {
      var spec =
          """
          kind: Machine
          metadata: {name: m}
          spec: {machineType: %s, %s, region: ny2, diskSize: 100, allowStop: true}
          """;
      stage.rig.apply(spec.formatted("A4000", of));
      stage.machineReady("m");
      stage.rig.apply(spec.formatted("A4OOO", of));
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains("machineType: OS template 'Ubuntu 22.04' does not offer A4OOO; it offers: ");
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "now");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).as("nor waits this").isEqualTo(1);
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
      stage.rig.apply(spec.formatted("A5000", of));
      stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      assertThat(stage.machineReady("m").getStatus().observed().machineType()).isEqualTo("A5000");
      assertThat(stage.events("Interrupted"))
          .satisfiesExactly(
              it -> assertThat(it).contains("restart"),
              it -> assertThat(it).contains("machineType"));
    }
  }

  private static void offer(Stage stage, String type, boolean isAvailable) {
    stage
        .team()
        .osTemplates()
        .edit(
            "t0nspur5",
            it ->
                it.withArray("availableMachineTypes")
                    .forEach(
                        row -> {
                          if (row.path("machineTypeLabel").asText().equals(type)) {
                            ((ObjectNode) row).put("isAvailable", isAvailable);
                          }
                        }));
  }

  /** What the catalogue says of now is no fault of the spec. */
  @Test
  void aChangeToATypeThereIsNoRoomForStopsNoMachineAndWaits() {
    try (var stage = Stage.open()) {
      offer(stage, "A5000", false);
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A5000\"}}");
      var waits = stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      assertThat(Rig.condition(waits, "Synced").orElseThrow().message())
          .contains("A5000 is not available now");
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
      offer(stage, "A5000", true);
      stage.pass(Duration.ofHours(2));
      var changed = stage.machineReady("m");
      assertThat(changed.getStatus().observed().machineType()).isEqualTo("A5000");
      assertThat(changed.getStatus().refusal()).isNull();
      assertThat(changed).matches(it -> Rig.is(it, "Synced", "True"));
    }
  }

  /** That there was room for it once says nothing of another time. */
  @Test
  void aTypeThatWasOfferedBeforeIsLookedUpAgain() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      var declared = "{\"spec\": {\"machineType\": \"%s\"}}";
      stage.cloud.mishaps().outOfCapacity("A5000", 1);
      stage.patch(Machine.class, "m", declared.formatted("A5000"));
      stage.says(Machine.class, "m", "Stalled", "OutOfCapacity");
      stage.patch(Machine.class, "m", declared.formatted("A4000"));
      stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      stage.pass(Duration.ofMinutes(30));
      long stops = stage.calls("PATCH", "/machines/{id}/stop");
      offer(stage, "A5000", false);
      stage.pass(Duration.ofMinutes(30));
      stage.patch(Machine.class, "m", declared.formatted("A5000"));
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isEqualTo(stops);
    }
  }

  @Test
  void aMachineOfATypeThereIsNoRoomForIsMadeOnceThereIs() {
    try (var stage = Stage.open()) {
      offer(stage, "A4000", false);
      stage.rig.apply(UBUNTU.formatted("Ubuntu 22.04"));
      var waits = stage.says(Machine.class, "m", "Reconciling", "OutOfCapacity");
      assertThat(Rig.condition(waits, "Stalled")).isEmpty();
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("POST", "/machines")).isZero();
      offer(stage, "A4000", true);
      stage.pass(Duration.ofHours(1));
      stage.machineReady("m");
    }
  }

  /** A machine that runs and is nobody's costs as much as any other. */
  @Test
  void whatALostCreateHasMadeIsFoundThoughItsLabelLeadsNowhereByThen() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("GET", "/machines", Fault.UNAVAILABLE);
      stage.rig.apply(UBUNTU.formatted("Ubuntu 22.04"));
      stage.until(() -> stage.calls("POST", "/machines") == 1);
      stage.team().osTemplates().remove("t0nspur5");
      stage.restart();
      var said = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(said.getStatus().id()).isNotNull();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().all()).isEmpty();
    }
  }

  @Test
  void whatWasTakenOverIsNotMadeAgainOfALabelThatLeadsNowhere() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "m");
      stage.rig.apply(
          UBUNTU
              .formatted("Ubuntu 22.04")
              .replace("diskSize: 100", "diskSize: 100, policy: {adoption: ByName}"));
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(id);
      stage.team().osTemplates().remove("t0nspur5");
      stage.restart();
      stage.team().machines().remove(id);
      stage.pass(Duration.ofMinutes(20));
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .startsWith("template.os: no OS template 'Ubuntu 22.04'");
      assertThat(stage.calls("POST", "/machines")).as("by the operator").isZero();
    }
  }
}
