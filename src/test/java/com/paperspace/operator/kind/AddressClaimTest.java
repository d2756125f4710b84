package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For which machines an address is claimed, which is billed at once. */
class AddressClaimTest {
  private final PublicIpAdapter adapter = new PublicIpAdapter();
  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  @Test
  void whatAPlainMemberIsNotShownIsNotSaidToBeGone() {
    told.get(
        "/auth/session",
        "{'user': {'id': 'u', 'teamMemberships': [{'team': {'id': 'te1'}, 'isOwner': false,"
            + " 'isAdmin': false}]}, 'team': {'id': 'te1'}}");
    var resource = Given.resource(PublicIp.class, "{region: ny2, machineId: m1}");
    var inputs = Given.given().with(Map.of(MachineRef.FIELD, "m1"));
    assertThatThrownBy(() -> adapter.beforeCreate(resource, inputs, told.api()))
        .hasMessage(
            "machineId: the key, which is that of a plain member of the team, does not show machine"
                + " m1, so no address was claimed. Name one that is there.");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "', machineId: m1' | East Coast (NY2) | - | it is in the region",
        "'' | ca1 | - | it is claimed for none",
        "', machineId: ''''' | ca1 | - | or for no machine",
        "', machineId: m1' | ca1 | machineId: machine m1 is in ca1, and can have an address of that"
            + " region alone; none was claimed in ny2. | it is in another",
        "', machineRef: {name: m}' | ca1 | machineRef: machine m1 is in ca1, | by reference",
        "', machineId: m1' | gone | machineId: there is no machine m1, so no address was claimed."
            + " | it is not there",
        "', machineRef: {name: m}' | gone | Its machine is looked for again. | its resource knows",
      })
  void itIsClaimedOnlyForAMachineThatCanHaveIt(
      String more, String region, String said, String why) {
    told.get("/auth/session", "{'user': {'id': 'u'}, 'team': {'id': 'te1'}}");
    if (!region.equals("gone")) {
      told.get("/machines/m1", "{'id': 'm1', 'name': 'm', 'region': '" + region + "'}");
    }
    var resource = Given.resource(PublicIp.class, "{region: ny2" + more + "}");
    var inputs = Given.given().with(Map.of(MachineRef.FIELD, "m1"));
    if (said.startsWith("machine")) {
      assertThatThrownBy(() -> adapter.beforeCreate(resource, inputs, told.api()))
          .as(why)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(said);
    } else {
      var words = adapter.beforeCreate(resource, inputs, told.api()).map(it -> it.message());
      assertThat(words.orElse("-")).as(why).isEqualTo(said);
    }
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "static | A | A of m1 | A | it has one",
        "static | A | B of m2 | - | it was released a moment ago",
        "static | | B of m1 | B | one the list alone shows",
        "static | | B of m2 | - | it has lost its own",
        "static | A | A of m2 | - | it was moved a moment ago",
        "static | A | A of | - | it was taken off a moment ago",
        "dynamic | A | B of m2 | - | what it has goes with it",
        "none | | B of m2 | - | it has none",
      })
  void noneIsClaimedForAMachineThatHasOne(
      String type, String ip, String listed, String has, String why) {
    told.get(
        "/machines/m1",
        "{'id': 'm1', 'name': 'm', 'region': 'ny2', 'publicIpType': '%s', 'publicIp': %s}"
            .formatted(type, ip == null ? "null" : "'" + ip + "'"));
    var row = (listed + " ").split(" of ", 2);
    told.get(
        "/public-ips",
        "[{'ip': '%s', 'region': 'ny2', 'assignedMachineId': %s}]"
            .formatted(row[0], row[1].isBlank() ? "null" : "'" + row[1].strip() + "'"));
    var resource = Given.resource(PublicIp.class, "{region: ny2, machineId: m1}");
    var seen = adapter.beforeCreate(resource, Given.given(), told.api());
    assertThat(seen.isEmpty()).as(why).isEqualTo(has.equals("-"));
    seen.ifPresent(
        it -> {
          assertThat(it.phase()).as("somebody has to act").isEqualTo(Phase.FAILED);
          assertThat(it.message())
              .startsWith("machineId: machine m1 has the static address " + has + " and can have")
              .contains("externalId: " + has + ".");
        });
  }
}
