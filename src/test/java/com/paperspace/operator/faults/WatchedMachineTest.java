package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A machine whose resource only watches it is left as it is, also by who names it by its id. */
class WatchedMachineTest {
  private static final String STOP = "/machines/{id}/stop";

  private static String watched(Stage stage) {
    var id = Stage.foreignMachine(stage.team(), "theirs");
    stage.pass(Duration.ofMinutes(10));
    stage.machine("m", ", name: theirs, externalId: " + id + ", policy: {management: ObserveOnly}");
    stage.machineReady("m");
    return id;
  }

  private static void template(Stage stage, String machine) {
    stage.rig.apply(
        "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineId: %s, allowStop: true}\n"
            .formatted(machine));
  }

  @Test
  void itIsNotStoppedForATemplate() {
    try (var stage = Stage.open()) {
      var machine = watched(stage);
      template(stage, machine);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("PATCH", STOP)).isZero();
      var t = stage.says(CustomTemplate.class, "t", "Stalled", "OwnershipConflict");
      assertThat(Rig.condition(t, "Stalled").orElseThrow().message())
          .startsWith(
              "power of Machine " + machine + ": left alone while Machine/m is only watched")
          .contains("ObserveOnly");
      stage.team().console("PATCH", "/machines/" + machine + "/stop", "{}");
      stage.ready(CustomTemplate.class, "t");
      assertThat(stage.calls("PATCH", "/machines/{id}/start")).as("whose power it is").isZero();
    }
  }

  /** Once it is managed again it is a machine like others. */
  @Test
  void itIsStoppedOnceItIsWatchedNoMore() {
    try (var stage = Stage.open()) {
      var machine = watched(stage);
      template(stage, machine);
      stage.says(CustomTemplate.class, "t", "Stalled", "OwnershipConflict");
      stage.patch(Machine.class, "m", "{\"spec\": {\"policy\": {\"management\": \"Full\"}}}");
      stage.ready(CustomTemplate.class, "t");
      assertThat(stage.calls("PATCH", STOP)).isEqualTo(1);
    }
  }
}
