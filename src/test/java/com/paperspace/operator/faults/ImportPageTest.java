package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/import.md has people do, step by step. */
class ImportPageTest {
  @Test
  void takingOverStepByStepChangesNothingAndLeavesItThere() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "from-the-console");
      stage.settle();
      int mark = stage.cloud.journal().size();
      var watched = ", externalId: " + id + ", policy: {management: ObserveOnly}";

      stage.machine("m", watched + ", name: declared");
      stage.says(Machine.class, "m", "Synced", "DriftReported");
      assertThat(stage.get(Machine.class, "m").getStatus().drift())
          .extracting(it -> it.field())
          .containsExactly("name");

      stage.machine("m", watched);
      stage.until(
          Machine.class,
          "m",
          it ->
              Rig.is(it, "Synced", "True")
                  && (it.getStatus().drift() == null || it.getStatus().drift().isEmpty()));

      stage.machine("m", ", externalId: " + id);
      stage.machineReady("m");
      stage.settle();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      assertThat(stage.team().machines().get(id)).isPresent();
    }
  }

  /** Nothing tells what the cloud has, so the page says whose it is from the last step on. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"Correct, the right one", "Report, the one of before"})
  void whatTheServiceNeverShowsIsSentInTheLastStep(String drift, String left) {
    try (var stage = Stage.open()) {
      stage.rig.secret("before", "value", "the one of before");
      stage.rig.secret("right", "value", "the right one");
      teamSecret(stage, "old", "before", ", policy: {deletion: Retain}");
      var id = stage.ready(TeamSecret.class, "old").getStatus().id();
      stage.rig.delete(TeamSecret.class, "old");
      stage.gone(TeamSecret.class, "old");

      var watched = ", externalId: " + id + ", policy: {management: ObserveOnly, drift: " + drift;
      teamSecret(stage, "new", "right", watched + "}");
      stage.until(TeamSecret.class, "new", it -> Rig.is(it, "Synced", "True"));
      assertThat(value(stage)).isEqualTo("the one of before");

      stage.patch(TeamSecret.class, "new", "{\"spec\": {\"policy\": {\"management\": \"Full\"}}}");
      if (drift.equals("Report")) {
        stage.says(TeamSecret.class, "new", "Synced", "DriftReported");
      }
      stage.ready(TeamSecret.class, "new");
      stage.pass(Duration.ofMinutes(20));
      assertThat(value(stage)).isEqualTo(left);
    }
  }

  private static void teamSecret(Stage stage, String name, String from, String more) {
    stage.rig.apply(
        "kind: TeamSecret\nmetadata: {name: "
            + name
            + "}\nspec: {name: S, valueFrom: {secretKeyRef: {name: "
            + from
            + ", key: value}}"
            + more
            + "}\n");
  }

  private static String value(Stage stage) {
    return stage.team().teamSecretValue("S");
  }

  @Test
  void anObjectMovesToAnotherResource() {
    try (var stage = Stage.open()) {
      stage.machine("old", "");
      var id = stage.machineReady("old").getStatus().id();
      int mark = stage.cloud.journal().size();

      stage.patch(Machine.class, "old", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.until(
          Machine.class,
          "old",
          it -> it.getStatus().observedGeneration().equals(it.getMetadata().getGeneration()));
      stage.rig.delete(Machine.class, "old");
      stage.gone(Machine.class, "old");
      stage.machine("new", ", externalId: " + id);
      assertThat(stage.machineReady("new").getStatus().id()).isEqualTo(id);
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());

      stage.patch(Machine.class, "new", "{\"spec\": {\"policy\": {\"deletion\": \"Delete\"}}}");
      stage.rig.delete(Machine.class, "new");
      stage.gone(Machine.class, "new");
      assertThat(stage.team().machines().size()).isZero();
    }
  }
}
