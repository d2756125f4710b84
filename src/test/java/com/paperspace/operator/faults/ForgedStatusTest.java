package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a status names is not its resource's where another has it, after a start either. */
class ForgedStatusTest {
  private static final String SPEC =
      "{machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100, powerState: '%s'}";

  private static Stage withRed() {
    var stage = Stage.open();
    stage.watch("red");
    stage.restart();
    return stage;
  }

  private static void forge(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String status) {
    stage
        .rig
        .kubernetes
        .client()
        .resources(kind)
        .inNamespace("red")
        .withName("evil")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + status + "}");
    stage.pass(Duration.ofMinutes(1));
  }

  static String has(Stage stage, String id) {
    return "{\"id\": \"%s\", \"account\": {\"name\": \"default\", \"teamId\": \"%s\"}}"
        .formatted(id, stage.team().id());
  }

  private static String state(Stage stage) {
    return stage.team().machines().all().get(0).path("state").asText();
  }

  /** Id of the machine that m has made; an older resource, old, has none. */
  static String madeBesideAnOlderOne(Stage stage) {
    stage.machine("old", ", policy: {management: ObserveOnly}");
    stage.says(Machine.class, "old", "Stalled", "ExternalMissing");
    stage.pass(Duration.ofMinutes(1));
    stage.machine("m", "");
    return stage.machineReady("m").getStatus().id();
  }

  @Test
  void aForgedStatusKeepsNoMachineOff() {
    try (var stage = withRed()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.apply("red", Machine.class, "evil", SPEC.formatted("Off"));
      stage.settle();
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      stage.rig.apply(
          "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineRef: {name: m}, allowStop: true}\n");
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      forge(stage, Machine.class, has(stage, id));
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(2));
      assertThat(state(stage)).isEqualTo("ready");
    }
  }

  @Test
  void aForgedStatusKeepsNoMachineFromItsPower() {
    try (var stage = withRed()) {
      stage.apply("red", Machine.class, "evil", SPEC.formatted("Off"));
      stage.settle();
      stage.pass(Duration.ofMinutes(1));
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      forge(stage, Machine.class, has(stage, id));
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.get(Machine.class, "m").getStatus().conditions().toString())
          .doesNotContain("OwnershipConflict");
      assertThat(state(stage)).isEqualTo("off");
    }
  }

  /**
   * With a key of the team, as after a backup was restored: the one that was refused takes over.
   */
  @Test
  void whoWasRefusedBeforeARestartDeletesNothingAfterIt() {
    try (var stage = Stage.open()) {
      var id = madeBesideAnOlderOne(stage);
      stage.patchStatus(Machine.class, "old", has(stage, id));
      stage.machine("old", ", policy: {deletion: Delete}");
      stage.says(Machine.class, "old", "Stalled", "OwnershipConflict");
      stage.pass(Duration.ofMinutes(5));
      stage.restart();
      stage.pass(Duration.ofHours(1));
      stage.rig.delete(Machine.class, "old");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().machines().get(id)).as("that of m").isPresent();
      assertThat(Rig.is(stage.get(Machine.class, "m"), "Ready", "True")).isTrue();
    }
  }
}
