package com.paperspace.operator.faults;

import static com.paperspace.operator.faults.PublicIpTest.address;
import static com.paperspace.operator.faults.PublicIpTest.ip;
import static com.paperspace.operator.faults.PublicIpTest.machine;
import static com.paperspace.operator.faults.PublicIpTest.message;
import static com.paperspace.operator.faults.PublicIpTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two that would decide on the address of one machine do not take turns. */
class AddressOfMachineTest {

  private static void declare(Stage stage, String type) {
    stage.patch(Machine.class, "m", "{\"spec\": {\"publicIpType\": " + type + "}}");
  }

  private static void noTurns(Stage stage) {
    int mark = stage.cloud.journal().size();
    stage.pass(Duration.ofHours(1));
    assertThat(stage.cloud.journal().since(mark)).as("no turns").noneMatch(c -> c.mutating());
  }

  /** The machine would put back what the address makes of it, and so on without end. */
  @ParameterizedTest
  @ValueSource(strings = {"dynamic", "none"})
  void aMachineThatDeclaresAnotherAddressIsWaitedFor(String type) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      address(stage, "a", ", machineRef: {name: m}");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(machine));
      declare(stage, '"' + type + '"');
      assertThat(message(stage, "a", "Stalled", "InvalidSpec"))
          .startsWith("machineRef: Machine m declares publicIpType: " + type);
      stage.until(() -> user(stage, ip).equals("null"));
      stage.machineReady("m");
      noTurns(stage);
      declare(stage, "null");
      stage.until(() -> user(stage, ip).equals(machine));
    }
  }

  /** By its id likewise, also when it declares that later: the machine decides. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMachineNamedByItsIdThatDeclaresAnotherKeepsIt(boolean later) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", later ? "" : ", publicIpType: dynamic");
      address(stage, "a", ", machineId: " + machine);
      if (later) {
        var ip = ip(stage, "a");
        stage.until(() -> user(stage, ip).equals(machine));
        declare(stage, "\"dynamic\"");
        stage.until(() -> user(stage, ip).equals("null"));
      }
      assertThat(message(stage, "a", "Stalled", "OwnershipConflict"))
          .startsWith(
              "publicIpType of Machine " + machine + ": already declared by Machine/m; nothing");
      stage.machineReady("m");
      noTurns(stage);
      declare(stage, "null");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(machine));
      stage.machineReady("m");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"machineRef: {name: m}", "machineId: %s"})
  void theSecondAddressOfAMachineIsAConflict(String named) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      address(stage, "a", ", machineRef: {name: m}");
      var first = ip(stage, "a");
      stage.until(() -> user(stage, first).equals(machine));
      address(stage, "b", ", " + named.formatted(machine));
      assertThat(message(stage, "b", "Stalled", "OwnershipConflict"))
          .startsWith("static address of Machine " + machine + ": already declared by PublicIp/a");
      noTurns(stage);
      assertThat(stage.team().publicIps().size()).as("none is paid for in vain").isEqualTo(1);
      stage.rig.delete(PublicIp.class, "a");
      stage.gone(PublicIp.class, "a");
      var second = ip(stage, "b");
      stage.until(() -> user(stage, second).equals(machine));
      noTurns(stage);
    }
  }

  /** The second would pay for an address that it cannot give to the machine. */
  @ParameterizedTest
  @ValueSource(strings = {"machineRef: {name: m}", "machineId: %s"})
  void ofTwoInOneApplyOneIsMade(String named) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      var both = Map.of("a", "b", "b", "a");
      both.keySet().forEach(it -> address(stage, it, ", " + named.formatted(machine)));
      stage.until(() -> stage.team().publicIps().all().stream().anyMatch(it -> isOf(it, machine)));
      var made =
          both.keySet().stream()
              .filter(it -> stage.get(PublicIp.class, it).getStatus().id() != null)
              .toList();
      assertThat(made).as("one has an address").hasSize(1);
      assertThat(message(stage, both.get(made.get(0)), "Stalled", "OwnershipConflict"))
          .startsWith("static address of Machine " + machine + ": already declared by PublicIp/");
      noTurns(stage);
      assertThat(stage.team().publicIps().size()).as("none is paid for in vain").isEqualTo(1);
      stage.rig.delete(PublicIp.class, made.get(0));
      stage.gone(PublicIp.class, made.get(0));
      var next = ip(stage, both.get(made.get(0)));
      stage.until(() -> user(stage, next).equals(machine));
    }
  }

  private static boolean isOf(JsonNode address, String machine) {
    return address.path("assignedMachineId").asText().equals(machine);
  }

  /** Who cannot go on is no reason for others to wait. */
  @ParameterizedTest
  @ValueSource(strings = {"paused", "elsewhere"})
  void whoCannotGoOnLeavesTheMachineToOthers(String why) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      stage.cloud.faults().next("POST", "/public-ips", Fault.REFUSED).always();
      address(stage, "a", ", machineRef: {name: m}");
      stage.says(PublicIp.class, "a", "Stalled", "InvalidSpec");
      if (why.equals("paused")) {
        stage.rig.annotate(PublicIp.class, "a", Annotations.PAUSED, "true");
        stage.says(PublicIp.class, "a", "Synced", "Paused");
      } else {
        stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineRef\": {\"name\": \"none\"}}}");
        stage.says(PublicIp.class, "a", "Ready", "WaitingForReference");
      }
      stage.cloud.faults().clear();
      address(stage, "b", ", machineRef: {name: m}");
      var ip = ip(stage, "b");
      stage.until(() -> user(stage, ip).equals(machine));
      noTurns(stage);
    }
  }

  /** Another that is right would wait for it without end. */
  @Test
  void whoCanNeverHaveOneLeavesTheMachineToOthers() {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      stage.rig.apply(
          "kind: PublicIp\nmetadata: {name: a}\nspec: {region: ca1, machineRef: {name: m}}\n");
      stage.says(PublicIp.class, "a", "Stalled", "InvalidSpec");
      address(stage, "b", ", machineRef: {name: m}");
      var ip = ip(stage, "b");
      stage.until(() -> user(stage, ip).equals(machine));
    }
  }

  /** Who is moved by hand claims nothing where it was moved to. */
  @Test
  void whoWasMovedByHandGoesBack() {
    try (var stage = Stage.open()) {
      var first = machine(stage, "m", "");
      var second = machine(stage, "n", "");
      address(stage, "a", ", machineRef: {name: m}");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(first));
      stage.team().console("PUT", "/public-ips/" + ip, "{\"machineId\": \"" + second + "\"}");
      stage.until(() -> user(stage, ip).equals(first));
      stage.ready(PublicIp.class, "a");
      noTurns(stage);
    }
  }

  static List<Fault> lost() {
    return List.of(
        Fault.RESET_AFTER_EFFECT,
        Fault.EMPTY_BODY,
        Fault.RESET_BEFORE_EFFECT,
        Fault.TOO_MANY_REQUESTS,
        Fault.UNAVAILABLE);
  }

  /**
   * It is noted before it is sent, so a deletion knows whose it is whatever became of the answer.
   */
  @ParameterizedTest
  @MethodSource("lost")
  void anAssignmentWhoseAnswerIsLostIsOurs(Fault fault) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      stage.cloud.faults().next("PUT", "/public-ips/{ip}", fault);
      address(stage, "a", ", machineRef: {name: m}");
      stage.until(PublicIp.class, "a", it -> it.getStatus() != null && it.getStatus().id() != null);
      var ip = stage.get(PublicIp.class, "a").getStatus().id();
      stage.until(() -> user(stage, ip).equals(machine));
      stage.ready(PublicIp.class, "a");
      stage.rig.delete(PublicIp.class, "a");
      stage.gone(PublicIp.class, "a");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }
}
