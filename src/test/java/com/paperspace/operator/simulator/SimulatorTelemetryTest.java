package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What deployments say and what is measured of them. */
class SimulatorTelemetryTest {
  private final Simulator simulator = Simulator.start(new VirtualClock()).instant();
  private final Caller caller = new Caller(simulator, "key-a");
  private String at;

  @BeforeEach
  void deploy() {
    simulator.key("key-a").team("team-a");
    var project = caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
    var made = caller.ok("POST", "/deployments", Bodies.deployment(project, "d", "i", 2));
    at = "/deployments/" + made.get("deploymentId").asText();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private JsonNode instance(int index) {
    return caller.ok("GET", at + "/runs").at("/0/instances/" + index + "/instanceId");
  }

  @ParameterizedTest
  @CsvSource({
    "requests_total,/value,12",
    "requests_per_second,/0/value,0.5",
    "cpu,/0/values/0/value,0.5",
    "memory,/1/values/0/value,0.5"
  })
  void theShapeOfAMetricDependsOnTheMetric(String metric, String where, String value) {
    var answer = caller.ok("GET", at + "/metrics?timeframe=hour&metric=" + metric);

    assertThat(answer.at(where).asText()).isEqualTo(value);
  }

  @Test
  void aSeriesNamesItsInstance() {
    assertThat(caller.ok("GET", at + "/metrics?metric=gpu").at("/1/instanceId"))
        .isEqualTo(instance(1));
  }

  @Test
  void linesOfOneInstance() {
    assertThat(caller.ok("GET", at + "/logs").get("items")).hasSize(3);
    var ofOne = caller.ok("GET", at + "/logs?instanceId=" + instance(0).asText()).get("items");
    assertThat(ofOne).hasSize(1);
    assertThat(ofOne.at("/0/instanceId")).isEqualTo(instance(0));
  }
}
