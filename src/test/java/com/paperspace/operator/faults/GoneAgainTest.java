package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody, or something, takes a cloud object away whenever it is made. */
class GoneAgainTest {
  private static final String MACHINES = "/machines";

  /** Lets time pass while every machine that came to be is taken away. */
  private static void takeAway(Stage stage, Duration span) {
    var end = stage.rig.time.instant().plus(span);
    while (stage.rig.time.instant().isBefore(end)) {
      stage.team().machines().all().stream()
          .filter(it -> it.path("state").asText().equals("ready"))
          .forEach(it -> stage.team().machines().remove(it.path("id").asText()));
      stage.pass(Duration.ofMinutes(1));
    }
  }

  private static void restless(Stage stage) {
    stage.machine("m", "");
    stage.machineReady("m");
    stage.pass(Duration.ofMinutes(1));
    takeAway(stage, Duration.ofHours(1));
  }

  @Test
  void whatVanishesAgainAndAgainIsMadeLessAndLessOften() {
    try (var stage = Stage.open()) {
      restless(stage);
      assertThat(stage.calls("POST", MACHINES)).as("in the first hour").isBetween(4L, 8L);
      long before = stage.calls("POST", MACHINES);
      takeAway(stage, Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES) - before).as("in the second").isBetween(1L, 3L);
      stage.until(() -> stage.team().machines().size() == 0);
      var said = stage.says(Machine.class, "m", "Reconciling", "ExternalMissing");
      assertThat(Rig.condition(said, "Reconciling").orElseThrow().message())
          .contains("times", "made again at", "paperspace.com/reconcile-at");
    }
  }

  @Test
  void anEditOrARequestHasItMadeAtOnce() {
    try (var stage = Stage.open()) {
      restless(stage);
      stage.says(Machine.class, "m", "Reconciling", "ExternalMissing");
      long before = stage.calls("POST", MACHINES);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "now");
      stage.pass(Duration.ofSeconds(30));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(before + 1);

      takeAway(stage, Duration.ofMinutes(3));
      stage.says(Machine.class, "m", "Reconciling", "ExternalMissing");
      stage.machine("m", ", autoShutdownEnabled: false");
      stage.pass(Duration.ofSeconds(30));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(before + 2);
    }
  }

  @Test
  void whatStayedForALongTimeIsMadeAgainAtOnce() {
    try (var stage = Stage.open()) {
      restless(stage);
      stage.machineReady("m");
      stage.pass(Duration.ofHours(1));
      var id = stage.get(Machine.class, "m").getStatus().id();
      long before = stage.calls("POST", MACHINES);
      stage.team().machines().remove(id);
      stage.pass(Duration.ofMinutes(7));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(before + 1);
    }
  }

  /** Else another resource of that name would have it made in place of its owner. */
  @ParameterizedTest(name = "after a restart: {0}")
  @ValueSource(booleans = {false, true})
  void aDeploymentThatIsGoneKeepsItsName(boolean restarts) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", ", policy: {drift: Report}");
      var id = stage.ready(Deployment.class, "d").getStatus().id();
      stage.pass(Duration.ofMinutes(1));
      stage.team().deployments().remove(id);
      stage.says(Deployment.class, "d", "Stalled", "ExternalMissing");
      if (restarts) {
        stage.restart();
      }
      stage.rig.apply(
          """
          kind: Deployment
          metadata: {name: second}
          spec:
            projectRef: {name: home}
            name: d
            image: 'web:1'
            resources: {machineType: C4, ports: [80], replicas: 1}
          """);
      stage.says(Deployment.class, "second", "Stalled", "OwnershipConflict");
      assertThat(stage.calls("POST", "/deployments")).isEqualTo(1);
    }
  }

  /** What the conflict undid did not happen, so it is neither counted nor told twice. */
  @Test
  void aConflictIsNoVanishing() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.kube().fail(KubeFaults::isIntent, 1, 409);
      stage.team().machines().remove(id);
      stage.until(() -> !stage.events("ExternalMissing").isEmpty());
      stage.pass(Duration.ofSeconds(30));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(2);
      stage.machineReady("m");
      assertThat(stage.events("ExternalMissing")).hasSize(1);
    }
  }
}
