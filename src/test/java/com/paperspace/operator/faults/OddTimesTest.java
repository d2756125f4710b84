package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in a status or an annotation that cannot be: of a clock that ran ahead, or of a hand. */
class OddTimesTest {
  private static final String MACHINES = "/machines";
  private static final String AHEAD = "2099-01-01T00:00:00Z";
  private static final String FIRST = "-1000000000-01-01T00:00:00Z";
  private static final String LAST = "+1000000000-12-31T23:59:59.999999999Z";

  /** As by a process that is dead, so that none writes over it. */
  private static void redate(Stage stage, String time) {
    redate(stage, Machine.class, "m", time);
  }

  private static <R extends PaperspaceResource<?, ?>> void redate(
      Stage stage, Class<R> kind, String name, String time) {
    var resource = stage.get(kind, name);
    var intent = resource.getMetadata().getAnnotations().get(Annotations.CREATE_INTENT);
    stage.patch(
        kind,
        name,
        "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
            .formatted(
                Annotations.CREATE_INTENT, intent.replaceFirst("@[^#]+#", "@" + time + "#")));
  }

  private static void operation(Stage stage, String type, String time) {
    stage.patchStatus(
        Machine.class,
        "m",
        "{\"operation\": {\"type\": \"%s\", \"startedAt\": \"%s\"}}".formatted(type, time));
  }

