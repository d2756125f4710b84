package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of the contract: what is answered obeys it, what disobeys it is refused. */
class SimulatorContractTest {
  private static final String DEPLOYMENT =
      """
      {"projectId": "%s", "config": {"apiVersion": "latest", "name": "llm", "image": "vllm:1",
       "env": [{"name": "TOKEN", "value": "secret:TOKEN"}],
       "resources": {"machineType": "A4000", "ports": [8000], "replicas": 2}}}""";

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
  void everySupportedOperationAnswersWhatTheContractPromises() {
    assertThat(caller.ok("GET", "/auth/session").at("/team/namespace").asText())
        .isEqualTo("team-a");
    var project = projects();
    new StoredThings(caller).live(project);
    deployments(project);
    var network = caller.ok("POST", "/private-networks", "{\"name\":\"n\",\"region\":\"ny2\"}");
    var networkId = network.get("id").asText();
    teams();
    machines(networkId);
    scripts();
    snapshots();
    templates();
    addresses();
    drives(networkId);
    caller.ok("PUT", "/private-networks/" + networkId, "{\"name\":\"m\"}");
    caller.ok("GET", "/private-networks/" + networkId);
    caller.ok("GET", "/private-networks?name=m&region=ny2&orderBy=name");
    caller.ok("DELETE", "/private-networks/" + networkId);
    caller.ok("DELETE", "/projects/" + project);

    assertThat(caller.succeeded()).isEqualTo(new Routes().supported());
    assertThat(simulator.violations()).isEmpty();
  }

  private void teams() {
    var team = simulator.team("team-a");
    var at = "/teams/" + team.id();
    caller.ok("POST", at + "/secrets", "{\"name\":\"SHARED\",\"value\":\"v1\"}");
    caller.ok("PATCH", at + "/secrets/SHARED", "{\"value\":\"v2\"}");
    assertThat(team.teamSecretValue("SHARED")).isEqualTo("v2");
    assertThat(caller.ok("GET", at + "/secrets/SHARED").has("value")).isFalse();
    assertThat(caller.ok("GET", "/teams/team-a/secrets").get("items")).hasSize(1);
    caller.ok("DELETE", at + "/secrets/SHARED");
    assertThat(caller.call("GET", "/teams/te-other/secrets").status()).isEqualTo(404);
    assertThat(caller.ok("GET", at + "/users").get("items")).hasSize(3);
    var owner = caller.ok("GET", at + "/users?role=owner&orderBy=dtConfirmed").at("/items/0");
    assertThat(owner.at("/user/email").asText()).isEqualTo("urowner1@example.com");
    assertThat(owner.get("isOwner").asBoolean()).isTrue();
  }

  private String projects() {
    var id = caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
    var at = "/projects/" + id;
    caller.ok("PUT", at, "{\"name\":\"q\"}");
    assertThat(caller.ok("GET", at).get("name").asText()).isEqualTo("q");
    caller.ok("GET", "/projects");
    assertThat(caller.ok("POST", at + "/tags", "{\"name\":\"blue\"}").get("id").isNumber())
        .isTrue();
    caller.ok("GET", at + "/tags");
    caller.ok("DELETE", at + "/tags?name=blue");
    caller.ok("POST", at + "/collaborators", "{\"userId\":\"urmember1\"}");
    caller.ok("GET", at + "/collaborators");
    caller.ok("DELETE", at + "/collaborators/urmember1");
    caller.ok("POST", at + "/secrets", "{\"name\":\"TOKEN\",\"value\":\"v1\"}");
    caller.ok("PATCH", at + "/secrets/TOKEN", "{\"value\":\"v2\"}");
    caller.ok("GET", at + "/secrets/TOKEN");
    caller.ok("GET", at + "/secrets");
    return id;
  }

  private void deployments(String project) {
    var answer = caller.ok("POST", "/deployments", DEPLOYMENT.formatted(project));
    var at = "/deployments/" + answer.get("deploymentId").asText();
    caller.ok("GET", at);
    caller.ok("GET", "/deployments");
    assertThat(caller.ok("GET", at + "/runs?limit=1").at("/0/readyReplicas").asInt()).isEqualTo(2);
    caller.ok("GET", at + "/metrics?metric=cpu&timeframe=hour");
    assertThat(caller.ok("GET", at + "/logs").get("items")).isNotEmpty();
    assertThat(caller.ok("GET", at + "/history").get("items")).hasSize(1);
    caller.ok("GET", "/projects/" + project + "/deployments?name=llm");
    assertThat(
            caller
                .ok("GET", "/projects/" + project + "/secrets/TOKEN")
                .get("hasDeploymentAttached"))
        .isEqualTo(Bodies.json("true"));
    caller.ok("DELETE", at);
    caller.ok("GET", "/projects/" + project + "/activity");
    caller.ok("DELETE", "/projects/" + project + "/secrets/TOKEN");
  }

