package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Choices.Duplicate;
import com.paperspace.operator.simulator.Choices.UnknownInDeployment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models: never changed, in one project at a time, named by deployments. */
class SimulatorModelTest {
  private final Simulator simulator = Simulator.start(new VirtualClock()).instant();
  private final Caller caller = new Caller(simulator, "key-a");
  private String project;
  private String model;

  @BeforeEach
  void makeBoth() {
    simulator.key("key-a").team("team-a");
    project = project();
    var body = "{\"name\":\"m\",\"projectId\":\"%s\"}".formatted(project);
    model = caller.ok("POST", "/models", body).get("id").asText();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private String project() {
    return caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
  }

  private String member(String of) {
    return "/projects/" + of + "/models/" + model;
  }

  private String home() {
    return caller.ok("GET", "/models/" + model).get("projectId").asText();
  }

  @Test
  void hasNoChange() {
    assertThat(caller.call("PUT", "/models/" + model, "{\"name\":\"n\"}").status()).isEqualTo(405);
  }

  @Test
  void anUnknownProjectIsRefused() {
    assertThat(caller.call("POST", "/models", "{\"name\":\"m\",\"projectId\":\"p0\"}").status())
        .isEqualTo(400);
  }

  @Test
  void leavesItsProjectAndOnlyThatOne() {
    assertThat(home()).isEqualTo(project);
    assertThat(caller.call("DELETE", member(project())).status()).isEqualTo(404);
    caller.ok("DELETE", member(project));
    assertThat(home()).isEqualTo("null");
    assertThat(caller.call("DELETE", member(project)).status()).isEqualTo(404);
    assertThat(caller.ok("GET", "/models").get("items")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theSameProjectAgain(Duplicate choice) {
    simulator.choose(choice);

    assertThat(caller.call("POST", member(project)).status())
        .isEqualTo(choice == Duplicate.CONFLICT ? 409 : 200);
  }

  @Test
  void outlivesItsProject() {
    caller.ok("DELETE", "/projects/" + project);
    assertThat(home()).isEqualTo("null");
    caller.ok("DELETE", "/models/" + model);
    assertThat(caller.call("GET", "/models/" + model).status()).isEqualTo(404);
    assertThat(caller.call("DELETE", "/models/" + model).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void aDeploymentThatNamesAnUnknownModel(UnknownInDeployment choice) {
    simulator.choose(choice);
    deploy(model, "known");
    var answer = caller.call("POST", "/deployments", deployment("mo0", "unknown"));
    if (choice == UnknownInDeployment.REJECTED) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text("/message")).contains("Model mo0");
      return;
    }
    var spec = caller.ok("GET", "/deployments/" + answer.text("/deploymentId")).get("latestSpec");
    assertThat(spec.hasNonNull("externalApplied")).isFalse();
    assertThat(spec.hasNonNull("error")).isEqualTo(choice == UnknownInDeployment.SPEC_ERROR);
  }

  private void deploy(String id, String name) {
    var made = caller.ok("POST", "/deployments", deployment(id, name));
    var at = "/deployments/" + made.get("deploymentId").asText();
    assertThat(caller.ok("GET", at).at("/latestSpec").hasNonNull("dtHealthy")).isTrue();
  }

  private String deployment(String id, String name) {
    var body = Bodies.object(Bodies.deployment(project, name, "i", 1));
    body.withObject("/config")
        .putArray("integrations")
        .addObject()
        .put("type", "model")
        .put("name", "m")
        .put("id", id);
    return body.toString();
  }
}
