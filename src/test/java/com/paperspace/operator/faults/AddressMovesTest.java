package com.paperspace.operator.faults;

import static com.paperspace.operator.faults.PublicIpTest.address;
import static com.paperspace.operator.faults.PublicIpTest.ip;
import static com.paperspace.operator.faults.PublicIpTest.machine;
import static com.paperspace.operator.faults.PublicIpTest.message;
import static com.paperspace.operator.faults.PublicIpTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that leaves one machine for another costs no second one, and ends where it is to. */
class AddressMovesTest {
  private static final String ASSIGN = "/public-ips/{ip}";

  private static void name(Stage stage, String address, String machine) {
    stage.patch(
        PublicIp.class, address, "{\"spec\": {\"machineRef\": {\"name\": \"" + machine + "\"}}}");
  }

  private static void given(Stage stage, String ip, String machine) {
    stage.until(() -> user(stage, ip).equals(machine));
  }

  private static String its(Stage stage) {
    return stage.team().publicIps().all().get(0).path("ip").asText();
  }

  /** The Machine would claim another one, and both be billed. */
  @ParameterizedTest
  @ValueSource(strings = {"machineRef: {name: n}", "machineId: ''"})
  void aMachineThatDeclaresAStaticAddressKeepsIt(String to) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", ", publicIpType: static");
      machine(stage, "n", "");
      var ip = its(stage);
      stage.pass(Duration.ofMinutes(10));
      address(stage, "a", ", externalId: " + ip + ", " + to);
      assertThat(message(stage, "a", "Stalled", "OwnershipConflict"))
          .startsWith("publicIpType of Machine " + machine + ": already declared by Machine/m");
      stage.pass(Duration.ofHours(2));
      assertThat(user(stage, ip)).isEqualTo(machine);
      assertThat(stage.team().publicIps().size()).as("one is billed").isEqualTo(1);
      assertThat(stage.calls("PUT", ASSIGN)).isZero();

      stage.patch(Machine.class, "m", "{\"spec\": {\"publicIpType\": null}}");
      stage.until(() -> !user(stage, ip).equals(machine));
      assertThat(stage.team().publicIps().size()).isEqualTo(1);
    }
  }

  /** What its status saw last is read anew: nothing is waited for that is over. */
  @Test
  void aMachineThatGaveItBackHoldsUpNoMove() {
    try (var stage = Stage.open()) {
      var first = machine(stage, "m", "");
      var second = machine(stage, "n", "");
      address(stage, "a", ", machineId: " + first);
      var ip = ip(stage, "a");
      given(stage, ip, first);
      stage.patch(Machine.class, "m", "{\"spec\": {\"publicIpType\": \"dynamic\"}}");
      given(stage, ip, "null");
      stage.says(PublicIp.class, "a", "Stalled", "OwnershipConflict");
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineId\": \"" + second + "\"}}");
      given(stage, ip, second);
      stage.ready(PublicIp.class, "a");
    }
  }

  @ParameterizedTest
  @CsvSource({"machineRef: {name: m}, machineRef: {name: n}", "machineId: %s, machineId: %s"})
  void twoThatExchangeTheirMachinesEndThere(String one, String other) {
    try (var stage = Stage.open()) {
      var m = machine(stage, "m", "");
      var n = machine(stage, "n", "");
      address(stage, "a", ", " + one.formatted(m));
      address(stage, "b", ", " + other.formatted(n));
      var a = ip(stage, "a");
      var b = ip(stage, "b");
      given(stage, a, m);
      given(stage, b, n);
      stage.pass(Duration.ofMinutes(10));
      int mark = stage.cloud.journal().size();
      address(stage, "a", ", " + other.formatted(n));
      address(stage, "b", ", " + one.formatted(m));
      given(stage, a, n);
      given(stage, b, m);
      stage.ready(PublicIp.class, "a");
      stage.ready(PublicIp.class, "b");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark))
          .filteredOn(c -> c.mutating())
          .hasSizeBetween(3, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET_AFTER_EFFECT", "RESET_BEFORE_EFFECT", "UNAVAILABLE"})
  void anExchangeOutlivesLostAnswers(String fault) throws ReflectiveOperationException {
    var lost = (Fault) Fault.class.getDeclaredField(fault).get(null);
    try (var stage = Stage.open()) {
      var m = machine(stage, "m", "");
      var n = machine(stage, "n", "");
      address(stage, "a", ", machineRef: {name: m}");
      address(stage, "b", ", machineRef: {name: n}");
      var a = ip(stage, "a");
      var b = ip(stage, "b");
      given(stage, a, m);
      given(stage, b, n);
      stage.cloud.faults().next("PUT", ASSIGN, lost).times(3);
      name(stage, "a", "n");
      name(stage, "b", "m");
      given(stage, a, n);
      given(stage, b, m);
      stage.rig.delete(PublicIp.class, "a");
      stage.rig.delete(PublicIp.class, "b");
      stage.gone(PublicIp.class, "a");
      stage.gone(PublicIp.class, "b");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }

  /** It would be billed for as long as nobody looks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: ca1, machineRef: {name: m} | is in ny2",
        "region: ny2, machineId: psnone | there is no machine psnone",
      })
  void whatCanNeverBeAssignedIsNotClaimed(String spec, String said) {
    try (var stage = Stage.open()) {
      machine(stage, "m", "");
      stage.rig.apply("kind: PublicIp\nmetadata: {name: a}\nspec: {" + spec + "}\n");
      assertThat(message(stage, "a", "Stalled", "InvalidSpec")).contains(said, "claimed");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.team().publicIps().size()).as("none is paid for in vain").isZero();
      assertThat(stage.calls("POST", "/public-ips")).isZero();
      PublicIpTest.address(stage, "b", "");
      PublicIpTest.ip(stage, "b");
    }
  }

  /** An address of machine m that was to go to n by an edit, which is refused from then on. */
  static void editRefused(Stage stage) {
    var m = machine(stage, "m", "");
    machine(stage, "n", "");
    address(stage, "p", ", machineRef: {name: m}");
    given(stage, ip(stage, "p"), m);
    stage.pass(Duration.ofMinutes(10));
    stage.cloud.faults().next("PUT", ASSIGN, Fault.REFUSED).always();
    name(stage, "p", "n");
    stage.pass(Duration.ofMinutes(10));
  }

  /** An edit that is taken back before it was carried out. */
  @Test
  void anEditTakenBackLeavesAnAddressItsMachine() {
    try (var stage = Stage.open()) {
      editRefused(stage);
      name(stage, "p", "m");
      stage.cloud.faults().clear();
      ip(stage, "p");
      stage.pass(Duration.ofMinutes(10));
      address(stage, "q", ", machineRef: {name: m}");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().publicIps().size()).as("none is paid for in vain").isEqualTo(1);
    }
  }
}