  /** A machine whose deletion begins with an operation of another time in its status. */
  private static void deleted(Stage stage, String type, String time) {
    stage.machine("m", "");
    stage.machineReady("m");
    stage.pass(Duration.ofMinutes(5));
    stage.crash();
    operation(stage, type, time);
    stage.rig.delete(Machine.class, "m");
    stage.start();
    stage.pass(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST})
  void aDeleteOfAnotherTimeIsAskedForAgain(String time) {
    try (var stage = Stage.open()) {
      deleted(stage, "Deleting", time);
      assertThat(stage.team().machines().size()).isZero();
      stage.gone(Machine.class, "m");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST})
  void aStopOfAnotherTimeHoldsNoDeletionUp(String time) {
    try (var stage = Stage.open()) {
      deleted(stage, "StoppingToDelete", time);
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST})
  void aChangeOfAnotherTimeHoldsNothingUp(String time) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.crash();
      operation(stage, "Updating", time);
      stage.start();
      stage.machine("m", ", publicIpType: dynamic");
      var machine = stage.machineReady("m");
      assertThat(machine.getStatus().observedGeneration()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void whatAnIntentOfAnotherTimeHasMadeIsFound(String time) {
    try (var stage = Stage.open()) {
      lost(stage, Fault.RESET_AFTER_EFFECT);
      redate(stage, time);
      stage.start();
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      assertThat(stage.team().machines().size()).isEqualTo(1);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void anIntentOfAnotherTimeThatMadeNothingHoldsNothingUp(String time) {
    try (var stage = Stage.open()) {
      lost(stage, Fault.RESET_BEFORE_EFFECT);
      redate(stage, time);
      stage.start();
      stage.pass(Duration.ofSeconds(60));
      assertThat(stage.calls("POST", MACHINES)).as("it may turn up yet").isEqualTo(1);
      stage.pass(Duration.ofMinutes(4));
      stage.machineReady("m");
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void anIntentOfAnotherTimeLeavesNothingBehindAndHoldsNoDeletionUp(String time) {
    try (var stage = Stage.open()) {
      lost(stage, Fault.RESET_AFTER_EFFECT);
      redate(stage, time);
      stage.rig.delete(Machine.class, "m");
      stage.start();
      stage.pass(Duration.ofMinutes(10));
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  /** Without its time, nothing tells what was there before from what the create has made. */
  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void whatWasThereBeforeIsNotTakenForWhatAnIntentOfAnotherTimeHasMade(String time) {
    try (var stage = Stage.open()) {
      var old = Stage.foreignMachine(stage.team(), "m");
      stage.team().machines().edit(old, it -> it.put("dtCreated", "2020-01-01T00:00:00.000Z"));
      lost(stage, Fault.RESET_BEFORE_EFFECT);
      redate(stage, time);
      stage.start();
      stage.says(Machine.class, "m", "Stalled", "AmbiguousExternal");
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  /** What its first create made refuses the second; it is its own all the same. */
  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void aSecretMadeByAnIntentOfAnotherTimeIsNotTakenForForeign(String time) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.faults().next("POST", "/projects/{id}/secrets", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("GET", "/projects/{id}/secrets/{name}", Fault.RESET_BEFORE_EFFECT);
      stage.secret("S", "");
      stage.says(ProjectSecret.class, "S", "Reconciling", "Recovering");
      stage.crash();
      redate(stage, ProjectSecret.class, "S", time);
      stage.start();
      stage.ready(ProjectSecret.class, "S");
      assertThat(stage.team().secrets().all()).hasSize(1);
      stage.rig.delete(ProjectSecret.class, "S");
      stage.gone(ProjectSecret.class, "S");
      assertThat(stage.team().secrets().all()).isEmpty();
    }
  }

  private static void lost(Stage stage, Fault fault) {
    stage.settle();
    stage.cloud.faults().next("POST", MACHINES, fault);
    stage.machine("m", "");
    stage.says(Machine.class, "m", "Reconciling", "Recovering");
    stage.crash();
  }

  /** The id is known, and the machine is taken away in the console. */
  @ParameterizedTest
  @ValueSource(strings = {AHEAD, FIRST, LAST, "soon"})
  void aBoundIntentOfAnotherTimeKeepsNothingYoung(String time) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.crash();
      redate(stage, time);
      var intent =
          stage
              .get(Machine.class, "m")
              .getMetadata()
              .getAnnotations()
              .get(Annotations.CREATE_INTENT);
      stage.patchStatus(
          Machine.class, "m", "{\"completedIntent\": \"%s\"}".formatted(intent.split(" ", 2)[0]));
      stage.start();
      stage.team().machines().remove(id);
      stage.pass(Duration.ofMinutes(10));
      stage.until(Machine.class, "m", it -> !id.equals(it.getStatus().id()));
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  /** Ready is not believed for ever while the API is away. */
  @ParameterizedTest
  @ValueSource(strings = {AHEAD, LAST})
  void aConditionOfAnotherTimeIsNotBelievedForEver(String time) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.crash();
      var conditions =
          """
          {"conditions": [
            {"type": "Synced", "status": "Unknown", "reason": "ApiUnavailable", "message": "",
             "lastTransitionTime": "%s", "observedGeneration": 1},
            {"type": "Ready", "status": "True", "reason": "Running", "message": "",
             "lastTransitionTime": "%s", "observedGeneration": 1}]}
          """;
      stage.patchStatus(Machine.class, "m", conditions.formatted(time, time));
      stage.start();
      stage.cloud.faults().next("GET", "*", Fault.RESET_BEFORE_EFFECT).always();
      stage.pass(Duration.ofHours(2));
      var ready = Rig.condition(stage.get(Machine.class, "m"), "Ready").orElseThrow();
      assertThat(ready.status()).isEqualTo("Unknown");
      assertThat(ready.lastTransitionTime()).isLessThan("2098");
    }
  }

  @Test
  void aSecretsMarkAheadOfTimeHidesNoForeignValue() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage.pass(Duration.ofMinutes(5));
      stage.crash();
      stage.patchStatus(
          ProjectSecret.class, "S", "{\"marks\": {\"dtModified\": \"" + AHEAD + "\"}}");
      stage.start();
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(ProjectSecret.class, "S").getStatus().marks().get("dtModified"))
          .isLessThan("2098");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AHEAD, LAST})
  void aDeploymentsMarkAheadOfTimeHoldsNothingUp(String time) {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      var revision = stage.ready(Deployment.class, "d").getStatus().observed().specId();
      stage.pass(Duration.ofMinutes(5));
      stage.crash();
      stage.patchStatus(
          Deployment.class,
          "d",
          "{\"marks\": {\"sentAt\": \"%s\", \"superseded\": \"%s\"}}".formatted(time, revision));
      stage.rig.annotate(Deployment.class, "d", Annotations.RECONCILE_AT, "x");
      stage.start();
      stage.until(
          Deployment.class,
          "d",
          it -> "x".equals(it.getStatus().lastHandledReconcileAt()) && Rig.is(it, "Ready", "True"));
    }
  }
}
