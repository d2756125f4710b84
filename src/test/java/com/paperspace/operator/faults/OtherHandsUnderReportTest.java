package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Under {@code drift: Report} an edit never undoes what somebody else has changed beside it. */
class OtherHandsUnderReportTest {
  private static final String MACHINE = "/machines/{id}";
  private static final String BIGGER = "{\"spec\": {\"machineType\": \"A6000\"}}";

  private static String machine(Stage stage, String more) {
    stage.machine("m", more + ", policy: {drift: Report}");
    return stage.machineReady("m").getStatus().id();
  }

  private static String name(Stage stage, String id) {
    return stage.team().machines().get(id).orElseThrow().path("name").asText();
  }

  /** A refused or waiting edit may stand for days, and everything in the console with it. */
  @Test
  void whatChangesWhileAnEditWaitsForConsentStays() {
    try (var stage = Stage.open()) {
      var id = machine(stage, ", name: mine");
      stage.patch(Machine.class, "m", BIGGER);
      stage.says(Machine.class, "m", "Stalled", "DisruptionRequired");
      stage.team().machines().edit(id, it -> it.put("name", "theirs"));
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("PUT", MACHINE)).isZero();
      stage.patch(Machine.class, "m", "{\"spec\": {\"allowStop\": true}}");
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.is(m, "Ready", "True") && "A6000".equals(m.getStatus().observed().machineType()));
      stage.says(Machine.class, "m", "Synced", "DriftReported");
      assertThat(name(stage, id)).isEqualTo("theirs");
      assertThat(stage.events("DriftDetected")).hasSize(1);
    }
  }

  /** The stop was ours, so the start after it is, whoever remembers it. */
  @Test
  void theMachineStoppedForAnEditRunsAgainAfterACrash() {
    try (var stage = Stage.open()) {
      var id = machine(stage, ", powerState: 'On', allowStop: true");
      stage
          .cloud
          .faults()
          .next("PATCH", MACHINE + "/stop", Fault.INTERNAL_ERROR)
          .when(
              request -> {
                stage.kube().die();
                return false;
              });
      stage.patch(Machine.class, "m", BIGGER);
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.is(m, "Ready", "True")
                  && "A6000".equals(m.getStatus().observed().machineType())
                  && Rig.is(m, "Synced", "True"));
      assertThat(stage.team().machines().get(id).orElseThrow().path("state").asText())
          .isEqualTo("ready");
    }
  }

  @Test
  void anEditOfAMemberIsCarriedOutAmongMany() {
    try (var stage = Stage.open()) {
      stage.project("p", ", tags: [], policy: {drift: Report}");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      IntStream.range(10, 50).forEach(i -> tag(stage, id, "t" + i));
      stage.says(PaperspaceProject.class, "p", "Synced", "DriftReported");
      stage.patch(PaperspaceProject.class, "p", "{\"spec\": {\"tags\": [\"ours\"]}}");
      stage.until(
          PaperspaceProject.class,
          "p",
          p -> p.getMetadata().getGeneration().equals(p.getStatus().appliedGeneration()));
      assertThat(stage.team().tags().all())
          .hasSize(41)
          .anyMatch(it -> "ours".equals(it.path("name").asText()));
    }
  }

  private static void tag(Stage stage, String id, String name) {
    stage.team().console("POST", "/projects/" + id + "/tags", "{\"name\": \"" + name + "\"}");
  }
}
