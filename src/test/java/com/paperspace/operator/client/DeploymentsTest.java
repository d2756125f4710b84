package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.Env;
import com.paperspace.operator.client.ContainerConfig.Exec;
import com.paperspace.operator.client.ContainerConfig.Header;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Integration;
import com.paperspace.operator.client.ContainerConfig.Metric;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;
import com.paperspace.operator.client.PaperspaceException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final String CONFIG =
      """
      {"apiVersion":"v1","name":"web","image":"nginx","enabled":true,"containerRegistry":"reg",\
      "command":["a"],"env":[{"name":"E","value":"vvvv"}],"region":"ny2",\
      "healthChecks":{"liveness":{"path":"/","host":"h","port":80,\
      "headers":[{"name":"H","value":"hhhh"}],"timeoutSeconds":1,"initialDelaySeconds":0,\
      "periodSeconds":10,"failureThreshold":3},"readiness":{"exec":{"command":["ok"]}}},\
      "basicAuthKey":"bbbb","integrations":[{"type":"s3","name":"s","path":"/s","url":"s3://b/p",\
      "accessKeyId":"iiii","secretAccessKey":"secret:S"}],\
      "resources":{"machineType":"C4","ports":[80],"replicas":2,"autoscaling":{"enabled":true,\
      "maxReplicas":5,"metrics":[{"metric":"cpu","summary":"average","value":80},\
      {"metric":"requestDuration","summary":"average","value":0.5}]}}}""";

  private final FakeService service = new FakeService();
  private final Deployments deployments = service.client().deployments();

  @AfterEach
  void stop() {
    service.close();
  }

  private static ContainerConfig config() {
    return new ContainerConfig(
        "v1",
        "web",
        "nginx",
        true,
        "reg",
        List.of("a"),
        List.of(new Env("E", "vvvv")),
        "ny2",
        new HealthChecks(
            new Probe("/", "h", 80, List.of(new Header("H", "hhhh")), null, 1, 0, 10, 3),
            new Probe(null, null, null, null, new Exec(List.of("ok")), null, null, null, null),
            null),
        "bbbb",
        List.of(new Integration("s3", null, "s", "/s", "s3://b/p", null, null, "iiii", "secret:S")),
        new Resources(
            "C4",
            List.of(80),
            2,
            new Autoscaling(
                true,
                5,
                List.of(
                    new Metric("cpu", "average", 80.0),
                    new Metric("requestDuration", "average", 0.5)))));
  }

  private static JsonNode json(String text) throws IOException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void upsertSendsTheWholeConfiguration() {
    service.answers("{\"deploymentId\": \"d1\"}").answers("{\"deploymentId\": \"d1\"}");
    var id = deployments.upsert(new Deployments.Upsert(null, "p1", config()));
    assertThat(id).isEqualTo("d1");
    deployments.upsert(new Deployments.Upsert("d1", "p1", config()));
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/deployments application/json {\"projectId\":\"p1\",\"config\":"
                + CONFIG
                + "}");
    assertThat(service.taken())
        .startsWith("POST /v1/deployments application/json {\"deploymentId\":\"d1\",");
  }

  @Test
  void upsertSaysWhereItCameFrom() throws InterruptedException {
    service.answers("{\"deploymentId\": \"d1\"}");
    deployments.upsert(
        new Deployments.Upsert("d1", "p1", config()),
        new Deployments.Git("github", "me", "abc", "refs/heads/naïve\n", null, "repo"));
    var headers = service.server.takeRequest().getHeaders();
    assertThat(headers.get("x-git-host")).isEqualTo("github");
    assertThat(headers.get("x-git-actor")).isEqualTo("me");
    assertThat(headers.get("x-git-sha")).isEqualTo("abc");
    assertThat(headers.get("x-git-repo")).isEqualTo("repo");
    assertThat(headers.names()).doesNotContain("x-git-ref", "x-git-owner");
  }

  @Test
  void anUpsertWithoutAnIdIsUnknown() {
    service.answers("{}");
    var failure = failure(() -> deployments.upsert(new Deployments.Upsert(null, "p", config())));
    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void secretsOfAConfigurationAreHidden() {
    assertThat(new Deployments.Upsert(null, "p1", config()).toString())
        .contains("name=web", "Env[name=E, value=***]")
        .doesNotContain("vvvv", "hhhh", "bbbb", "iiii", "secret:S");
    service.answers(400, "{\"code\":\"X\",\"message\":\"vvvv hhhh bbbb iiii secret:S nginx\"}");
    var failure = failure(() -> deployments.upsert(new Deployments.Upsert(null, "p", config())));
    assertThat(failure).hasMessageEndingWith(": *** *** *** *** secret:S nginx");
  }

  @Test
  void whatOnlyBeginsLikeAReferenceIsHidden() throws IOException {
    var config =
        "{\"env\":[{\"name\":\"A\",\"value\":\"secret:p@ss\"},{\"name\":\"B\",\"value\":\"secret:S\"}]}";
    var body = new Deployments.Upsert(null, "p", ContainerConfig.read(json(config)).orElseThrow());
    service.answers(400, "{\"code\":\"X\",\"message\":\"secret:p@ss secret:S\"}");
    assertThat(failure(() -> deployments.upsert(body))).hasMessageEndingWith(": *** secret:S");
  }

  @Test
  void aStoredConfigurationReadsBackEqual() throws IOException {
    assertThat(ContainerConfig.read(json(CONFIG))).contains(config());
  }

  @Test
  void olderSpellingsAreFolded() throws IOException {
    var old =
        """
        {"apiVersion": "v0alpha0", "name": "web", "port": 8080, "surprise": [],
         "healthchecks": {"startup": {"path": "/up"}}, "resources": {"instanceType": "C4"}}
        """;
    var config = ContainerConfig.read(json(old)).orElseThrow();
    assertThat(config.healthChecks().startup().path()).isEqualTo("/up");
    assertThat(config.resources()).isEqualTo(new Resources("C4", List.of(8080), null, null));

    var both = "{\"healthchecks\": {}, \"healthChecks\": {\"startup\": {\"path\": \"/new\"}}}";
    var kept = ContainerConfig.read(json(both)).orElseThrow();
    assertThat(kept.healthChecks().startup().path()).isEqualTo("/new");
  }

  @Test
  void noConfigurationIsEmpty() throws IOException {
    assertThat(ContainerConfig.read(null)).isEmpty();
    assertThat(ContainerConfig.read(json("null"))).isEmpty();
    assertThat(ContainerConfig.read(json("\"text\""))).isEmpty();
  }

  @Test
  void getReadsTheNewestRevision() {
    service.answers(
        """
        {"id": "d1", "name": "web", "projectId": "p1", "teamId": "t1", "endpoint": "web.example",
         "dtCreated": "2026-11-01T00:00:00Z", "latestSpecHash": "h", "basicAuthKey": "bbbb",
         "latestSpec": {"id": "s1", "data": %s, "externalApplied": "2026-11-01T00:00:00Z",
           "dtHealthy": {}, "error": null, "metadata": {"gitHeaders": {"x-git-sha": "abc"}}}}
        """
            .formatted(CONFIG));
    var deployment = deployments.get("d1").orElseThrow();
    assertThat(deployment.basicAuthKey()).isEqualTo("bbbb");
    assertThat(deployment.latestSpec().config()).contains(config());
    assertThat(deployment.latestSpec().externalApplied()).isEqualTo(TIME);
    assertThat(deployment.latestSpec().dtHealthy()).isNull();
    assertThat(deployment.latestSpec().metadata().gitHeaders())
        .isEqualTo(Map.of("x-git-sha", "abc"));
    assertThat(deployment.toString())
        .contains("basicAuthKey=***", "data=***")
        .doesNotContain("bbbb", "vvvv");
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1");
  }

  @Test
  void aDeploymentMayHaveNoValidRevision() {
    service.answers("{\"id\": \"d1\", \"latestSpec\": null}");
    assertThat(deployments.get("d1").orElseThrow().latestSpec()).isNull();
    service.answers("{\"id\": \"d1\", \"latestSpec\": {\"id\": \"s1\", \"data\": null}}");
    assertThat(deployments.get("d1").orElseThrow().latestSpec().config()).isEmpty();
  }

  @Test
  void list() {
    service.answers("[{\"id\": \"d1\"}]");
    assertThat(deployments.list()).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/deployments?limit=120");
  }

  @Test
  void delete() {
    service.answers("{\"id\": \"d1\"}");
    deployments.delete("d1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/deployments/d1");
  }

  @Test
  void runs() {
    service.answers(
        """
        [{"id": "r1", "availableReplicas": null, "readyReplicas": 1.0, "replicas": 2,
          "instances": [{"id": "i1", "instanceId": "x", "state": "melted", "stateMessage": "hot",
            "history": [{"state": "new", "message": null, "timestamp": "2026-11-01T00:00:00Z"}]}]}]
        """);
    var run = deployments.runs("d1", 3).get(0);
    assertThat(List.of(run.readyReplicas(), run.replicas())).containsExactly(1, 2);
    assertThat(run.instances().get(0).state()).isEqualTo("melted");
    assertThat(run.instances().get(0).history())
        .containsExactly(new Deployments.InstanceState("new", null, TIME));
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1/runs?limit=3");
  }

  @Test
  void history() {
    service.answers(
        "[{\"id\": \"s2\", \"workflowRun\": {\"id\": \"w\", \"phase\": \"Running\"}}, {\"id\": \"s1\"}]");
    var history = deployments.history("d1", 10);
    assertThat(history).extracting(Deployments.Spec::id).containsExactly("s2", "s1");
    assertThat(history.get(0).workflowRun().phase()).isEqualTo("Running");
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1/history?limit=10");
  }
}
