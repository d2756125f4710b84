package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A create the API refuses is said so, paced, and made once it can be. */
class RefusedCreatesTest {
  private static final String MACHINES = "/machines";

  @Test
  void anInvalidSpecStallsAndItsCorrectionIsTriedAtOnce() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", networkId: nw-nowhere");
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message()).contains("nw-nowhere");
      var before = stage.rig.time.instant();
      stage.machine("m", "");
      stage.until(() -> stage.team().machines().size() == 1);
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofSeconds(1));
      stage.machineReady("m");
    }
  }

  @Test
  void a429IsNeverRepeatedBeforeItsTime() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.tooManyRequests(47));
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "RateLimited");
      stage.machineReady("m");
      var journal = stage.cloud.journal();
      var refused = journal.calls("POST", MACHINES).get(0).time();
      assertThat(journal.all())
          .filteredOn(call -> call.time().isAfter(refused))
          .allMatch(call -> !call.time().isBefore(refused.plusSeconds(47)));
      assertThat(journal.calls("POST", MACHINES)).hasSize(2);
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.NoCapacity.class)
  void noCapacityIsTriedAgainAndTheAttemptsAreShown(Choices.NoCapacity choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice).mishaps().outOfCapacity("A4000", 2);
      stage.machine("m", "");
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.condition(m, "Ready")
                  .filter(c -> c.reason().equals("OutOfCapacity"))
                  .filter(c -> c.message().contains("attempt 2"))
                  .isPresent());
      assertThat(Rig.condition(stage.get(Machine.class, "m"), "Stalled")).isEmpty();
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(3);
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @Test
  void whatWakesAMachineThatWaitsForCapacityCountsNoAttemptAndHurriesNone() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().outOfCapacity("A4000", 2);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      stage.pass(Duration.ofSeconds(10));
      stage.machine("m", ", policy: {deletion: Retain}");
      stage.settle();
      var woken =
          stage.until(
              Machine.class, "m", m -> Long.valueOf(2).equals(m.getStatus().observedGeneration()));
      assertThat(Rig.condition(woken, "Synced").orElseThrow().message()).contains("attempt 1");
      stage.machineReady("m");
      var creates = stage.cloud.journal().calls("POST", MACHINES);
      assertThat(creates).hasSize(3);
      assertThat(Duration.between(creates.get(0).time(), creates.get(1).time()))
          .isGreaterThan(Duration.ofSeconds(45));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 25})
  void aHalfMadeMachineIsFoundAfterARefusalForLackOfCapacity(int lagSeconds) {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(lagSeconds));
      stage.cloud.faults().next("POST", MACHINES, Fault.OUT_OF_CAPACITY.afterEffect());
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Ready", "OutOfCapacity");
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      assertThat(stage.team().machines().size()).as("no second one").isEqualTo(1);
    }
  }

  /** "Not carried out" would send people to the console for a change nobody ever sent. */
  @Test
  void anEditOfAMachineThatCouldNotBeMadeIsNotSentAndNotSaidToBeIgnored() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 1, "no room");
      stage.cloud.choose(Choices.FailedCreate.STATE_ERROR);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      int mark = stage.cloud.journal().size();
      stage.machine("m", ", name: other");
      stage.says(Machine.class, "m", "Synced", "OperationFailed");
      stage.pass(Duration.ofHours(1));
      var failed = stage.says(Machine.class, "m", "Synced", "OperationFailed");
      assertThat(Rig.condition(failed, "Synced").orElseThrow().message())
          .isEqualTo(
              "Nothing is sent to what could not be made: name (declared other, actual m)."
                  + " Delete this object and create it anew; "
                  + failed.getStatus().id()
                  + " is deleted with it, unless policy.deletion is set to Retain before.");
      assertThat(Rig.condition(failed, "Stalled").orElseThrow().message()).contains("no room");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STAYS_PROVISIONING", "STATE_ERROR"})
  void noRequestMakesAMachineThatCouldNotBeMadePassForAUsableOne(Choices.FailedCreate choice) {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 1, "no room");
      stage.cloud.choose(choice);
      stage.machine("m", ", powerState: 'On'");
      stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      int mark = stage.cloud.journal().size();
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "now");
      stage.until(Machine.class, "m", m -> "now".equals(m.getStatus().lastHandledReconcileAt()));
      stage.pass(Duration.ofHours(1));
      stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
    }
  }

  /** Each one costs money until it fails, and may leave its address behind. */
  @Test
  void aMachineThatCouldNotBeMadeAndWentIsMadeAgainOnlyWhenAsked() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 1, "no room");
      stage.cloud.choose(Choices.FailedCreate.VANISHES);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      stage.pass(Duration.ofHours(3));
      var failed = stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      assertThat(Rig.condition(failed, "Stalled").orElseThrow().message())
          .contains("no room", Annotations.RECONCILE_AT);
      assertThat(failed.getStatus().observed()).as("no price of what is not there").isNull();
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "now");
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(2);
    }
  }

  @Test
  void aMachineThatWentForWantOfRoomIsTriedAgainByItself() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 1, "no capacity in this region");
      stage.cloud.choose(Choices.FailedCreate.VANISHES);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(2);
    }
  }

  /** One address more would be left behind by each try, for ever. */
  @Test
  void aMachineWithAStaticAddressThatWentForWantOfRoomWaitsForAPerson() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 1, "We are currently out of capacity");
      stage.cloud.choose(Choices.FailedCreate.VANISHES);
      stage.machine("m", ", publicIpType: static");
      var stalled = stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains("out of capacity");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "there is room");
      stage.machineReady("m");
    }
  }

  /** All of an account's machines gone at once are no mistake where their events say why. */
  @Test
  void machinesThatWentForWantOfRoomAreTriedAgainByThemselves() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().failEvents("create", 2, "We are currently out of capacity");
      stage.cloud.choose(Choices.FailedCreate.VANISHES);
      stage.machine("m", "");
      stage.machine("n", "");
      stage.until(() -> !stage.events("OutOfCapacity").isEmpty());
      stage.machineReady("m");
      stage.machineReady("n");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(4);
      assertThat(stage.events("MassDisappearance")).isEmpty();
      assertThat(stage.events("ExternalMissing")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.QuotaReached.class)
  void aUsedUpQuotaStallsUntilThereIsRoom(Choices.QuotaReached choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.team().maxMachines(0);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "QuotaExceeded");
      stage.team().maxMachines(1);
      stage.machineReady("m");
    }
  }

  /** The API has no idempotency key: only the refusal itself tells that the object is foreign. */
  @Test
  void aForeignSecretMadeInTheSameMomentIsNotTaken() {
    try (var stage = Stage.open()) {
      stage.home();
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage
          .cloud
          .faults()
          .next("POST", "/projects/{id}/secrets", Fault.INTERNAL_ERROR)
          .when(
              request -> {
                stage
                    .team()
                    .console(
                        "POST",
                        "/projects/" + home + "/secrets",
                        "{\"name\": \"S\", \"value\": \"foreign\"}");
                return false;
              });
      stage.secret("S", "");
      stage.says(ProjectSecret.class, "S", "Stalled", "AlreadyExists");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().secretValue(home, "S")).isEqualTo("foreign");
    }
  }
}