  private void machines(String network) {
    var made = caller.ok("POST", "/machines", Bodies.machine("m", network));
    var at = "/machines/" + made.at("/data/id").asText();
    caller.ok("GET", "/machine-events/" + made.at("/event/id").asText());
    caller.ok("PATCH", at + "/restart", "{}");
    caller.ok("PATCH", at + "/stop", "{}");
    assertThat(caller.ok("PUT", at, "{\"diskSize\":100}").has("event")).isTrue();
    caller.ok("PATCH", at + "/start");
    assertThat(caller.ok("GET", at).get("storageTotal").asLong()).isEqualTo(100L << 30);
    caller.ok("GET", "/machines?region=ny2&machineType=A4000&orderBy=state");
    caller.ok("GET", "/machine-events?machineId=" + made.at("/data/id").asText());
    caller.ok("POST", at + "/accessors", "{\"userId\":\"urmember1\"}");
    caller.ok("GET", at + "/accessors?orderBy=id");
    caller.ok("GET", at + "/accessors/urmember1");
    caller.ok("DELETE", at + "/accessors/urmember1");
    caller.ok("GET", at + "/desktop");
    caller.ok("GET", "/machine-availability?machineType=A4000&region=ny2");
    caller.ok("DELETE", at);
    assertThat(caller.call("GET", at).status()).isEqualTo(404);
  }

  private void scripts() {
    var body = "{\"name\":\"s\",\"script\":\"echo\",\"isRunOnce\":true}";
    var script = caller.ok("POST", "/startup-scripts", body).get("id").asText();
    var at = "/startup-scripts/" + script;
    var machine = machine(script);
    caller.ok("PUT", at, "{\"name\":\"t\",\"isEnabled\":false}");
    caller.ok("POST", at + "/unassign", onMachine(machine));
    caller.ok("POST", at + "/assign", onMachine(machine));
    assertThat(caller.ok("GET", at).at("/assignedMachineIds/0").asText()).isEqualTo(machine);
    caller.ok("GET", "/startup-scripts?name=t&orderBy=name");
    assertThat(caller.call("DELETE", at).status()).isEqualTo(409);
    caller.ok("POST", at + "/unassign", onMachine(machine));
    caller.ok("DELETE", at);
  }

  private void snapshots() {
    var machine = machine(null);
    var made = caller.ok("POST", "/snapshots", named(machine));
    var at = "/snapshots/" + made.at("/data/id").asText();
    caller.ok("PUT", at, "{\"name\":\"t\"}");
    caller.ok("GET", at);
    caller.ok("GET", "/snapshots?orderBy=name&machineId=" + machine);
    caller.ok("POST", at + "/restore", "{\"createSnapshotBeforeRestore\":true}");
    caller.ok("DELETE", at);
  }

  private void templates() {
    var machine = machine(null);
    caller.ok("PATCH", "/machines/" + machine + "/stop");
    var made = caller.ok("POST", "/custom-templates", named(machine));
    var at = "/custom-templates/" + made.at("/data/id").asText();
    caller.ok("PUT", at, "{\"name\":\"t\"}");
    assertThat(caller.ok("GET", at).get("availableMachineTypes")).isNotEmpty();
    caller.ok("GET", "/custom-templates?name=t&orderBy=name&machineId=" + machine);
    caller.ok("DELETE", at);
    caller.ok("GET", "/os-templates?name=Ubuntu&orderBy=name");
  }

  private void addresses() {
    var claimed = caller.ok("POST", "/public-ips", "{\"region\":\"ny2\"}");
    var at = "/public-ips/" + claimed.get("ip").asText();
    caller.ok("PUT", at, onMachine(machine(null)));
    caller.ok("PUT", at, "{\"machineId\":null}");
    caller.ok("GET", "/public-ips?region=ny2&orderBy=dtCreated");
    caller.ok("DELETE", at);
  }

