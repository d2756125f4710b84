package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Deployments.Spec;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.status.StatusDraft;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter's calls, exactly as the service gets them, and what it tells the engine. */
class DeploymentAdapterTest {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SPEC =
      """
      projectRef: {name: web}
      image: nginx:1
      resources: {machineType: A4000, ports: [80]}
      """;

  private final DeploymentAdapter adapter = new DeploymentAdapter();
  private final MockWebServer server = new MockWebServer();
  private Paperspace api;

  /** Inputs as the engine resolves them; the hash only has to differ where the value does. */
  record Resolved(
      Map<String, String> ids, Map<String, String> marks, ManagedStatus.Operation operation)
      implements Inputs {
    static final Resolved PLAIN = new Resolved(Map.of("projectRef", "p1"), Map.of(), null);

    Resolved withSent(Map<String, String> marks) {
      return new Resolved(ids, marks, operation);
    }

    Resolved withIds(Map<String, String> all) {
      return new Resolved(all, marks, operation);
    }

    Resolved movingSince(Instant start) {
      return new Resolved(
          ids, marks, new ManagedStatus.Operation("Updating", start.toString(), null));
    }

    @Override
    public String id(String field) {
      return Optional.ofNullable(ids.get(field)).orElseThrow(() -> new AssertionError(field));
    }

    @Override
    public Inputs with(Map<String, String> found) {
      throw new AssertionError("looked up by the engine alone");
    }

    @Override
    public String teamId() {
      return "te1";
    }

    @Override
    public String secret(SecretKeyRef key) {
      throw new AssertionError("no Kubernetes Secret is read");
    }

    @Override
    public String text(ConfigMapKeyRef key) {
      throw new AssertionError("no ConfigMap is read");
    }

    @Override
    public String version(KeyRef key) {
      return "v1";
    }

    @Override
    public boolean isAdopted() {
      return false;
    }

    @Override
    public String digest(String value) {
      return String.format("%08x", value.hashCode());
    }

    @Override
    public Instant now() {
      return NOW;
    }
  }

