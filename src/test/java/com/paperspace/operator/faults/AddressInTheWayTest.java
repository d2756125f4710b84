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

/** A machine that has a static address already costs no second one. */
class AddressInTheWayTest {
  private static final String ADDRESSES = "/public-ips";
  private static final String STATIC = ", publicIpType: static";

  /** Machine m with an address no PublicIp keeps: its own from before, or one given by hand. */
  private static String given(Stage stage, boolean byHand) {
    var machine = machine(stage, "m", byHand ? "" : STATIC);
    if (byHand) {
      assign(stage, claimed(stage), machine);
    } else {
      leaveOut(stage);
    }
    stage.pass(Duration.ofMinutes(10));
    return its(stage);
  }

  private static void leaveOut(Stage stage) {
    stage.patch(Machine.class, "m", "{\"spec\": {\"publicIpType\": null}}");
    stage.machineReady("m");
  }

  private static String its(Stage stage) {
    return stage.team().publicIps().all().get(0).path("ip").asText();
  }

  private static String claimed(Stage stage) {
    return stage.team().console("POST", ADDRESSES, "{\"region\": \"ny2\"}").path("ip").asText();
  }

  private static void assign(Stage stage, String ip, String machine) {
    var id = machine == null ? "null" : '"' + machine + '"';
    stage.team().console("PUT", ADDRESSES + "/" + ip, "{\"machineId\": " + id + "}");
  }

  private static String id(Stage stage) {
    return stage.get(Machine.class, "m").getStatus().id();
  }

  /** It could not be assigned, and would be billed for as long as nobody looks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"false | machineRef: {name: m}", "false | machineId: %s", "true | machineId: %s"})
  void noneIsClaimedBesideIt(boolean byHand, String named) {
    try (var stage = Stage.open()) {
      var ip = given(stage, byHand);
      address(stage, "a", ", " + named.formatted(id(stage)));
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().publicIps().size()).as("one is billed").isEqualTo(1);
      assertThat(message(stage, "a", "Stalled", "InvalidSpec"))
          .contains("has the static address " + ip, "externalId: " + ip, "machineId: \"\"");
      long before = stage.calls("GET", ADDRESSES);
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("GET", ADDRESSES) - before).as("looks").isBetween(3L, 5L);

      assign(stage, ip, null);
      assertThat(ip(stage, "a")).isNotEqualTo(ip);
      stage.until(() -> user(stage, ip(stage, "a")).equals(id(stage)));
    }
  }

  /** What the first message says leads to the second, and that to the address it has. */
  @Test
  void theAdviceLeadsToTheOneAddressThereIs() {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", STATIC);
      var ip = its(stage);
      stage.pass(Duration.ofMinutes(10));
      address(stage, "a", ", machineRef: {name: m}");
      assertThat(message(stage, "a", "Stalled", "InvalidSpec"))
          .contains("declares publicIpType: static", "Leave publicIpType out", "externalId");
      leaveOut(stage);
      stage.pass(Duration.ofHours(1));
      assertThat(message(stage, "a", "Stalled", "InvalidSpec")).contains("externalId: " + ip);
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"externalId\": \"" + ip + "\"}}");
      assertThat(ip(stage, "a")).isEqualTo(ip);
      stage.pass(Duration.ofHours(1));
      assertThat(user(stage, ip)).isEqualTo(machine);
      assertThat(stage.team().publicIps().size()).as("one is billed").isEqualTo(1);
      assertThat(stage.calls("POST", ADDRESSES)).isZero();
    }
  }

  /** What was paid for already is found, whatever the machine has by now. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatALostClaimMadeIsKept(boolean crash) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      var other = claimed(stage);
      stage.pass(Duration.ofMinutes(10));
      stage.cloud.faults().next("POST", ADDRESSES, Fault.RESET_AFTER_EFFECT);
      address(stage, "a", ", machineRef: {name: m}");
      stage.until(() -> stage.team().publicIps().size() == 2);
      assign(stage, other, machine);
      if (crash) {
        stage.restart();
      }
      stage.until(PublicIp.class, "a", it -> it.getStatus() != null && it.getStatus().id() != null);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.get(PublicIp.class, "a").getStatus().conditions().toString())
          .contains("has the static address " + other);
      assign(stage, other, null);
      stage.until(() -> user(stage, ip(stage, "a")).equals(machine));
      assertThat(stage.team().publicIps().size()).isEqualTo(2);
    }
  }

  /** A refused call again and again would spend the budget of the key. */
  @Test
  void oneThatIsThereIsNotSentToItInVain() {
    try (var stage = Stage.open()) {
      var ip = given(stage, false);
      address(stage, "a", "");
      var ours = ip(stage, "a");
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineRef\": {\"name\": \"m\"}}}");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.get(PublicIp.class, "a").getStatus().conditions().toString())
          .contains("has the static address " + ip);
      assertThat(stage.calls("PUT", ADDRESSES + "/{ip}")).isZero();
      assign(stage, ip, null);
      stage.until(() -> user(stage, ours).equals(id(stage)));
    }
  }
}
