package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Revisions of deployments and how they end. */
class SimulatorDeploymentTest {
  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock);
  private final Caller caller = new Caller(simulator, "key-a");
  private String project;

  @BeforeEach
  void makeProject() {
    simulator.key("key-a").team("team-a");
    simulator
        .delay(Delay.APPLY, Duration.ofSeconds(10))
        .delay(Delay.HEALTHY, Duration.ofSeconds(20));
    project = caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void isAppliedThenHealthy() {
    var id = upsert("web", "nginx", 2);
    assertThat(spec(id).get("externalApplied").isNull()).isTrue();
    assertThat(runs(id)).isEmpty();
    pass(10);
    assertThat(spec(id).get("externalApplied").isNull()).isFalse();
    assertThat(runs(id).at("/0/readyReplicas").asInt()).isZero();
    assertThat(runs(id).at("/0/instances")).hasSize(2);
    pass(20);
    assertThat(spec(id).get("dtHealthy").isNull()).isFalse();
    assertThat(runs(id).at("/0/readyReplicas").asInt()).isEqualTo(2);
  }

  @Test
  void everyUpsertOfANameMakesARevisionOfTheSameDeployment() {
    var id = upsert("web", "nginx", 1);
    var before = caller.ok("GET", "/deployments/" + id);
    assertThat(upsert("web", "nginx", 1)).isEqualTo(id);
    var after = caller.ok("GET", "/deployments/" + id);

    assertThat(after.at("/latestSpec/id")).isNotEqualTo(before.at("/latestSpec/id"));
    assertThat(after.get("latestSpecHash")).isNotEqualTo(before.get("latestSpecHash"));
    assertThat(caller.ok("GET", "/deployments/" + id + "/history").get("items")).hasSize(2);
  }

  @Test
  void anUpsertByIdRenamesButNotOntoAnother() {
    var id = upsert("web", "nginx", 1);
    upsert("db", "postgres", 1);
    var rename = Bodies.object(Bodies.deployment(project, "site", "nginx", 1));
    caller.ok("POST", "/deployments", rename.put("deploymentId", id).toString());
    assertThat(caller.ok("GET", "/deployments/" + id).get("name").asText()).isEqualTo("site");

    var clash = Bodies.object(Bodies.deployment(project, "db", "nginx", 1)).put("deploymentId", id);
    assertThat(caller.call("POST", "/deployments", clash.toString()).status()).isEqualTo(409);
  }

  @Test
  void aFailingImageLeavesTheOldRunServing() {
    simulator.mishaps().failImage("broken", "failed", "exit code 1");
    var id = upsert("web", "nginx", 1);
    pass(30);
    upsert("web", "broken", 1);
    pass(30);

    assertThat(spec(id).get("dtHealthy").isNull()).isTrue();
    assertThat(runs(id)).hasSize(2);
    assertThat(runs(id).at("/0/instances/0/state").asText()).isEqualTo("failed");
    assertThat(runs(id).at("/0/instances/0/stateMessage").asText()).isEqualTo("exit code 1");
    assertThat(runs(id).at("/1/readyReplicas").asInt()).isEqualTo(1);
  }

  @Test
  void aRefusedConfigurationCarriesItsErrorAndIsNeverApplied() {
    simulator.mishaps().refuseImage("bad", "image name is invalid");
    var id = upsert("web", "bad", 1);
    pass(60);

    assertThat(spec(id).get("error").asText()).isEqualTo("image name is invalid");
    assertThat(spec(id).get("externalApplied").isNull()).isTrue();
  }

  @Test
  void zeroReplicasHaveNoRuns() {
    var id = upsert("web", "nginx", 1);
    pass(30);
    upsert("web", "nginx", 0);
    pass(30);

    assertThat(runs(id)).isEmpty();
    assertThat(spec(id).get("externalApplied").isNull()).isFalse();
  }

  @Test
  void aCrashLowersTheReadyReplicasOfTheSameRevision() {
    var id = upsert("web", "nginx", 2);
    pass(30);
    simulator.team("team-a").crash(id, "errored", "out of memory");

    assertThat(runs(id).at("/0/readyReplicas").asInt()).isEqualTo(1);
    assertThat(runs(id).at("/0/instances/0/stateMessage").asText()).isEqualTo("out of memory");
    assertThat(spec(id).get("dtHealthy").isNull()).isFalse();
  }

  @Test
  void freezesTheBasicAuthKeyAtTheTimeOfTheUpsert() {
    caller.ok("POST", at("/secrets"), "{\"name\":\"KEY\",\"value\":\"one\"}");
    var body = Bodies.object(Bodies.deployment(project, "web", "nginx", 1));
    body.withObject("/config").put("basicAuthKey", "secret:KEY");
    var id = caller.ok("POST", "/deployments", body.toString()).get("deploymentId").asText();
    caller.ok("PATCH", at("/secrets/KEY"), "{\"value\":\"two\"}");

    assertThat(caller.ok("GET", "/deployments/" + id).get("basicAuthKey").asText())
        .isEqualTo("one");
    assertThat(simulator.team("team-a").secretValue(project, "KEY")).isEqualTo("two");
  }

  @Test
  void keepsGitHeadersAndFillsInDefaults() {
    var text = Bodies.deployment(project, "web", "nginx", 1).replace(", \"replicas\": 1", "");
    var request =
        HttpRequest.newBuilder(URI.create(simulator.url() + "/deployments"))
            .header("Authorization", "Bearer key-a")
            .header("Content-Type", "application/json")
            .header("x-git-sha", "abc")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString(text))
            .build();
    var id = caller.send(request).text("/deploymentId");

    assertThat(spec(id).at("/metadata/gitHeaders/x-git-sha").asText()).isEqualTo("abc");
    assertThat(spec(id).at("/data/resources/replicas").asInt()).isEqualTo(1);
    assertThat(spec(id).at("/data/enabled").asBoolean()).isTrue();
  }

  @Test
  void activityTellsWhatChanged() {
    upsert("web", "nginx", 1);
    var id = upsert("web", "nginx", 3);
    caller.ok("DELETE", "/deployments/" + id);
    var activity = caller.ok("GET", at("/activity?order=asc&deploymentId=" + id)).get("items");

    assertThat(activity.findValuesAsText("action"))
        .containsExactly(
            "deployment.created", "deployment.updated", "deployment.scaled", "deployment.deleted");
    assertThat(activity.at("/2/data/to").asInt()).isEqualTo(3);
    var page = caller.ok("GET", at("/activity?limit=1"));
    assertThat(caller.ok("GET", at("/activity?limit=1&after=" + page.get("nextPage").asText())))
        .isNotEqualTo(page);
  }

  private String at(String path) {
    return "/projects/" + project + path;
  }

  private String upsert(String name, String image, int replicas) {
    var body = Bodies.deployment(project, name, image, replicas);
    return caller.ok("POST", "/deployments", body).get("deploymentId").asText();
  }

  private JsonNode spec(String id) {
    return caller.ok("GET", "/deployments/" + id).get("latestSpec");
  }

  private JsonNode runs(String id) {
    return caller.ok("GET", "/deployments/" + id + "/runs");
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
