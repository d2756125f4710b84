package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates of the service, and the team's own on virtual time. */
class SimulatorTemplateTest {
  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock).instant();
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void start() {
    simulator.key("key-a").team("team-a");
    simulator.delay(Delay.DISTRIBUTE, Duration.ofMinutes(20));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void thoseOfTheServiceComeByNameFromTheLastToTheFirst() {
    var all = caller.ok("GET", "/os-templates").get("items");
    var ubuntu = caller.ok("GET", "/os-templates?name=Ubuntu%2022.04&order=asc").get("items");

    assertThat(all.get(0).get("id").asText()).isEqualTo("tnr2oh1m");
    assertThat(all.findValuesAsText("name")).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(ubuntu.findValuesAsText("id")).containsExactly("t0nspur5", "tpi7gqht");
  }

  @ParameterizedTest
  @CsvSource({
    "t0nspur5, A4000, 200",
    "tiq8mhti, H100, 200",
    "t0nspur5, H100, 400",
    "tiq8mhti, A4000, 400",
    "t0, A4000, 400"
  })
  void aMachineTypeHasToBeOneTheTemplateOffers(String template, String type, int status) {
    assertThat(caller.call("POST", "/machines", machineOf(template, type, "ny2")).status())
        .isEqualTo(status);
  }

  @Test
  void oneIsMadeOfAMachineThatIsOff() {
    var machine = ready();
    assertThat(caller.call("POST", "/custom-templates", template(machine)).status()).isEqualTo(409);
    caller.ok("PATCH", "/machines/" + machine + "/stop", "{}");
    var made = caller.ok("POST", "/custom-templates", template(machine));

    assertThat(made.at("/event/name").asText()).isEqualTo("template-create");
    assertThat(made.at("/data/operatingSystemLabel").asText()).isEqualTo("Ubuntu 22.04");
    assertThat(made.at("/data/defaultSizeGb").asInt()).isEqualTo(50);
    assertThat(made.at("/data/parentMachineId").asText()).isEqualTo(machine);
    assertThat(caller.call("PATCH", "/machines/" + machine + "/start", "{}").status())
        .isEqualTo(409);
    pass(20);
    caller.ok("PATCH", "/machines/" + machine + "/start", "{}");
  }

  @Test
  void machinesAreMadeOfOneThatIsReadyInItsRegion() {
    var id = made();
    assertThat(caller.call("POST", "/machines", machineOf(id, "A4000", "ny2")).status())
        .isEqualTo(409);
    pass(20);
    assertThat(caller.call("POST", "/machines", machineOf(id, "A4000", "ca1")).status())
        .isEqualTo(400);
    var machine = caller.ok("POST", "/machines", machineOf(id, "A4000", "ny2"));

    assertThat(machine.at("/data/os").asText()).isEqualTo("Ubuntu 22.04");
  }

  @Test
  void oneOutlivesItsMachine() {
    var id = made();
    pass(40);
    var parent = get(id).get("parentMachineId").asText();
    caller.ok("DELETE", "/machines/" + parent);

    assertThat(get(id).get("availableMachineTypes")).isNotEmpty();
    assertThat(caller.ok("GET", "/custom-templates?machineId=" + parent).get("items")).hasSize(1);
    caller.ok("POST", "/machines", machineOf(id, "C5", "ny2"));
  }

  @Test
  void oneIsRenamedAndDeletedAtOnce() {
    var id = made();
    caller.ok("PUT", "/custom-templates/" + id, "{\"name\":\"other\"}");
    assertThat(get(id).get("name").asText()).isEqualTo("other");
    assertThat(caller.ok("DELETE", "/custom-templates/" + id).hasNonNull("dtDeleted")).isTrue();
    pass(40);

    assertThat(caller.call("GET", "/custom-templates/" + id).status()).isEqualTo(404);
    assertThat(caller.call("POST", "/machines", machineOf(id, "A4000", "ny2")).status())
        .isEqualTo(400);
  }

  @Test
  void oneWhoseWorkFailsIsGone() {
    simulator.mishaps().failEvents("template-create", 1, "disk is tired");
    var id = made();
    pass(20);

    assertThat(caller.call("GET", "/custom-templates/" + id).status()).isEqualTo(404);
    assertThat(caller.ok("GET", "/machine-events").at("/items/0/error").asText())
        .isEqualTo("disk is tired");
  }

  private String made() {
    var machine = ready();
    caller.ok("PATCH", "/machines/" + machine + "/stop", "{}");
    return caller.ok("POST", "/custom-templates", template(machine)).at("/data/id").asText();
  }

  private JsonNode get(String id) {
    return caller.ok("GET", "/custom-templates/" + id);
  }

  private String ready() {
    return caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
  }

  private static String template(String machine) {
    return "{\"name\":\"base\",\"machineId\":\"%s\"}".formatted(machine);
  }

  private static String machineOf(String template, String type, String region) {
    return Bodies.object(Bodies.machine("m"))
        .put("templateId", template)
        .put("machineType", type)
        .put("region", region)
        .toString();
  }

  private void pass(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
  }
}
