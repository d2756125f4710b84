package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots on bad days: of their making, and of the machine with which they die. */
class SnapshotTest {
  private static final String SNAPSHOTS = "/snapshots";

  private static Stage withMachine() {
    var stage = Stage.open();
    stage.machine("m", "");
    stage.machineReady("m");
    return stage;
  }

  private static void snapshot(Stage stage, String name, String machine) {
    stage.rig.apply("kind: Snapshot\nmetadata: {name: %s}\nspec: {%s}\n".formatted(name, machine));
  }

  private static String machineId(Stage stage) {
    return stage.get(Machine.class, "m").getStatus().id();
  }

  private static String message(Snapshot snapshot) {
    return Rig.condition(snapshot, "Ready").orElseThrow().message();
  }

  private static void console(Stage stage, String machine, String name) {
    stage
        .team()
        .console(
            "POST", SNAPSHOTS, "{\"name\":\"%s\",\"machineId\":\"%s\"}".formatted(name, machine));
    stage.pass(Duration.ofMinutes(5));
  }

  @Test
  void itIsReadyWhenItsEventEnds() {
    try (var stage = withMachine()) {
      stage.cloud.delay(Delay.SNAPSHOT, Duration.ofMinutes(10));
      snapshot(stage, "s", "machineRef: {name: m}");
      var making = stage.says(Snapshot.class, "s", "Ready", "Creating");
      assertThat(message(making)).contains("snapshot-create of machine " + machineId(stage));
      assertThat(Rig.is(stage.ready(Snapshot.class, "s"), "Synced", "True")).isTrue();
      var event = stage.team().console("GET", "/machine-events", "").at("/items/0");
      assertThat(event.path("state").asText()).isEqualTo("done");
      assertThat(stage.get(Machine.class, "m").getStatus().observed().state()).isEqualTo("ready");
    }
  }

