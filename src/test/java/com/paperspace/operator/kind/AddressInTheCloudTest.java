package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked about an address and its machine before anything is sent. */
class AddressInTheCloudTest {
  private final PublicIpAdapter adapter = new PublicIpAdapter();
  private final OneTeam team = new OneTeam();

  AddressInTheCloudTest() {
    team.put("machines", "ps1", "{id: ps1, name: m, state: ready, region: ny2}");
  }

  @AfterEach
  void close() {
    team.close();
  }

  private static PublicIp address(String spec) {
    return Given.resource(PublicIp.class, spec);
  }

  @Test
  void itGoesByTheNameOfItsResourceInMessages() {
    assertThat(adapter.name(address("{region: ny2}"))).isEqualTo("here");
    assertThat(adapter.isNamed()).as("the cloud knows none").isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ps1, true", "ps0, false"})
  void theMachineItNamesIsLookedFor(String id, boolean isThere) {
    var reference = new Reference.ToResource("machineRef", Machine.class, "m");
    var given = team.given().with(Map.of("machineRef", id));
    assertThat(adapter.exists(reference, given, team.api)).isEqualTo(isThere);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "m1, m2, m2, it is to leave the machine it was last seen at",
    "m2, m2, '', it is where it is to be",
    "'', m2, '', it was seen at none",
  })
  void theMachineItIsToLeaveIsAskedFor(String seen, String declared, String found, String why) {
    team.put("public-ips", "198.18.0.1", "{ip: 198.18.0.1, region: ny2, assignedMachineId: m2}");
    var observed = seen.isEmpty() ? "{}" : "{machineId: " + seen + "}";
    var yaml = "{spec: {region: ny2, machineId: %s}, status: {id: 198.18.0.1, observed: %s}}";
    var resource = Given.read(PublicIp.class, yaml.formatted(declared, observed));
    assertThat(adapter.lookUp(resource, team.given(), team.api))
        .as(why)
        .isEqualTo(Map.of(AddressUser.FIELD, found));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "region: ny2 | ps0 | - | for no machine",
        "'region: ny2, machineId: ps1' | ps0 | - | for one of its region",
        "'region: ny2, machineRef: {name: m}' | ps1 | - | likewise, by name",
        "'region: ny2, machineRef: {name: m}' | ps0 | Its machine is looked for again. | one that"
            + " is gone and may be made again",
      })
  void whetherItCanBeClaimedNow(String spec, String named, String message, String why) {
    var given = team.given().with(Map.of("machineRef", named));
    var waits = adapter.beforeCreate(address("{" + spec + "}"), given, team.api);
    assertThat(waits.map(it -> it.message()).orElse(null)).as(why).isEqualTo(message);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'region: ny2, machineId: ps0' | machineId: there is no machine ps0, so no address was"
            + " claimed. Name one that is there. | an address is billed from its claim on",
        "'region: ca1, machineId: ps1' | machineId: machine ps1 is in ny2, and can have an address"
            + " of that region alone; none was claimed in ca1. Name a machine of that region, or"
            + " apply the PublicIp anew with the machine's. | it could never be assigned",
      })
  void oneThatNoMachineCanHaveIsNotClaimed(String spec, String message, String why) {
    assertThatThrownBy(
            () -> adapter.beforeCreate(address("{" + spec + "}"), team.given(), team.api))
        .as(why)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
