package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Choices.FailedCreate;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Dialects.AimReached;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Dialects.NoNetwork;
import com.paperspace.operator.simulator.Dialects.ShutdownDetails;
import com.paperspace.operator.simulator.Dialects.TypeCase;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Machines under what only public clients met (docs/paperspace-api.md, section 10, from row 25 on).
 */
class MachineDialectsTest {

  private static JsonNode machine(Stage stage) {
    return stage.team().machines().all().get(0);
  }

  private static String message(Machine machine, String condition) {
    return Rig.condition(machine, condition).orElseThrow().message();
  }

  private static void atRest(Stage stage) {
    stage.settle();
    int mark = stage.cloud.journal().size();
    stage.pass(Duration.ofHours(1));
    assertThat(stage.cloud.journal().since(mark)).as("at rest").noneMatch(c -> c.mutating());
  }

  /** 10.6: a refusal of a machine that is on says that it has to be off. */
  @Test
  void whatChangesOnlyWhileOffStopsAMachineThatMayBeStopped() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Choices.UndocumentedFields.APPLIED_WHILE_OFF);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.machine("m", ", autoShutdownEnabled: true, autoShutdownTimeout: 4");
      var waits = stage.says(Machine.class, "m", "Stalled", "DisruptionRequired");
      assertThat(message(waits, "Stalled"))
          .contains("autoShutdownEnabled", "allowStop: true", "powerState");
      atRest(stage);
      assertThat(machine(stage).path("state").asText()).isEqualTo("ready");

      stage.machine("m", ", allowStop: true, autoShutdownEnabled: true, autoShutdownTimeout: 4");
      stage.until(() -> machine(stage).path("autoShutdownTimeout").asInt() == 4);
      stage.machineReady("m");
      assertThat(machine(stage).path("state").asText()).isEqualTo("ready");
      atRest(stage);
      stage.machine("m", ", allowStop: true, autoShutdownEnabled: true, autoShutdownTimeout: 8");
      stage.until(() -> machine(stage).path("autoShutdownTimeout").asInt() == 8);
      stage.machineReady("m");
      atRest(stage);
    }
  }

  @Test
  void whatChangesOnlyWhileOffIsSentToAMachineThatIsOff() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Choices.UndocumentedFields.APPLIED_WHILE_OFF);
      stage.machine("m", ", powerState: 'On'");
      stage.machineReady("m");
      stage.machine("m", ", powerState: 'Off', autoShutdownEnabled: true");
      stage.until(() -> machine(stage).path("autoShutdownEnabled").asBoolean());
      stage.machineReady("m");
      assertThat(machine(stage).path("state").asText()).isEqualTo("off");
    }
  }

  /** A restarting machine says for a while that it is ready (docs/paperspace-api.md 2.1). */
  @Test
  void aConflictWithWorkOfOthersIsNoReasonToStop() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.cloud.delay(Delay.RESTART_LINGER, Duration.ofMinutes(5));
      stage.team().console("PATCH", "/machines/" + id + "/restart", "{}");
      stage.machine("m", ", autoShutdownEnabled: true");
      stage.says(Machine.class, "m", "Synced", "Conflict");
      stage.until(() -> machine(stage).path("autoShutdownEnabled").asBoolean());
      stage.machineReady("m");
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
    }
  }

  /** A conflict that has nothing to do with the power must not keep the machine off. */
  @Test
  void whatIsRefusedEvenWhileOffLeavesTheMachineOn() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true, powerState: 'On'");
      stage.machineReady("m");
      stage
          .cloud
          .faults()
          .next("PUT", "/machines/{id}", Fault.CONFLICT)
          .when(request -> request.body().has("publicIpType"))
          .always();
      stage.machine("m", ", allowStop: true, powerState: 'On', publicIpType: dynamic");
      stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      stage.until(
          Machine.class, "m", m -> message(m, "Synced").contains("publicIpType (declared dynamic"));
      stage.pass(Duration.ofHours(3));
      assertThat(machine(stage).path("state").asText()).isEqualTo("ready");
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).as("one try").isEqualTo(1);
    }
  }

  /** 10.27. */
  @ParameterizedTest
  @EnumSource
  void workIsJudgedByTheMachine(AimReached choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", ", powerState: 'Off'");
      stage.machineReady("m");
      stage.machine("m", ", powerState: 'On'");
      stage.until(() -> machine(stage).path("state").asText().equals("ready"));
      stage.machineReady("m");
      stage.rig.apply(
          """
          kind: Machine
          metadata: {name: m}
          spec: {machineType: A6000, templateId: t0nspur5, region: ny2, diskSize: 250,
                 powerState: 'On', allowStop: true}
          """);
      stage.until(() -> machine(stage).path("machineType").asText().equals("A6000"));
      stage.machineReady("m");
      stage.rig.annotate(Machine.class, "m", "paperspace.com/restart-at", "now");
      stage.until(() -> stage.calls("PATCH", "/machines/{id}/restart") == 1);
      stage.machineReady("m");
      atRest(stage);
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).isEqualTo(1);
      assertThat(stage.events("OperationFailed")).isEmpty();
    }
  }

  /** 10.27: without the service's words nothing justifies the advice to delete a machine. */
  @ParameterizedTest
  @EnumSource(
      value = FailedCreate.class,
      names = {"STATE_ERROR", "STAYS_PROVISIONING"})
  void aCreateThatFailedWithoutWordsIsNoReasonToDelete(FailedCreate choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.cloud.mishaps().failEvents("create", 1, null);
      stage.machine("m", ", powerState: 'On', autoShutdownEnabled: false");
      stage.until(
          Machine.class,
          "m",
          m -> Rig.condition(m, "Ready").filter(c -> c.status().equals("False")).isPresent());
      stage.machine("m", ", powerState: 'On', autoShutdownEnabled: true");
      stage.pass(Duration.ofHours(2));
      var shown = stage.get(Machine.class, "m");
      assertThat(shown.getStatus().conditions())
          .extracting(c -> c.message())
          .noneMatch(said -> said.contains("elete"));
      stage.team().machines().edit(shown.getStatus().id(), it -> it.put("state", "ready"));
      stage.machineReady("m");
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  /** 10.29. */
  @ParameterizedTest
  @EnumSource
  void theLettersOfAMachineTypeAreNoDifference(TypeCase choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.rig.apply(
          """
          kind: Machine
          metadata: {name: m}
          spec: {machineType: a100-80g, templateId: t0nspur5, region: ny2, diskSize: 100,
                 allowStop: true}
          """);
      if (choice == TypeCase.REFUSED) {
        var refused = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
        assertThat(message(refused, "Stalled")).contains("Invalid machine type a100-80g");
        return;
      }
      var ready = stage.machineReady("m");
      assertThat(Rig.is(ready, "Synced", "True")).isTrue();
      atRest(stage);
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
    }
  }

  /** 10.30: one alone is no mass disappearance, and four are one. */
  @ParameterizedTest
  @CsvSource({"ALL, 4", "NOT_FOUND, 1", "NOT_FOUND, 4", "FORBIDDEN, 1", "FORBIDDEN, 4"})
  void whatAKeyMayNotSeeIsNotMadeAgain(MemberSees choice, int count) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      for (int i = 0; i < count; i++) {
        stage.machine("m" + i, "");
      }
      for (int i = 0; i < count; i++) {
        stage.machineReady("m" + i);
      }
      stage.pass(Duration.ofMinutes(7));
      int mark = stage.cloud.journal().size();
      member(stage);
      stage.pass(Duration.ofHours(3));
      assertThat(stage.cloud.journal().since(mark)).noneMatch(c -> c.mutating());
      for (int i = 0; i < count; i++) {
        boolean seen = choice == MemberSees.ALL;
        assertThat(Rig.is(stage.get(Machine.class, "m" + i), "Ready", "True"))
            .as("%s", stage.get(Machine.class, "m" + i).getStatus().conditions())
            .isEqualTo(seen);
      }
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      for (int i = 0; i < count; i++) {
        stage.machineReady("m" + i);
      }
      assertThat(stage.calls("POST", "/machines")).isEqualTo(count);
    }
  }

  /** Hands the account a key of somebody to whom nothing is assigned. */
  static void member(Stage stage) {
    stage.cloud.key("key-of-member").team("a").user("urmember1");
    stage.rig.secret("paperspace", "apiKey", "key-of-member");
    // Until the operator knows it, the key before is as good.
    stage.settle();
  }

  @Test
  void whatAKeyMayNotSeeIsNotLetGoAsGone() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      member(stage);
      stage.rig.delete(Machine.class, "m");
      var held = stage.says(Machine.class, "m", "Stalled", "NotVisible");
      assertThat(message(held, "Stalled")).contains("urmember1", "reconcile-at");
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void aPersonCanSayThatItIsGone() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofMinutes(7));
      member(stage);
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.rig.annotate(Machine.class, "m", "paperspace.com/reconcile-at", "now");
      stage.until(Machine.class, "m", m -> !id.equals(m.getStatus().id()));
    }
  }

  /** 10.31. */
  @Test
  void anAutoShutdownThatKeepsItsDetailsIsToldWithTheWayOut() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(ShutdownDetails.KEPT);
      stage.machine("m", ", autoShutdownEnabled: true, autoShutdownTimeout: 1");
      stage.machineReady("m");
      int mark = stage.cloud.journal().size();
      stage.machine("m", ", autoShutdownEnabled: true, autoShutdownTimeout: 8");
      var kept = stage.says(Machine.class, "m", "Synced", "NotApplied");
      assertThat(message(kept, "Synced"))
          .contains("autoShutdownTimeout (declared 8, actual 1)")
          .contains("autoShutdownEnabled: false")
          .contains("then true");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark)).filteredOn(c -> c.mutating()).hasSize(1);

      stage.machine("m", ", autoShutdownEnabled: false, autoShutdownTimeout: 8");
      stage.until(() -> !machine(stage).path("autoShutdownEnabled").asBoolean());
      stage.machine("m", ", autoShutdownEnabled: true, autoShutdownTimeout: 8");
      stage.until(() -> machine(stage).path("autoShutdownTimeout").asInt() == 8);
      stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      assertThat(machine(stage).path("autoShutdownEnabled").asBoolean()).isTrue();
    }
  }

  /** 10.32. */
  @ParameterizedTest
  @EnumSource
  void anUnknownNetworkIsNoMissingMachine(NoNetwork choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      atRest(stage);
      var network = choice == NoNetwork.DEFAULT_ID ? stage.team().defaultNetwork("ca1") : "nw-gone";
      stage.cloud.choose(Choices.UnknownReference.NOT_FOUND);
      int mark = stage.cloud.journal().size();
      stage.machine("m", ", networkId: " + network);
      var said = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(message(said, "Stalled"))
          .contains("networkId: the service finds no private network " + network);
      assertThat(stage.cloud.journal().since(mark))
          .filteredOn(c -> c.mutating())
          .as("told at once")
          .hasSizeLessThan(3);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.get(Machine.class, "m").getStatus().id()).isEqualTo(id);
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
      stage.machine("m", "");
      stage.machineReady("m");
    }
  }
}
