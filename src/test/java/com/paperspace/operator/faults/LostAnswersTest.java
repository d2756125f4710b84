package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A create whose answer does not come back makes one object all the same, and needs nobody. */
class LostAnswersTest {
  private static final String MACHINES = "/machines";
  private static final String SECRETS = "/projects/{id}/secrets";

  static List<Fault> carriedOut() {
    return List.of(
        Fault.RESET_AFTER_EFFECT,
        Fault.TRUNCATED_BODY,
        Fault.EMPTY_BODY,
        Fault.NULL_BODY,
        Fault.INTERNAL_ERROR.afterEffect(),
        Fault.BAD_GATEWAY.afterEffect(),
        Fault.UNAVAILABLE.afterEffect(),
        Fault.REQUEST_TIMEOUT.afterEffect());
  }

  static List<Fault> notCarriedOut() {
    return List.of(
        Fault.RESET_BEFORE_EFFECT,
        Fault.INTERNAL_ERROR,
        Fault.BAD_GATEWAY,
        Fault.UNAVAILABLE,
        Fault.REQUEST_TIMEOUT);
  }

  @ParameterizedTest
  @MethodSource("carriedOut")
  void aMachineThatWasMadeIsFound(Fault fault) {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, fault);
      stage.machine("m", "");
      stage.atOnce(
          "said before it is looked for",
          () ->
              Rig.condition(stage.get(Machine.class, "m"), "Reconciling")
                  .filter(it -> it.reason().equals("Recovering"))
                  .isPresent());
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
      assertThat(stage.calls("POST", MACHINES)).as("creates sent").isEqualTo(1);
      assertThat(stage.events("IntentRecovered")).hasSize(1);
      assertThat(logged.atLeast(Level.INFO))
          .as("the log tells it from the loss to the end")
          .anyMatch(line -> line.contains("/m: the answer to the create sent at 20"))
          .anyMatch(line -> line.matches(".*/m: the create sent at 20\\S+Z had made ps.*"))
          .as("by its time: people know no intents")
          .noneMatch(line -> line.contains(stage.get(Machine.class, "m").getMetadata().getUid()));
    }
  }

  @ParameterizedTest
  @MethodSource("notCarriedOut")
  void aMachineThatWasNotMadeIsMadeAfterTheGrace(Fault fault) {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, fault);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
      var creates = stage.cloud.journal().calls("POST", MACHINES);
      assertThat(creates).as("creates sent").hasSize(2);
      assertThat(Duration.between(creates.get(0).time(), creates.get(1).time()))
          .as("a create may turn up late")
          .isGreaterThan(Duration.ofSeconds(85));
    }
  }

  @ParameterizedTest
  @MethodSource("carriedOut")
  void aSecretThatWasMadeIsFound(Fault fault) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.faults().next("POST", SECRETS, fault);
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      assertThat(stage.team().secretValue(home, "S")).isEqualTo("value of S");
      assertThat(stage.calls("POST", SECRETS)).as("creates sent").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("notCarriedOut")
  void aSecretThatWasNotMadeIsMade(Fault fault) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.faults().next("POST", SECRETS, fault);
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      assertThat(stage.team().secrets().all()).hasSize(1);
      assertThat(stage.calls("POST", SECRETS)).as("creates sent").isEqualTo(2);
    }
  }

  @Test
  void aLostAnswerAndASlowReadTogetherStillMakeOneSecret() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(30));
      stage.cloud.faults().next("POST", SECRETS, Fault.RESET_AFTER_EFFECT);
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      assertThat(stage.team().secrets().all()).hasSize(1);
      assertThat(stage.events("IntentRecovered")).as("taken for what it is: ours").hasSize(1);
    }
  }

  @Test
  void aSecretWhoseCreateDidNotArriveIsMadeInSeconds() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.pass(Duration.ofMinutes(1));
      stage.cloud.faults().next("POST", SECRETS, Fault.RESET_BEFORE_EFFECT);
      var before = stage.rig.time.instant();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .as("its key tells that there is nothing")
          .isLessThan(Duration.ofSeconds(20));
      assertThat(stage.calls("POST", SECRETS)).as("creates sent").isEqualTo(2);
    }
  }

  @Test
  void aLostAnswerAndASlowReadTogetherStillMakeOneMachine() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(30));
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
    }
  }

  static List<Fault> ofReads() {
    return List.of(
        Fault.INTERNAL_ERROR,
        Fault.RESET_BEFORE_EFFECT,
        Fault.TRUNCATED_BODY,
        Fault.EMPTY_BODY,
        Fault.BLOCKED_AT_EDGE,
        Fault.TOO_MANY_REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("ofReads")
  void aReadThatFailsRightAfterTheCreateOfASecretDoesNotMakeItForeign(Fault fault) {
    try (var stage = Stage.open()) {
      stage.home();
      stage
          .cloud
          .faults()
          .next("GET", SECRETS + "/{name}", fault)
          .when(request -> stage.calls("POST", SECRETS) > 0);
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      assertThat(stage.cloud.journal().all())
          .as("it struck")
          .anyMatch(call -> !call.fault().isEmpty());
      assertThat(stage.calls("POST", SECRETS)).as("creates sent").isEqualTo(1);
      assertThat(stage.team().secrets().all()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("carriedOut")
  void aRestartThatWasCarriedOutIsNotSentAgain(Fault fault) {
    restartOnce(fault);
  }

  @ParameterizedTest
  @MethodSource("notCarriedOut")
  void aRestartThatWasNotCarriedOutIsSentAgain(Fault fault) {
    restartOnce(fault);
  }

  private static void restartOnce(Fault fault) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.faults().next("PATCH", "/machines/{id}/restart", fault);
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "once");
      stage.until(
          Machine.class,
          "m",
          m ->
              "once".equals(m.getStatus().marks().get("restartAt"))
                  && Rig.is(m, "Ready", "True")
                  && m.getStatus().operation() == null);
      assertThat(stage.team().machineEvents().all())
          .as("restarts that were carried out")
          .filteredOn(event -> event.path("name").asText().equals("restart"))
          .hasSize(1);
    }
  }

  /** Every upsert makes a revision, so what may be under way unseen is not sent again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 29})
  void aChangeOfADeploymentThatWasCarriedOutIsOneRevision(int lagSeconds) {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(lagSeconds));
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      stage.cloud.faults().next("POST", "/deployments", Fault.RESET_AFTER_EFFECT);
      stage.patch(Deployment.class, "d", "{\"spec\": {\"resources\": {\"replicas\": 3}}}");
      stage.until(
          Deployment.class,
          "d",
          d -> Rig.is(d, "Ready", "True") && d.getStatus().observed().replicas() == 3);
      assertThat(stage.calls("POST", "/deployments")).as("create and one change").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("notCarriedOut")
  void aChangeOfADeploymentThatWasNotCarriedOutIsSentAgain(Fault fault) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      stage.cloud.faults().next("POST", "/deployments", fault);
      stage.patch(Deployment.class, "d", "{\"spec\": {\"resources\": {\"replicas\": 3}}}");
      stage.until(
          Deployment.class,
          "d",
          d -> Rig.is(d, "Ready", "True") && d.getStatus().observed().replicas() == 3);
      assertThat(stage.calls("POST", "/deployments")).as("create and two tries").isEqualTo(3);
    }
  }

  @Test
  void threeLostAnswersInARowForThreeMachinesOfDifferentNamesMakeThree() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT).times(3);
      List.of("m1", "m2", "m3").forEach(name -> stage.machine(name, ""));
      List.of("m1", "m2", "m3").forEach(stage::machineReady);
      assertThat(stage.team().machines().all()).hasSize(3);
      assertThat(stage.get(Machine.class, "m1").getStatus().id())
          .isNotEqualTo(stage.get(Machine.class, "m2").getStatus().id());
    }
  }
}