  /** Rows have no date: what stood before, and what the schedule makes, is nobody's result. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerLeadsToOneAndNeverToAnothers(boolean effect) {
    try (var stage = withMachine()) {
      console(stage, machineId(stage), "s");
      stage.cloud.delay(Delay.SNAPSHOT, Duration.ofMinutes(5));
      var lost = effect ? Fault.RESET_AFTER_EFFECT : Fault.RESET_BEFORE_EFFECT;
      stage.cloud.faults().next("POST", SNAPSHOTS, lost);
      snapshot(stage, "s", "machineRef: {name: m}");
      if (effect) {
        stage.says(Snapshot.class, "s", "Ready", "Creating");
        stage.until(Snapshot.class, "s", it -> it.getStatus().id() != null);
        assertThat(Rig.is(stage.get(Snapshot.class, "s"), "Ready", "True"))
            .as("its event, which nobody told of, is under way")
            .isFalse();
      }
      var id = stage.ready(Snapshot.class, "s").getStatus().id();
      assertThat(stage.team().snapshots().all()).hasSize(2);
      assertThat(stage.team().snapshots().all().get(1).path("id").asText()).isEqualTo(id);
    }
  }

  @Test
  void aCrashBetweenTheCreateAndTheStatusLeavesOne() {
    try (var stage = withMachine()) {
      stage.kube().crashAt(it -> KubeFaults.isStatusOf("snapshots", it));
      snapshot(stage, "s", "machineRef: {name: m}");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.ready(Snapshot.class, "s");
      assertThat(stage.team().snapshots().all()).hasSize(1);
    }
  }

  @Test
  void oneOfTheScheduleIsNeverTakenOver() {
    try (var stage = withMachine()) {
      var automatic = stage.team().autoSnapshot(machineId(stage));
      var more = "machineRef: {name: m}, externalId: " + automatic;
      snapshot(stage, "s", more + ", policy: {deletion: Delete}");
      stage.says(Snapshot.class, "s", "Ready", "ExternalMissing");
      stage.rig.delete(Snapshot.class, "s");
      stage.gone(Snapshot.class, "s");
      assertThat(stage.team().snapshots().get(automatic)).isPresent();
    }
  }

  @Test
  void aBusyMachineIsWaitedFor() {
    try (var stage = withMachine()) {
      stage.cloud.delay(Delay.SNAPSHOT, Duration.ofMinutes(3));
      snapshot(stage, "a", "machineRef: {name: m}");
      snapshot(stage, "b", "machineRef: {name: m}");
      stage.ready(Snapshot.class, "a");
      stage.ready(Snapshot.class, "b");
      assertThat(stage.team().snapshots().all()).hasSize(2);
    }
  }

  @Test
  void oneWhoseMakingFailsIsTriedAgainWhenAsked() {
    try (var stage = withMachine()) {
      stage.cloud.delay(Delay.SNAPSHOT, Duration.ofMinutes(2));
      stage.cloud.mishaps().failEvents("snapshot-create", 1, "disk is tired");
      snapshot(stage, "s", "machineRef: {name: m}");
      var failed = stage.says(Snapshot.class, "s", "Ready", "OperationFailed");
      assertThat(message(failed)).contains("disk is tired", Annotations.RECONCILE_AT);
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", SNAPSHOTS)).as("not by itself").isEqualTo(1);
      stage.rig.annotate(Snapshot.class, "s", Annotations.RECONCILE_AT, "1");
      stage.ready(Snapshot.class, "s");
      assertThat(stage.calls("POST", SNAPSHOTS)).isEqualTo(2);
    }
  }

  @Test
  void theyDieWithTheirMachineAndAreNotMadeAgain() {
    try (var stage = Stage.open()) {
      var machine = Stage.foreignMachine(stage.team(), "theirs");
      var names = List.of("a", "b", "c", "d", "e", "f", "g");
      stage.pass(Duration.ofMinutes(1));
      names.forEach(name -> snapshot(stage, name, "machineId: " + machine));
      names.forEach(name -> stage.ready(Snapshot.class, name));
      stage.pass(Duration.ofMinutes(5));
      var made = stage.calls("POST", SNAPSHOTS);
      stage.team().console("DELETE", "/machines/" + machine, "");

      for (var name : names) {
        var lost = stage.says(Snapshot.class, name, "Ready", "ExternalMissing");
        assertThat(message(lost)).contains("went with machine " + machine);
      }
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", SNAPSHOTS)).isEqualTo(made);
      assertThat(stage.events("MassDisappearance")).isEmpty();
      names.forEach(name -> stage.rig.delete(Snapshot.class, name));
      names.forEach(name -> stage.gone(Snapshot.class, name));
    }
  }

  /** A restore would bring back the disk of today under the name of an old one. */
  @Test
  void oneThatOthersTookAwayIsMadeAgainOnlyWhenAsked() {
    try (var stage = withMachine()) {
      snapshot(stage, "s", "machineRef: {name: m}");
      var id = stage.ready(Snapshot.class, "s").getStatus().id();
      stage.pass(Duration.ofMinutes(5));
      stage.team().snapshots().remove(id);
      var lost = stage.says(Snapshot.class, "s", "Stalled", "ExternalMissing");
      assertThat(message(lost))
          .contains("would hold the disk of its machine as that is by then", "reconcile-at");
      stage.restart();
      stage.pass(Duration.ofHours(2));
      assertThat(stage.get(Snapshot.class, "s").getStatus().id()).isEqualTo(id);
      assertThat(stage.calls("POST", SNAPSHOTS)).isEqualTo(1);
      stage.rig.annotate(Snapshot.class, "s", Annotations.RECONCILE_AT, "again");
      stage.ready(Snapshot.class, "s");
      assertThat(stage.calls("POST", SNAPSHOTS)).isEqualTo(2);
    }
  }

  /** A machine takes its snapshots along, so it goes only when nobody declares one any more. */
  @Test
  void itsMachineWaitsForIt() {
    try (var stage = withMachine()) {
      snapshot(stage, "s", "machineRef: {name: m}");
      stage.ready(Snapshot.class, "s");
      stage.rig.delete(Machine.class, "m");
      var waiting = stage.says(Machine.class, "m", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message()).contains("Snapshot/s");
      stage.rig.delete(Snapshot.class, "s");
      stage.gone(Snapshot.class, "s");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size() + stage.team().snapshots().size()).isZero();
    }
  }

  @Test
  void oneOfAnotherMachineIsNotTakenForWhatALostCreateHasMade() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var other = Stage.foreignMachine(stage.team(), "other");
      stage.pass(Duration.ofMinutes(5));
      stage.cloud.faults().next("POST", "/snapshots", Fault.RESET_BEFORE_EFFECT);
      stage.cloud.faults().next("GET", "/snapshots", Fault.UNAVAILABLE).afterPassing(1).times(3);
      stage.rig.apply("kind: Snapshot\nmetadata: {name: n}\nspec: {machineRef: {name: m}}\n");
      stage.until(() -> stage.calls("POST", "/snapshots") == 1);
      var body = "{\"name\": \"n\", \"machineId\": \"" + other + "\"}";
      var theirs = stage.team().console("POST", "/snapshots", body).at("/data/id").asText();
      var said = stage.says(Snapshot.class, "n", "Stalled", "AmbiguousExternal");
      assertThat(said.getStatus().id()).isNull();
      assertThat(Rig.condition(said, "Stalled").orElseThrow().message())
          .contains("it is not as it was to be made: " + theirs);
    }
  }
}