  private String machine(String script) {
    var body = Bodies.object(Bodies.machine("m"));
    if (script != null) {
      body.put("startupScriptId", script);
    }
    return caller.ok("POST", "/machines", body.toString()).at("/data/id").asText();
  }

  private static String onMachine(String machine) {
    return "{\"machineId\":\"%s\"}".formatted(machine);
  }

  private static String named(String machine) {
    return "{\"name\":\"s\",\"machineId\":\"%s\"}".formatted(machine);
  }

  private void drives(String network) {
    var body = "{\"name\":\"d\",\"size\":100,\"region\":\"ny2\",\"networkId\":\"%s\"}";
    var at =
        "/shared-drives/"
            + caller.ok("POST", "/shared-drives", body.formatted(network)).get("id").asText();
    caller.ok("PUT", at, "{\"name\":\"e\"}");
    assertThat(caller.ok("GET", at).get("password").asText()).isNotEmpty();
    caller.ok("GET", "/shared-drives?name=e");
    assertThat(caller.call("DELETE", "/private-networks/" + network).status()).isEqualTo(409);
    caller.ok("DELETE", at);
  }

  @ParameterizedTest(name = "{0} {1} {2} -> {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /nowhere            |                        | 404 | unknown route",
        "GET    | /machines/          |                        | 404 | empty id",
        "PATCH  | /projects           | {}                     | 405 | unknown method",
        "POST   | /projects           | {\"name\":\"a\",\"x\":1} | 400 | unknown field",
        "POST   | /projects           | {}                     | 400 | missing field",
        "POST   | /projects           | {\"name\":\"\"}        | 400 | too short",
        "POST   | /projects           | {\"name\":1}           | 400 | wrong type",
        "POST   | /projects           | {\"name\":             | 400 | not JSON",
        "POST   | /projects           | ''                     | 400 | JSON without a body",
        "POST   | /projects           |                        | 400 | no body at all",
        "POST   | /private-networks   | {\"name\":\"a\",\"region\":\"mars\"} | 400 | bad enum",
        "PATCH  | /machines/x/start   | ''                     | 400 | empty JSON",
        "PATCH  | /machines/x/start   | {\"a\":1}              | 400 | field where none is",
        "DELETE | /projects/x         | {}                     | 400 | body where none is",
        "GET    | /projects?limit=0   |                        | 400 | limit too small",
        "GET    | /projects?limit=121 |                        | 400 | limit too large",
        "GET    | /projects?limit=ten |                        | 400 | limit not a number",
        "GET    | /projects?name=x    |                        | 400 | unknown query parameter",
        "GET    | /projects?order=up  |                        | 400 | bad order",
        "GET    | /deployments/7      |                        | 400 | id not a UUID",
        "GET    | /machine-availability?region=ny2 |           | 400 | missing query parameter",
        "POST   | /projects/p/secrets | {\"name\":\"1\",\"value\":\"v\"} | 400 | bad pattern",
      })
  void refusesAndRecordsWhatBreaksTheContract(
      String method, String path, String body, int status, String why) {
    var reply = body == null ? caller.call(method, path) : caller.call(method, path, body);

    assertThat(reply.status()).as(why).isEqualTo(status);
    assertThat(reply.text("/code")).isNotEmpty();
    assertThat(reply.json().has("issues")).isEqualTo(status == 400);
    assertThat(simulator.violations()).hasSize(1);
  }

  @Test
  void namesTheFieldThatIsWrong() {
    var reply = caller.call("POST", "/projects", "{\"name\":\"a\",\"colour\":\"red\"}");

    assertThat(reply.text("/code")).isEqualTo("BAD_REQUEST");
    assertThat(reply.text("/issues/0/message")).contains("colour");
  }

  @Test
  void refusesABodyOfAnotherContentType() {
    var request =
        HttpRequest.newBuilder(URI.create(simulator.url() + "/projects"))
            .header("Authorization", "Bearer key-a")
            .header("Content-Type", "text/plain")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString("{\"name\":\"a\"}"))
            .build();

    assertThat(caller.send(request).status()).isEqualTo(400);
  }

  @Test
  void anOperationOutsideItsReachIsNotFoundAndNoViolation() {
    assertThat(caller.call("GET", "/teams/te1/users").text("/code")).isEqualTo("NOT_FOUND");
    assertThat(simulator.violations()).isEmpty();
  }
}
