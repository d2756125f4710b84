package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Startup scripts and the machines they are for. */
class SimulatorScriptTest {
  private static final String SCRIPT =
      "{\"name\":\"setup\",\"script\":\"echo 1\",\"isRunOnce\":true}";

  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock).instant();
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
  void theTextGoesInAndNeverComesOut() {
    var made = caller.ok("POST", "/startup-scripts", SCRIPT);
    var id = made.get("id").asText();
    var changed = caller.ok("PUT", "/startup-scripts/" + id, "{\"script\":\"echo 2\"}");

    assertThat(simulator.team("team-a").kept("startup-scripts", id, "script")).isEqualTo("echo 2");
    assertThat(made.toString() + changed + caller.ok("GET", "/startup-scripts"))
        .doesNotContain("echo");
    assertThat(simulator.journal().all().toString()).doesNotContain("echo");
  }

  @Test
  void oneIsEnabledUntilAChangeSaysOtherwise() {
    var refused = "{\"name\":\"a\",\"script\":\"b\",\"isEnabled\":false}";
    assertThat(caller.call("POST", "/startup-scripts", refused).status()).isEqualTo(400);
    var id = script();
    assertThat(get(id).get("isEnabled").asBoolean()).isTrue();
    assertThat(get(id).get("isRunOnce").asBoolean()).isTrue();
    caller.ok("PUT", "/startup-scripts/" + id, "{\"isEnabled\":false}");

    assertThat(get(id).get("isEnabled").asBoolean()).isFalse();
    assertThat(get(id).get("isRunOnce").asBoolean()).isTrue();
  }

  @Test
  void oneIsAssignedWithItsMachineOrLater() {
    var script = script();
    var body = Bodies.object(Bodies.machine("m")).put("startupScriptId", script).toString();
    var first = caller.ok("POST", "/machines", body).at("/data/id").asText();
    var second = machine();
    caller.ok("POST", "/startup-scripts/" + script + "/assign", onMachine(second));
    assertThat(get(script).get("assignedMachineIds"))
        .isEqualTo(Bodies.json("[\"%s\",\"%s\"]".formatted(first, second)));
    caller.ok("POST", "/startup-scripts/" + script + "/unassign", onMachine(first));

    assertThat(get(script).get("assignedMachineIds"))
        .isEqualTo(Bodies.json("[\"%s\"]".formatted(second)));
  }

  @Test
  void noMachineAndNoScriptCanBeAssigned() {
    var at = "/startup-scripts/" + script() + "/assign";

    assertThat(caller.call("POST", at, onMachine("ps0")).status()).isEqualTo(400);
    assertThat(caller.call("POST", "/startup-scripts/ss0/assign", onMachine(machine())).status())
        .isEqualTo(404);
  }

  @Test
  void aMachineThatGoesLeavesItsScript() {
    var script = script();
    var machine = machine();
    caller.ok("POST", "/startup-scripts/" + script + "/assign", onMachine(machine));
    assertThat(caller.call("DELETE", "/startup-scripts/" + script).status()).isEqualTo(409);
    caller.ok("DELETE", "/machines/" + machine);

    assertThat(get(script).get("assignedMachineIds")).isEmpty();
    assertThat(caller.ok("DELETE", "/startup-scripts/" + script).hasNonNull("dtDeleted")).isTrue();
    assertThat(caller.call("GET", "/startup-scripts/" + script).status()).isEqualTo(404);
  }

  @Test
  void aMachineOnItsWayOutUsesNoScript() {
    simulator.delay(Delay.MACHINE_DELETE, Duration.ofMinutes(2));
    var script = script();
    var machine = machine();
    caller.ok("POST", "/startup-scripts/" + script + "/assign", onMachine(machine));
    caller.ok("DELETE", "/machines/" + machine);
    clock.advance(Duration.ofMinutes(1));

    caller.ok("DELETE", "/startup-scripts/" + script);
  }

  /** A text that looks like an attack, as the edge in front of the service sees it. */
  @Test
  void theEdgeCanRefuseAText() {
    simulator
        .faults()
        .next("POST", "/startup-scripts", Fault.BLOCKED_AT_EDGE)
        .when(it -> it.text().contains("/etc/passwd"))
        .always();
    var bad = "{\"name\":\"a\",\"script\":\"cat /etc/passwd\"}";

    assertThat(caller.call("POST", "/startup-scripts", bad).status()).isEqualTo(403);
    caller.ok("POST", "/startup-scripts", SCRIPT);
    assertThat(simulator.team("team-a").startupScripts().size()).isEqualTo(1);
  }

  private String script() {
    return caller.ok("POST", "/startup-scripts", SCRIPT).get("id").asText();
  }

  private JsonNode get(String id) {
    return caller.ok("GET", "/startup-scripts/" + id);
  }

  private String machine() {
    return caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
  }

  private static String onMachine(String id) {
    return "{\"machineId\":\"%s\"}".formatted(id);
  }
}
