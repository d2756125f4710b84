package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.lifecycle.KindScript;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rest costs reads of the cloud and nothing else. */
class SteadyStateTest {
  private static final int EACH = 250;

  /** Calls of one sweep: three pages of machines, and as many of projects. */
  private static final int LISTS = 6;

  /** Of an hour. */
  private static final int PERIODS = 12;

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

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  /** What one call and a list show of an object is one row to who rests. */
  @ParameterizedTest
  @MethodSource("kinds")
  void whoWasLookedAtByItselfIsWatchedByListsAgain(KindScript script) {
    try (var stage = Stage.open()) {
      script.prepare().accept(stage.rig);
      stage.rig.apply(script.manifest("subject", script.spec(), ""));
      stage.ready(script.kind(), "subject");
      stage.pass(Duration.ofMinutes(20));
      stage.patch(
          script.kind(),
          "subject",
          "{\"metadata\": {\"annotations\": {\"paperspace.com/reconcile-at\": \"now\"}}}");
      stage.pass(Duration.ofMinutes(10));
      var id = stage.get(script.kind(), "subject").getStatus().id();
      var key = id.substring(id.lastIndexOf('/') + 1);
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark))
          .filteredOn(it -> it.path().contains("/" + key))
          .as("but for the slow round")
          .hasSizeLessThan(PERIODS / 2);
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