  static Deployment resource(String spec) {
    try {
      var resource = new Deployment();
      resource.setMetadata(
          new ObjectMetaBuilder().withName("shop").withNamespace("ml").withGeneration(3L).build());
      resource.setSpec(YAML.readValue(spec, Deployment.Spec.class));
      return resource;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Deployment seen(Deployment resource, String specId, String reconcileAt) {
    var observed =
        new Observed("healthy", null, null, null, null, null, specId, null, null, null, null);
    var status = new StatusDraft<Observed>();
    status.id = "d1";
    status.lastHandledReconcileAt = reconcileAt;
    status.observed = observed;
    resource.setStatus(status.build());
    return resource;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Spec revision(String id, String data, Instant applied, Instant healthy, String error) {
    var tree = data == null ? null : json(data);
    return new Spec(id, "d1", "u1", tree, applied, healthy, error, null, null);
  }

  static View view(Spec revision) {
    var made = NOW.minus(Duration.ofDays(30));
    return new View("d1", "shop", "p1", "te1", "d1.example.com", made, "hash", revision, null);
  }

  static DeploymentRemote stored(String data) {
    return DeploymentRemote.of(view(revision("s1", data, NOW, NOW, null)));
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
    api = Paperspace.connect(ClientConfig.of(server.url("/v1").uri(), "key"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answers(String... bodies) {
    for (var body : bodies) {
      server.enqueue(
          new MockResponse.Builder()
              .body(body)
              .setHeader("Content-Type", "application/json")
              .build());
    }
  }

  private String taken() {
    try {
      var request = server.takeRequest(5, TimeUnit.SECONDS);
      var body = request.getBody() == null ? "" : " " + request.getBody().utf8();
      return (request.getMethod() + " " + request.getTarget() + body).strip();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void createsByOneUpsertWithoutIdAndReadsNothingSoThatNoFailedReadLosesTheId() {
    answers("{\"deploymentId\":\"d1\"}");

    var outcome = adapter.create(resource(SPEC), Resolved.PLAIN).call().send(api);

    assertThat(taken())
        .isEqualTo(
            "POST /v1/deployments {\"projectId\":\"p1\",\"config\":{\"apiVersion\":\"v1\","
                + "\"name\":\"shop\",\"image\":\"nginx:1\","
                + "\"resources\":{\"machineType\":\"A4000\",\"ports\":[80]}}}");
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(adapter.identity(outcome.remote())).isEqualTo(new Identity("d1", "shop", null));
    var after =
        adapter.observe(resource(SPEC), outcome.remote(), Resolved.PLAIN.withSent(outcome.marks()));
    assertThat(after.phase()).as("until the revision is seen").isEqualTo(Phase.BUSY);
  }

  @Test
  void updatesByOneUpsertOfTheWholeConfigurationAndKeepsWhatIsNotManaged() {
    var data =
        """
        {"apiVersion":"v0alpha1","name":"shop","image":"nginx:0","enabled":false,
         "region":"East Coast (NY2)","containerRegistry":"own","command":["serve"],
         "env":[{"name":"A","value":"1"}],"basicAuthKey":"secret:KEY",
         "healthchecks":{"liveness":{"path":"/","periodSeconds":7}},
         "integrations":[{"type":"volume","name":"v"}],
         "resources":{"machineType":"A4000","ports":[80],"replicas":4,
           "autoscaling":{"enabled":true,"maxReplicas":9,
             "metrics":[{"metric":"cpu","summary":"average","value":80}]}}}
        """;
    answers("{\"deploymentId\":\"d1\"}");
    var resource = resource(SPEC);
    var drift = adapter.diff(resource, stored(data), Resolved.PLAIN);

    var outcome = adapter.next(resource, stored(data), drift, Resolved.PLAIN).call().send(api);

    assertThat(drift).extracting(Drift::field).containsExactly("image");
    var body = taken();
    assertThat(json(body.substring(body.indexOf('{'))))
        .isEqualTo(
            json(
                """
                {"deploymentId":"d1","projectId":"p1","config":{
                 "apiVersion":"v1","name":"shop","image":"nginx:1","enabled":false,
                 "region":"ny2","containerRegistry":"own","command":["serve"],
                 "env":[{"name":"A","value":"1"}],"basicAuthKey":"secret:KEY",
                 "healthChecks":{"liveness":{"path":"/","periodSeconds":7}},
                 "integrations":[{"type":"volume","name":"v"}],
                 "resources":{"machineType":"A4000","ports":[80],"replicas":4,
                   "autoscaling":{"enabled":true,"maxReplicas":9,
                     "metrics":[{"metric":"cpu","summary":"average","value":80}]}}}}
                """));
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(outcome.marks())
        .containsEntry("superseded", "s1")
        .containsEntry("sentAt", NOW.toString())
        .containsEntry("generation", "3");
  }

  @Test
  void whatItSentIsNoDriftWhenItComesBackSoNothingIsEverSentTwice() {
    answers("{\"deploymentId\":\"d1\"}");
    var resource =
        resource(
            """
            projectRef: {name: web}
            image: nginx:1
            command: []
            env: [{name: B, value: "2"}, {name: A, valueFrom: {projectSecret: S}}]
            region: ny2
            basicAuth: {projectSecret: KEY}
            healthChecks: {readiness: {exec: {command: [ok]}}}
            integrations: [{type: model, name: m, id: m1}]
            resources:
              machineType: A4000
              ports: [80]
              replicas: 0
              autoscaling:
                maxReplicas: 3
                metrics: [{metric: requestDuration, summary: average, value: 0.5}]
            """);
    adapter.create(resource, Resolved.PLAIN).call().send(api);
    var body = taken();
    var sent = json(body.substring(body.indexOf('{'))).path("config").toString();

    assertThat(adapter.diff(resource, stored(sent), Resolved.PLAIN)).isEmpty();
  }

  @Test
  void anInvalidConfigurationIsReplacedOnTheBaseOfTheLastOneThatCanBeRead() {
    answers(
        """
        {"hasMore":false,"items":[
          {"id":"s2","deploymentId":"d1","userId":"u","data":null},
          {"id":"s1","deploymentId":"d1","userId":"u","data":{"enabled":false}}]}
        """,
        "{\"deploymentId\":\"d1\"}");

    adapter
        .next(resource(SPEC), DeploymentRemote.of(view(null)), List.of(), Resolved.PLAIN)
        .call()
        .send(api);

    assertThat(taken()).startsWith("GET /v1/deployments/d1/history");
    assertThat(taken()).startsWith("POST /v1/deployments {").contains("\"enabled\":false");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void findsByTheWholeNameInsideTheProjectForTheFilterIsAHint() {
    answers(
        """
        {"hasMore":false,"items":[
          {"id":"d0","name":"shop-old","projectId":"p1"},{"id":"d1","name":"shop","projectId":"p1"}]}
        """);

    assertThat(adapter.findByKey("p1/shop", api).orElseThrow().view().id()).isEqualTo("d1");
    assertThat(taken()).startsWith("GET /v1/projects/p1/deployments?").contains("name=shop");
    assertThat(adapter.naturalKey(resource(SPEC), Resolved.PLAIN)).contains("p1/shop");
  }

  @Test
  void deletesByOneCall() {
    answers("{\"id\":\"d1\"}");

    adapter.delete(stored("{}")).call().send(api);

    assertThat(taken()).isEqualTo("DELETE /v1/deployments/d1");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void readsTheNewestRunOnlyWhereHealthIsDecidedByIt() {
    answers("[{\"id\":\"r1\",\"readyReplicas\":1,\"replicas\":1,\"instances\":[]}]");
    var resource = resource(SPEC);
    var stopped = stored("{\"enabled\":false}");
    var applying = DeploymentRemote.of(view(revision("s1", "{}", null, null, null)));
    var invalid = DeploymentRemote.of(view(null));
    var serving = stored("{}");

    for (var settled : List.of(stopped, applying, invalid)) {
      assertThat(adapter.complete(resource, settled, Resolved.PLAIN, api)).isSameAs(settled);
    }
    assertThat(server.getRequestCount()).isZero();
    assertThat(adapter.complete(resource, serving, Resolved.PLAIN, api).run().id()).isEqualTo("r1");
    assertThat(taken()).isEqualTo("GET /v1/deployments/d1/runs?limit=1");
  }

  private static final String SECRETS =
      """
      projectRef: {name: web}
      image: nginx:1
      env:
        - {name: TOKEN, valueFrom: {projectSecretRef: {name: token}}}
        - {name: PLAIN, value: x}
        - {name: TEAM, valueFrom: {projectSecret: TEAM_KEY}}
      basicAuth: {projectSecretRef: {name: key}}
      integrations:
        - {type: volume, name: same}
        - {type: s3, name: same, url: "s3://b/p", secretAccessKey: {projectSecretRef: {name: aws}}}
      resources: {machineType: A4000, ports: [80]}
      """;

  @Test
  void refersToItsProjectAndToEverySecretUnderALabelOfItsOwn() {
    assertThat(adapter.references(resource(SECRETS)))
        .containsExactly(
            new Reference.ToResource("projectRef", PaperspaceProject.class, "web"),
            new Reference.ToResource(
                "env[TOKEN].valueFrom.projectSecretRef", ProjectSecret.class, "token"),
            new Reference.ToResource("basicAuth.projectSecretRef", ProjectSecret.class, "key"),
            new Reference.ToResource(
                "integrations[1].secretAccessKey.projectSecretRef", ProjectSecret.class, "aws"));
  }

  @Test
  void aModelIsMountedByItsIdAndAVersionByItsPlace() {
    var mounting =
        resource(
            """
            projectId: p1
            image: nginx:1
            integrations:
              - {type: model, name: m, modelRef: {name: weights}}
              - {type: model, name: n, id: mo1}
              - {type: s3, name: d, datasetVersionRef: {name: faces-1}}
            resources: {machineType: A4000, ports: [80]}
            """);
    assertThat(adapter.references(mounting))
        .extracting(it -> ((Reference.ToResource) it).field())
        .containsExactly("integrations[0].modelRef", "integrations[2].datasetVersionRef");
    var ids =
        Map.of("integrations[0].modelRef", "mo7", "integrations[2].datasetVersionRef", "s3://b/v");
    var config = DeploymentConfig.declared(mounting, Resolved.PLAIN.withIds(ids));
    assertThat(config.integrations()).extracting("id").containsExactly("mo7", "mo1", null);
    assertThat(config.integrations()).extracting("url").containsExactly(null, null, "s3://b/v");
  }

  private static Map<String, String> secretIds(String token) {
    return Map.of(
        "projectRef", "p1",
        "env[TOKEN].valueFrom.projectSecretRef", token,
        "basicAuth.projectSecretRef", "p1/KEY",
        "integrations[1].secretAccessKey.projectSecretRef", "p1/AWS");
  }

  @Test
  void secretsAreSentByName() {
    var config =
        DeploymentConfig.declared(
            resource(SECRETS), Resolved.PLAIN.withIds(secretIds("p1/TOKEN_1")));

    assertThat(config.env())
        .extracting("value")
        .containsExactly("secret:TOKEN_1", "x", "secret:TEAM_KEY");
    assertThat(config.basicAuthKey()).isEqualTo("secret:KEY");
    assertThat(config.integrations().get(1).secretAccessKey()).isEqualTo("secret:AWS");
  }

  @Test
  void aSecretOfAnotherProjectIsRefusedForItsNameWouldMeanAnotherSecretHere() {
    var inputs = Resolved.PLAIN.withIds(secretIds("p2/TOKEN_1"));

    assertThatThrownBy(() -> adapter.create(resource(SECRETS), inputs).call().send(api))
        .isInstanceOfSatisfying(
            PaperspaceException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(PaperspaceException.Reason.INVALID);
              assertThat(e.mayHaveTakenEffect()).isFalse();
            })
        .hasMessageContaining("env[TOKEN].valueFrom.projectSecretRef")
        .hasMessageContaining("p2");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void theKeyOfTheEndpointGoesOutAndNowhereElse() {
    var key = "user:hunter2";
    var spec = revision("s1", "{\"basicAuthKey\":\"" + key + "\"}", NOW, NOW, null);
    var view = new View("d1", "shop", "p1", "te1", "d1.example.com", NOW, "h", spec, key);
    var resource = resource(SPEC + "basicAuth: {projectSecret: KEY}\noutputs: {secret: out}\n");

    assertThat(adapter.outputs(resource, DeploymentRemote.of(view)))
        .isEqualTo(
            Map.of(
                "endpoint",
                "https://d1.example.com",
                "basicAuthKey",
                key,
                "basicAuthUser",
                "paperspace"));
    assertThat(adapter.outputSecret(resource)).isEqualTo("out");
    assertThat(adapter.outputSecret(resource(SPEC))).isNull();
    var drift = adapter.diff(resource, DeploymentRemote.of(view), Resolved.PLAIN);
    assertThat(drift).extracting(Drift::field).contains("basicAuth");
    assertThat(drift + " " + adapter.observe(resource, DeploymentRemote.of(view), Resolved.PLAIN))
        .doesNotContain("hunter2");
    assertThat(DeploymentRemote.of(view).toString()).doesNotContain("hunter2");
  }

  @Test
  void anotherProjectIsForANewObjectAndNothingElseIsChangedMeanwhile() {
    var inputs = Resolved.PLAIN.withIds(Map.of("projectRef", "p2"));

    assertThat(adapter.diff(resource(SPEC), stored("{}"), inputs))
        .containsExactly(Drift.replace("projectRef", "p2", "p1"));
  }

  @Test
  void whatOnlyTheFirstConfigurationVersionHasIsNotDestroyedByAnUpsert() {
    var data = "{\"apiVersion\":\"v0alpha0\",\"image\":\"old\",\"models\":[{\"id\":\"m\"}]}";

    assertThat(adapter.diff(resource(SPEC), stored(data), Resolved.PLAIN))
        .isNotEmpty()
        .allMatch(it -> it.remedy() == Remedy.REPLACE)
        .extracting(Drift::field)
        .contains("models", "image");
  }

  /** The same configuration is sent again only when a person asks, and once. */
  @Test
  void aFailedRevisionIsTriedAgainOnceForEachRequest() {
    var data =
        "{\"name\":\"shop\",\"image\":\"nginx:1\","
            + "\"resources\":{\"machineType\":\"A4000\",\"ports\":[80]}}";
    var failed = DeploymentRemote.of(view(revision("s1", data, null, null, "boom")));
    var resource = resource(SPEC);
    assertThat(adapter.diff(resource, failed, Resolved.PLAIN)).as("not asked").isEmpty();

    resource.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "now"));
    assertThat(adapter.diff(resource, failed, Resolved.PLAIN))
        .extracting(Drift::remedy)
        .containsExactly(Remedy.VERB);
    assertThat(adapter.diff(seen(resource(SPEC), "s1", "now"), failed, Resolved.PLAIN)).isEmpty();

    answers("{\"deploymentId\":\"d1\"}");
    var sent = adapter.next(resource, failed, List.of(), Resolved.PLAIN).call().send(api).marks();
    var again = DeploymentRemote.of(view(revision("s2", data, null, null, "boom")));
    assertThat(adapter.diff(resource, again, Resolved.PLAIN.withSent(sent)))
        .as("answered by that write")
        .isEmpty();
    var healthy = DeploymentRemote.of(view(revision("s1", data, NOW, NOW, null)));
    assertThat(adapter.diff(resource, healthy, Resolved.PLAIN)).as("not failed").isEmpty();
    var watched = resource(SPEC + "policy: {management: ObserveOnly}\n");
    watched.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "now"));
    assertThat(adapter.diff(watched, failed, Resolved.PLAIN)).as("only watched").isEmpty();
  }
}
