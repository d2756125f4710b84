package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rest costs reads of the cloud and nothing else. */
class SteadyStateTest {
  private static final int EACH = 250;

  /** Calls of one sweep: three pages of machines, and as many of projects. */
  private static final int LISTS = 6;

  @Test
  void fiveHundredAtRestWriteNothingInAnHourNorWhenTheOperatorStartsAnew() {
    try (var stage = Stage.open()) {
      for (int i = 0; i < EACH; i++) {
        stage.machine("m" + i, "");
        stage.project("p" + i, "");
      }
      stage.pass(Duration.ofMinutes(30));
      for (int i = 0; i < EACH; i++) {
        assertThat(stage.get(Machine.class, "m" + i)).matches(m -> Rig.is(m, "Ready", "True"));
        assertThat(stage.get(PaperspaceProject.class, "p" + i))
            .matches(p -> Rig.is(p, "Ready", "True"));
      }
      rests(stage, Duration.ofHours(1), 12 * LISTS, 15 * LISTS + 15);
      stage.restart();
      rests(stage, Duration.ofMinutes(20), 4 * LISTS, 6 * LISTS + 10);
      assertThat(stage.team().machines().size()).isEqualTo(EACH);
    }
  }

  /** Outputs, marks and hashes of all kinds together, each of which could be written again. */
  @Test
  void oneOfEachKindWithOutputsRestsToo() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.deployment(
          "d",
          ", env: [{name: TOKEN, valueFrom: {projectSecretRef: {name: S}}}],"
              + " basicAuth: {projectSecretRef: {name: S}}, outputs: {secret: endpoint}");
      stage.machine("m", ", powerState: 'On', outputs: {secret: desktop}");
      stage.machine("off", ", powerState: 'Off'");
      stage.project("p", ", tags: [red, blue]");
      stage.ready(Deployment.class, "d");
      stage.machineReady("m");
      stage.machineReady("off");
      stage.pass(Duration.ofMinutes(10));
      rests(stage, Duration.ofHours(1), 5, 200);
      stage.restart();
      rests(stage, Duration.ofMinutes(20), 5, 100);
    }
  }

  private static void rests(Stage stage, Duration span, int least, int most) {
    stage.rig.journal.clear();
    int mark = stage.cloud.journal().size();
    stage.pass(span);
    assertThat(stage.rig.journal.writes()).as("Kubernetes writes").isEmpty();
    assertThat(stage.rig.journal.events()).as("events").isEmpty();
    var calls = stage.cloud.journal().since(mark);
    assertThat(calls).as("it does look, and no more than it must").hasSizeBetween(least, most);
    assertThat(calls).as("API writes").noneMatch(call -> call.mutating());
  }
}
