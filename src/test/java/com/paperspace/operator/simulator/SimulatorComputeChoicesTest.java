package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.ComputeChoices.PowerAfterRestore;
import com.paperspace.operator.simulator.ComputeChoices.ReleaseAssigned;
import com.paperspace.operator.simulator.ComputeChoices.RestoreRunning;
import com.paperspace.operator.simulator.ComputeChoices.TemplateReady;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every side of what is open about snapshots, templates and addresses. */
class SimulatorComputeChoicesTest extends BothSides {
  SimulatorComputeChoicesTest() {
    super(ComputeChoices.class);
  }

  @ParameterizedTest
  @EnumSource
  void releaseAssigned(ReleaseAssigned choice) {
    choose(choice);
    var ip = caller.ok("POST", "/public-ips", "{\"region\":\"ny2\"}").get("ip").asText();
    var at = "/public-ips/" + ip;
    caller.ok("PUT", at, "{\"machineId\":\"%s\"}".formatted(machine()));

    assertThat(caller.call("DELETE", at).status())
        .isEqualTo(choice == ReleaseAssigned.ALLOWED ? 200 : 409);
    if (choice == ReleaseAssigned.CONFLICT) {
      caller.ok("PUT", at, "{\"machineId\":null}");
      caller.ok("DELETE", at);
    }
  }

  @ParameterizedTest
  @CsvSource({"EVENT_ENDS,done,true", "TYPES_FILL,in progress,false"})
  void templateReady(TemplateReady choice, String event, boolean empty) {
    choose(choice);
    simulator.delay(Delay.DISTRIBUTE, Duration.ofMinutes(20));
    var made = caller.ok("POST", "/custom-templates", of(off()));
    var at = "/custom-templates/" + made.at("/data/id").asText();
    var of = "/machine-events/" + made.at("/event/id").asText();
    var machine =
        Bodies.object(Bodies.machine("m"))
            .put("templateId", made.at("/data/id").asText())
            .toString();
    assertThat(caller.call("POST", "/machines", machine).status()).isEqualTo(409);
    clock.advance(Duration.ofMinutes(20));

    assertThat(caller.ok("GET", of).get("state").asText()).isEqualTo(event);
    assertThat(caller.ok("GET", at).get("availableMachineTypes").isEmpty()).isEqualTo(empty);
    caller.ok("POST", "/machines", machine);
    clock.advance(Duration.ofMinutes(20));
    assertThat(caller.ok("GET", of).get("state").asText()).isEqualTo("done");
    assertThat(caller.ok("GET", at).get("availableMachineTypes")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void restoreRunning(RestoreRunning choice) {
    choose(choice);
    var running = machine();
    var accepted = choice == RestoreRunning.ACCEPTED ? 200 : 409;

    assertThat(caller.call("POST", restoreOf(running), "{}").status()).isEqualTo(accepted);
    assertThat(caller.call("POST", restoreOf(off()), "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"AS_BEFORE,ready", "OFF,off"})
  void powerAfterRestore(PowerAfterRestore choice, String state) {
    choose(choice);
    var machine = machine();
    caller.ok("POST", restoreOf(machine), "{}");

    assertThat(caller.ok("GET", "/machines/" + machine).get("state").asText()).isEqualTo(state);
  }

  private String restoreOf(String machine) {
    var made = caller.ok("POST", "/snapshots", of(machine));
    return "/snapshots/" + made.at("/data/id").asText() + "/restore";
  }

  private static String of(String machine) {
    return "{\"name\":\"n\",\"machineId\":\"%s\"}".formatted(machine);
  }

  private String off() {
    var id = machine();
    caller.ok("PATCH", "/machines/" + id + "/stop", "{}");
    return id;
  }

  private String machine() {
    return caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
  }
}
