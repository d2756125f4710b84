package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentAdapterTest.NOW;
import static com.paperspace.operator.kind.DeploymentAdapterTest.resource;
import static com.paperspace.operator.kind.DeploymentAdapterTest.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.DeploymentAdapterTest.Resolved;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under {@code drift: Report} an edit carries what it touches, and nothing that was only shown
 * before it is rolled back.
 */
class DeploymentSelectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String SPEC =
      """
      projectId: p1
      name: shop
      image: nginx:1
      enabled: true
      containerRegistry: own
      command: [serve, fast]
      env: [{name: A, value: a}, {name: B, value: b}, {name: C, value: c}]
      region: ny2
      basicAuth: {projectSecret: KEY}
      healthChecks:
        liveness:
          {path: /, host: h, port: 80, headers: [{name: X, value: x}, {name: Y, value: y}],
           timeoutSeconds: 2, initialDelaySeconds: 3, periodSeconds: 4, failureThreshold: 5}
        readiness: {exec: {command: [ok]}, timeoutSeconds: 2}
        startup: {path: /up, periodSeconds: 7}
      integrations:
        - {type: model, name: m, id: m1, path: /m}
        - {type: s3, name: s, url: 's3://b/p', path: /s, region: r, endpoint: e, accessKeyId: k,
           secretAccessKey: {projectSecret: S}}
        - {type: volume, name: v}
      resources:
        machineType: A4000
        ports: [80]
        replicas: 2
        autoscaling: {enabled: true, maxReplicas: 9, metrics: [{metric: cpu, summary: average, value: 50}]}
      """;

  /**
   * One place of a configuration.
   *
   * @param pointer where it is in the spec; "-" at its end adds
   * @param edited what an edit makes of it; empty removes it, null for no edit
   * @param pointerInCloud where it is in the stored configuration
   * @param foreign what somebody else makes of it; empty removes it, null for nothing
   */
  private record Place(
      String field, String pointer, String edited, String pointerInCloud, String foreign) {
    @Override
    public String toString() {
      return field + (foreign == null ? "" : " = " + foreign);
    }
  }

  private static Place at(String field, String pointer, String edited, String foreign) {
    return new Place(field, pointer, edited, pointer, foreign);
  }

  /** Every field that can be declared, and the members of all that has some. */
  private static List<Place> places() {
    var live = "/healthChecks/liveness/";
    var inLive = "healthChecks.liveness.";
    return List.of(
        at("name", "/name", "edited", "foreign"),
        at("image", "/image", "edited", "foreign"),
        at("enabled", "/enabled", "false", "false"),
        at("containerRegistry", "/containerRegistry", "edited", "foreign"),
        at("containerRegistry", "/containerRegistry", null, ""),
        at("command", "/command", "[a]", "[b]"),
        at("env[A]", "/env/0/value", "edited", "foreign"),
        at("env[B]", "/env/1/value", "edited", "foreign"),
        at("env[C]", "/env/2", "", ""),
        at("env[D]", "/env/-", "{name: D, value: d}", null),
        at("env[E]", "/env/-", null, "{name: E, value: e}"),
        at("region", "/region", "ca1", "ams1"),
        new Place("basicAuth", "/basicAuth/projectSecret", "K2", "/basicAuthKey", "secret:K3"),
        new Place("basicAuth", null, null, "/basicAuthKey", ""),
        at(inLive + "path", live + "path", "/edited", "/foreign"),
        at(inLive + "host", live + "host", "edited", "foreign"),
        at(inLive + "port", live + "port", "81", "82"),
        at(inLive + "headers[X]", live + "headers/0/value", "edited", "foreign"),
        at(inLive + "headers[Y]", live + "headers/1", "", ""),
        at(inLive + "headers[Z]", live + "headers/-", "{name: Z, value: z}", null),
        at(inLive + "headers[W]", live + "headers/-", null, "{name: W, value: w}"),
        at(inLive + "timeoutSeconds", live + "timeoutSeconds", "11", "12"),
        at(inLive + "initialDelaySeconds", live + "initialDelaySeconds", "11", "12"),
        at(inLive + "periodSeconds", live + "periodSeconds", "11", "12"),
        at(inLive + "failureThreshold", live + "failureThreshold", "11", "12"),
        at(
            "healthChecks.readiness.exec.command",
            "/healthChecks/readiness/exec/command",
            "[a]",
            "[b]"),
        new Place("healthChecks.startup.path", null, null, "/healthChecks/startup", ""),
        at("integrations[m].id", "/integrations/0/id", "edited", "foreign"),
        at("integrations[m].path", "/integrations/0/path", "/edited", "/foreign"),
        at("integrations[s].url", "/integrations/1/url", "s3://edited", "s3://foreign"),
        at("integrations[s].path", "/integrations/1/path", "/edited", "/foreign"),
        at("integrations[s].region", "/integrations/1/region", "edited", "foreign"),
        at("integrations[s].endpoint", "/integrations/1/endpoint", "edited", "foreign"),
        at("integrations[s].accessKeyId", "/integrations/1/accessKeyId", "edited", "foreign"),
        new Place(
            "integrations[s].secretAccessKey",
            "/integrations/1/secretAccessKey/projectSecret",
            "edited",
            "/integrations/1/secretAccessKey",
            "secret:FOREIGN"),
        at("integrations[v]", "/integrations/2", "", ""),
        at("integrations[n]", "/integrations/-", "{type: volume, name: n}", null),
        at("integrations[f]", "/integrations/-", null, "{type: volume, name: f}"),
        at("resources.machineType", "/resources/machineType", "A5000", "A6000"),
        at("resources.ports", "/resources/ports", "[81]", "[80, 82]"),
        at("resources.replicas", "/resources/replicas", "3", "4"),
        at("resources.autoscaling.enabled", "/resources/autoscaling/enabled", "false", "false"),
        at("resources.autoscaling.maxReplicas", "/resources/autoscaling/maxReplicas", "7", "8"),
        at(
            "resources.autoscaling.metrics",
            "/resources/autoscaling/metrics",
            "[{metric: cpu, summary: average, value: 60}]",
            "[{metric: memory, summary: average, value: 50}]"));
  }

  private final DeploymentAdapter adapter = new DeploymentAdapter();
  private final MockWebServer server = new MockWebServer();
  private final AtomicReference<String> body = new AtomicReference<>();
  private Paperspace api;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            boolean sent = "POST".equals(request.getMethod());
            if (sent) {
              body.set(request.getBody().utf8());
            }
            return new MockResponse.Builder()
                .body(sent ? "{\"deploymentId\":\"d1\"}" : "{\"hasMore\":false,\"items\":[]}")
                .setHeader("Content-Type", "application/json")
                .build();
          }
        });
    server.start();
    api = Paperspace.connect(ClientConfig.of(server.url("/v1").uri(), "key"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode spec(String policy) {
    return (ObjectNode) yaml(SPEC + "policy: {drift: " + policy + "}\n");
  }

  /** What the service has once all that a spec declares was sent. */
  private static ObjectNode inCloud(ObjectNode spec) {
    var declared = DeploymentConfig.declared(resource(spec.toString()), Resolved.PLAIN);
    return JSON.valueToTree(declared);
  }

  private static void put(ObjectNode root, String pointer, String value) {
    var path = JsonPointer.compile(pointer);
    var owner = root.at(path.head());
    var name = path.last().getMatchingProperty();
    if (owner instanceof ArrayNode list) {
      if (name.equals("-")) {
        list.add(yaml(value));
      } else {
        list.remove(Integer.parseInt(name));
      }
    } else if (value.isEmpty()) {
      ((ObjectNode) owner).remove(name);
    } else {
      ((ObjectNode) owner).set(name, yaml(value));
    }
  }

  /** As stored; {@code key} is what the service shows beside its configuration. */
  private static DeploymentRemote remote(ObjectNode data, String key) {
    var name = data.path("name").asText();
    var spec = revision("s1", data.toString(), NOW, NOW, null);
    return DeploymentRemote.of(new View("d1", name, "p1", "te1", "h", NOW, "hash", spec, key));
  }

  private List<Drift> diff(ObjectNode spec, ObjectNode data) {
    return adapter.diff(resource(spec.toString()), remote(data, null), Resolved.PLAIN);
  }

  /** What is left to do for an edit: all but what was shown and is declared as it was. */
  private static List<Drift> todo(List<Drift> shown, List<Drift> now) {
    return now.stream()
        .filter(
            d ->
                shown.stream()
                    .noneMatch(
                        it -> it.field().equals(d.field()) && it.declared().equals(d.declared())))
        .toList();
  }

  /** Sends what is to be done; answers the differences the plan names. */
  private List<Drift> send(ObjectNode spec, ObjectNode data, List<Drift> todo) {
    body.set(null);
    var step = adapter.next(resource(spec.toString()), remote(data, null), todo, Resolved.PLAIN);
    step.call().send(api);
    return step.carries();
  }

  private ObjectNode sent() {
    return (ObjectNode) yaml(body.get()).get("config");
  }

  static Stream<Place> foreign() {
    return places().stream().filter(it -> it.foreign() != null);
  }

  @ParameterizedTest
  @MethodSource
  void foreign(Place shown) {
    var before = spec("Report");
    var data = inCloud(before);
    put(data, shown.pointerInCloud(), shown.foreign());
    var reported = diff(before, data);
    assertThat(reported).extracting(Drift::field).contains(shown.field());

    for (var edit : places()) {
      if (edit.edited() == null || edit.field().equals(shown.field())) {
        continue;
      }
      var edited = before.deepCopy();
      put(edited, edit.pointer(), edit.edited());
      var todo = todo(reported, diff(edited, data));
      assertThat(todo).extracting(Drift::field).containsExactly(edit.field());

      var declared = DeploymentConfig.declared(resource(edited.toString()), Resolved.PLAIN);
      var current = ContainerConfig.read(data).orElseThrow();
      var selection =
          DeploymentSelection.of(todo, declared, current, false, Resolved.PLAIN::digest);
      ObjectNode sent = JSON.valueToTree(DeploymentMerge.onto(current, declared, selection.kept()));

      assertThat(selection.carries()).as("the plan of %s", edit).isEqualTo(todo);
      assertThat(diff(edited, sent))
          .as("after the edit of %s, which settles there", edit)
          .isEqualTo(reported);
    }
  }

  static Stream<Place> edits() {
    return foreign()
        .filter(it -> it.edited() != null && !it.edited().isEmpty())
        .filter(it -> !it.edited().equals(it.foreign()));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void anEditOfWhatWasShownCarriesIt(Place place) {
    var spec = spec("Report");
    var data = inCloud(spec);
    put(data, place.pointerInCloud(), place.foreign());
    var reported = diff(spec, data);
    put(spec, place.pointer(), place.edited());

    send(spec, data, todo(reported, diff(spec, data)));

    assertThat(diff(spec, sent())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void underCorrectAllIsSent(Place shown) {
    var spec = spec("Correct");
    var data = inCloud(spec);
    put(data, shown.pointerInCloud(), shown.foreign());
    put(data, "/image", "nginx:0");
    var some = diff(spec, data).stream().limit(1).toList();

    assertThat(send(spec, data, some)).isEqualTo(some);
    assertThat(diff(spec, sent())).isEmpty();
  }

  /** What one body cannot hold apart, and what an upsert cannot send as it is, goes along. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a check of another kind is taken back with all of its kind"
            + " | /healthChecks/liveness | {exec: {command: [up]}, periodSeconds: 4}"
            + " | /healthChecks/liveness/path | /new"
            + " | L:path L:exec.command L:host L:port L:headers[X] L:headers[Y]"
            + " | L:timeoutSeconds L:initialDelaySeconds L:failureThreshold",
        "and so is one by command"
            + " | /healthChecks/readiness | {path: /r, host: h, timeoutSeconds: 9}"
            + " | /healthChecks/readiness/exec/command | [b]"
            + " | R:exec.command R:path | R:timeoutSeconds",
        "but its timings can go by themselves"
            + " | /healthChecks/readiness | {path: /r, timeoutSeconds: 2}"
            + " | /healthChecks/readiness/timeoutSeconds | 3"
            + " | R:timeoutSeconds | R:path R:exec.command",
        "a port is none of a check by command"
            + " | /healthChecks/liveness"
            + " | {exec: {command: [up]}, periodSeconds: 4, timeoutSeconds: 2,"
            + " initialDelaySeconds: 3, failureThreshold: 5}"
            + " | /healthChecks/liveness/port | 81"
            + " | L:port L:path L:exec.command L:host L:headers[X] L:headers[Y] | ",
        "a check that is not there comes as a whole"
            + " | /healthChecks/startup | | /healthChecks/startup/periodSeconds | 8"
            + " | S:periodSeconds S:path | ",
        "and without the others that are not there"
            + " | /healthChecks | | /healthChecks/startup/periodSeconds | 8"
            + " | S:periodSeconds S:path"
            + " | L:path L:host L:port L:headers[X] L:headers[Y] L:timeoutSeconds"
            + " L:initialDelaySeconds L:periodSeconds L:failureThreshold R:exec.command"
            + " R:timeoutSeconds",
        "bounds of scaling without its measures are refused"
            + " | /resources/autoscaling | | /resources/autoscaling/maxReplicas | 8"
            + " | A:maxReplicas A:metrics | ",
        "scaling that is not there stays so"
            + " | /resources/autoscaling | | /resources/replicas | 8 | resources.replicas"
            + " | A:maxReplicas A:metrics",
        "no image | /image | | /resources/replicas | 8 | resources.replicas image | ",
        "no machine type | /resources/machineType | | /image | i"
            + " | image resources.machineType | ",
        "no ports | /resources/ports | | /image | i | image resources.ports | "
      })
  void goesAlong(
      String why,
      String pointerInCloud,
      String foreign,
      String pointer,
      String edited,
      String carries,
      String stays) {
    var spec = spec("Report");
    var data = inCloud(spec);
    put(data, pointerInCloud, foreign == null ? "" : foreign);
    var reported = diff(spec, data);
    put(spec, pointer, edited);

    var carried = send(spec, data, todo(reported, diff(spec, data)));

    assertThat(carried)
        .extracting(Drift::field)
        .containsExactlyInAnyOrderElementsOf(fields(carries));
    var left = diff(spec, sent());
    assertThat(left).extracting(Drift::field).containsExactlyInAnyOrderElementsOf(fields(stays));
    assertThat(reported).containsAll(left);
  }

  private static List<String> fields(String names) {
    return names == null
        ? List.of()
        : Stream.of(names.split(" ", -1))
            .map(it -> it.replace("L:", "healthChecks.liveness."))
            .map(it -> it.replace("R:", "healthChecks.readiness."))
            .map(it -> it.replace("S:", "healthChecks.startup."))
            .map(it -> it.replace("A:", "resources.autoscaling."))
            .toList();
  }

  /** Sent without it, the endpoint would be open to everybody. */
  @Test
  void aKeyThatTheServiceKeepsToItselfIsSentAgain() {
    var spec = spec("Report");
    var data = inCloud(spec);
    put(data, "/basicAuthKey", "");
    var remote = remote(data, "of the endpoint");
    var reported = adapter.diff(resource(spec.toString()), remote, Resolved.PLAIN);
    put(spec, "/image", "edited");
    var edited = resource(spec.toString());
    var todo = todo(reported, adapter.diff(edited, remote, Resolved.PLAIN));

    var step = adapter.next(edited, remote, todo, Resolved.PLAIN);
    step.call().send(api);

    assertThat(step.carries()).extracting(Drift::field).containsExactly("image", "basicAuth");
    assertThat(sent().path("basicAuthKey").asText()).isEqualTo("secret:KEY");
  }

  /** Set in the console, or taken out of the spec, which does not manage it any more. */
  @ParameterizedTest
  @ValueSource(strings = {"Report", "Correct"})
  void aKeyThatNobodyDeclaresAndNoConfigurationShowsIsNotLost(String policy) {
    var spec = spec(policy);
    var data = inCloud(spec);
    put(data, "/basicAuthKey", "");
    put(spec, "/basicAuth", "");
    put(spec, "/image", "edited");
    var edited = resource(spec.toString());
    var remote = remote(data, "of the endpoint");
    var step = adapter.next(edited, remote, diff(spec, data), Resolved.PLAIN);

    assertThatThrownBy(() -> step.call().send(api))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "basicAuth: the endpoint of deployment d1 has a key that the service does not show in"
                + " its configuration, and a change without it would open the endpoint to"
                + " everybody. Name the secret with the key in spec.basicAuth.");
    assertThat(body.get()).as("nothing is sent").isNull();

    var open = adapter.next(edited, remote(data, " "), diff(spec, data), Resolved.PLAIN);
    open.call().send(api);
    assertThat(body.get()).as("without a key there is none to lose").isNotNull();
  }

  /** A later look must not take somebody else's key for ours. */
  @Test
  void aKeyThatWasLeftIsNotNotedAsSent() {
    var spec = spec("Report");
    var data = inCloud(spec);
    put(data, "/basicAuthKey", "secret:FOREIGN");
    var reported = diff(spec, data);
    put(spec, "/image", "edited");
    var edited = resource(spec.toString());
    var todo = todo(reported, diff(spec, data));

    var marks =
        adapter.next(edited, remote(data, null), todo, Resolved.PLAIN).call().send(api).marks();

    var inputs = Resolved.PLAIN.withSent(marks);
    assertThat(adapter.diff(edited, remote(sent(), null), inputs)).isEqualTo(reported);
    put(data, "/basicAuthKey", "");
    assertThat(adapter.diff(edited, remote(data, "kept by the service"), inputs))
        .extracting(Drift::field)
        .contains("basicAuth");
  }

  /** Every write makes a revision, so that one of the account would be one of all deployments. */
  @Test
  void aNewKeyOfTheAccountIsNoNewKeyOfTheEndpoint() {
    var spec = spec("Correct");
    var data = inCloud(spec);
    var resource = resource(spec.toString());
    var sent = ContainerConfig.read(data).orElseThrow();
    var marks = new DeploymentMarks(resource, Given.given()).after(null, sent);
    put(data, "/basicAuthKey", "");

    var hashedByAnother = Resolved.PLAIN.withSent(marks);
    assertThat(adapter.diff(resource, remote(data, "kept by the service"), hashedByAnother))
        .isEmpty();

    put(data, "/basicAuthKey", "hunter2");
    var left = ContainerConfig.read(data).orElseThrow();
    assertThat(new DeploymentMarks(resource, Resolved.PLAIN).after(null, left).toString())
        .as("a password that was kept")
        .doesNotContain("hunter2");
  }

  /** The order of variables is the declared one, and several of one name stay together. */
  @Test
  void whatIsKeptStandsWhereItIsDeclared() {
    var spec = spec("Report");
    var data = inCloud(spec);
    put(data, "/env/0/value", "foreign");
    put(data, "/env/-", "{name: A, value: twice}");
    put(data, "/env/-", "{name: E, value: e}");
    var reported = diff(spec, data);
    put(spec, "/env/1/value", "edited");

    send(spec, data, todo(reported, diff(spec, data)));

    assertThat(sent().path("env"))
        .hasToString(
            "[{'name':'A','value':'foreign'},{'name':'A','value':'twice'},".replace('\'', '"')
                + "{'name':'B','value':'edited'},{'name':'C','value':'c'},{'name':'E','value':'e'}]"
                    .replace('\'', '"'));
  }

  /** What cannot be read cannot be kept. */
  @Test
  void anInvalidConfigurationIsReplacedByAllThatIsDeclared() {
    var view = DeploymentAdapterTest.view(null);
    var todo = List.of(Drift.correctable("configuration", "(generation 3)", "(invalid)"));

    adapter
        .next(resource(spec("Report").toString()), DeploymentRemote.of(view), todo, Resolved.PLAIN)
        .call()
        .send(api);

    assertThat(diff(spec("Report"), sent())).isEmpty();
  }
}
