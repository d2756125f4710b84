package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static addresses, and the machines that have them. */
class SimulatorPublicIpTest {
  private final Simulator simulator = Simulator.start(new VirtualClock()).instant();
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void giveKey() {
    simulator.key("key-a").team("team-a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void oneIsFoundInTheListAlone() {
    var ip = claim("ny2");
    var other = claim("ca1");

    assertThat(caller.call("GET", "/public-ips/" + ip).status()).isEqualTo(405);
    assertThat(caller.ok("GET", "/public-ips").get("items").findValuesAsText("ip"))
        .containsExactly(other, ip);
    assertThat(caller.ok("GET", "/public-ips?region=ny2").get("items")).hasSize(1);
    assertThat(listed(ip).get("region").asText()).isEqualTo("East Coast (NY2)");
    assertThat(listed(ip).get("assignedMachineId").isNull()).isTrue();
  }

  @Test
  void oneIsAssignedMovedAndDetached() {
    var ip = claim("ny2");
    var first = machine("none");
    var second = machine("dynamic");
    assign(ip, first);
    assertThat(address(first)).isEqualTo("static " + ip);
    assign(ip, second);
    assertThat(listed(ip).get("assignedMachineId").asText()).isEqualTo(second);
    assertThat(address(first)).isEqualTo("none null");
    assertThat(address(second)).isEqualTo("static " + ip);
    caller.ok("PUT", "/public-ips/" + ip, "{\"machineId\":null}");

    assertThat(listed(ip).get("assignedMachineId").isNull()).isTrue();
    assertThat(address(second)).startsWith("dynamic 203.0.113.");
  }

  @Test
  void oneStaysAcrossStopAndStart() {
    var ip = claim("ny2");
    var machine = machine("none");
    assign(ip, machine);
    caller.ok("PATCH", "/machines/" + machine + "/stop", "{}");
    assertThat(address(machine)).isEqualTo("static " + ip);
    caller.ok("PATCH", "/machines/" + machine + "/start", "{}");

    assertThat(address(machine)).isEqualTo("static " + ip);
  }

  @Test
  void aMachineHasOneOfItsOwnRegion() {
    var machine = machine("none");
    assertThat(assigning(claim("ca1"), machine)).isEqualTo(400);
    assertThat(assigning(claim("ny2"), "ps0")).isEqualTo(400);
    assertThat(assigning("203.0.113.1", machine)).isEqualTo(404);
    assign(claim("ny2"), machine);

    assertThat(assigning(claim("ny2"), machine)).isEqualTo(409);
  }

  @Test
  void aStaticAddressOfAMachineIsOneOfThemAndOutlivesIt() {
    var made =
        caller.ok(
            "POST",
            "/machines",
            Bodies.object(Bodies.machine("m")).put("publicIpType", "static").toString());
    var ip = made.at("/data/publicIp").asText();
    var machine = made.at("/data/id").asText();
    assertThat(listed(ip).get("assignedMachineId").asText()).isEqualTo(machine);
    caller.ok("DELETE", "/machines/" + machine);

    assertThat(listed(ip).get("assignedMachineId").isNull()).isTrue();
  }

  @Test
  void aMachineThatTurnsStaticGetsOneAndLeavesItWhenItTurnsBack() {
    var machine = machine("dynamic");
    caller.ok("PUT", "/machines/" + machine, "{\"publicIpType\":\"static\"}");
    var ip = address(machine).substring("static ".length());
    assertThat(listed(ip).get("assignedMachineId").asText()).isEqualTo(machine);
    caller.ok("PUT", "/machines/" + machine, "{\"publicIpType\":\"dynamic\"}");

    assertThat(listed(ip).get("assignedMachineId").isNull()).isTrue();
    assertThat(address(machine)).startsWith("dynamic 203.0.113.");
  }

  @Test
  void aReleaseIsForGood() {
    var ip = claim("ny2");
    var machine = machine("none");
    assign(ip, machine);
    assertThat(caller.ok("DELETE", "/public-ips/" + ip).get("ip").asText()).isEqualTo(ip);

    assertThat(caller.call("DELETE", "/public-ips/" + ip).status()).isEqualTo(404);
    assertThat(simulator.team("team-a").publicIps().size()).isZero();
    assertThat(address(machine)).isEqualTo("none null");
    assertThat(claim("ny2")).isNotEqualTo(ip);
  }

  private String claim(String region) {
    return caller
        .ok("POST", "/public-ips", "{\"region\":\"%s\"}".formatted(region))
        .get("ip")
        .asText();
  }

  private void assign(String ip, String machine) {
    assertThat(assigning(ip, machine)).isEqualTo(200);
  }

  private int assigning(String ip, String machine) {
    return caller
        .call("PUT", "/public-ips/" + ip, "{\"machineId\":\"%s\"}".formatted(machine))
        .status();
  }

  private JsonNode listed(String ip) {
    return caller
        .ok("GET", "/public-ips")
        .get("items")
        .valueStream()
        .filter(it -> it.get("ip").asText().equals(ip))
        .findFirst()
        .orElseThrow();
  }

  private String machine(String type) {
    var body = Bodies.object(Bodies.machine("m")).put("publicIpType", type).toString();
    return caller.ok("POST", "/machines", body).at("/data/id").asText();
  }

  private String address(String machine) {
    var seen = caller.ok("GET", "/machines/" + machine);
    return seen.get("publicIpType").asText() + " " + seen.get("publicIp").asText();
  }
}
