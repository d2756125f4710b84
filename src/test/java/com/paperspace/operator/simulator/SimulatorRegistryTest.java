package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.simulator.Choices.DeleteInUse;
import com.paperspace.operator.simulator.Choices.IdenticalWrite;
import com.paperspace.operator.simulator.Choices.UnknownInDeployment;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Container registries: the password, the test of it, and the deployments that name one. */
class SimulatorRegistryTest {
  private static final String ALL = "/container-registries";

  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock).instant();
  private final Caller caller = new Caller(simulator, "key-a");
  private String at;

  @BeforeEach
  void makeOne() {
    simulator.key("key-a").team("team-a");
    at = ALL + "/" + caller.ok("POST", ALL, Bodies.registry("ghcr")).get("id").asText();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private String password() {
    var id = at.substring(ALL.length() + 1);
    return simulator.team("team-a").kept("container-registries", id, "password");
  }

  @Test
  void thePasswordGoesInAndNeverComesOut() {
    assertThat(password()).isEqualTo("hunter2");
    assertThat(caller.ok("PUT", at, "{\"password\":\"hunter3\"}").toString())
        .doesNotContain("hunter3");
    assertThat(password()).isEqualTo("hunter3");
    assertThat(caller.ok("GET", at).toString() + caller.ok("GET", ALL) + caller.ok("DELETE", at))
        .doesNotContain("hunter", "assword");
    assertThat(simulator.journal().all().toString()).doesNotContain("hunter");
  }

  @Test
  void aChangeTouchesOnlyWhatItNamesAndTheTimeOfModification() {
    var before = caller.ok("GET", at);
    clock.advance(Duration.ofSeconds(1));
    var after = caller.ok("PUT", at, "{\"namespace\":\"\",\"username\":\"b\"}");

    assertThat(after.get("namespace").asText()).isEmpty();
    assertThat(after.get("username").asText()).isEqualTo("b");
    assertThat(after.get("url")).isEqualTo(before.get("url"));
    assertThat(after.get("dtCreated")).isEqualTo(before.get("dtCreated"));
    assertThat(after.get("dtModified")).isNotEqualTo(before.get("dtModified"));
    assertThat(password()).isEqualTo("hunter2");
  }

  @ParameterizedTest
  @EnumSource
  void anIdenticalWrite(IdenticalWrite choice) {
    simulator.choose(choice);
    var before = caller.ok("GET", at).get("dtModified");
    clock.advance(Duration.ofSeconds(1));
    var after = caller.ok("PUT", at, "{\"password\":\"hunter2\"}").get("dtModified");

    assertThat(after.equals(before)).isEqualTo(choice == IdenticalWrite.CHANGES_NOTHING);
    assertThat(caller.ok("GET", at).get("dtModified")).isEqualTo(after);
  }

  @Test
  void theTestLogsInWithThePasswordStored() {
    assertThat(caller.ok("GET", at + "/test-connection").toString())
        .isEqualTo("{\"success\":true}");
    simulator.mishaps().registryPassword("https://ghcr.test", "right");
    assertThat(caller.ok("GET", at + "/test-connection").at("/error").asText())
        .startsWith("unauthorized");
    caller.ok("PUT", at, "{\"password\":\"right\"}");
    assertThat(caller.ok("GET", at + "/test-connection").get("success").asBoolean()).isTrue();
    assertThat(caller.call("GET", ALL + "/nowhere/test-connection").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void aDeploymentKnowsARegistryByItsNameAlone(UnknownInDeployment choice) {
    simulator.choose(choice);
    assertThat(deploy("ghcr", "a").at("/latestSpec").hasNonNull("externalApplied")).isTrue();
    caller.ok("PUT", at, "{\"name\":\"renamed\"}");
    if (choice == UnknownInDeployment.REJECTED) {
      var refused = caller.call("POST", "/deployments", body("ghcr", "b"));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/message")).contains("ghcr");
      return;
    }
    var spec = deploy("ghcr", "b").get("latestSpec");
    assertThat(spec.hasNonNull("externalApplied")).isFalse();
    assertThat(spec.hasNonNull("error")).isEqualTo(choice == UnknownInDeployment.SPEC_ERROR);
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT,409", "ALLOWED,200", "BAD_REQUEST,400"})
  void deleteWhileADeploymentUsesIt(DeleteInUse choice, int status) {
    simulator.choose(choice);
    var deployment = deploy("ghcr", "a").get("id").asText();
    assertThat(caller.call("DELETE", at).status()).isEqualTo(status);
    if (status != 200) {
      caller.ok("DELETE", "/deployments/" + deployment);
      caller.ok("DELETE", at);
    }
    assertThat(caller.call("GET", at).status()).isEqualTo(404);
    assertThat(caller.ok("GET", ALL).get("items")).isEmpty();
  }

  private JsonNode deploy(String registry, String name) {
    var made = caller.ok("POST", "/deployments", body(registry, name));
    return caller.ok("GET", "/deployments/" + made.get("deploymentId").asText());
  }

  private String body(String registry, String name) {
    var project = caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
    var body = Bodies.object(Bodies.deployment(project, name, "i", 1));
    body.withObject("/config").put("containerRegistry", registry);
    return body.toString();
  }
}
