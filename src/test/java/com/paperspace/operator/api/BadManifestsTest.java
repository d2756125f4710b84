package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What is wrong is refused at the door, by a message that names the field. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadManifestsTest {

  private static final String NAMESPACE = "bad-manifests";
  private static final String DRY_RUN = "?dryRun=All&fieldValidation=Strict";
  private static final Pattern MANY = Pattern.compile("\\$\\{(\\d+) (chars|texts|vars)}");
  private static final List<CustomResourceDefinition> CRDS = Crds.all();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ControlPlane plane;
  private int existing;

  BadManifestsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeAll
  void install() {
    plane.installCrds();
    plane.kubectl("create", "namespace", NAMESPACE).orFail();
  }

  @TestFactory
  Stream<DynamicTest> theBadIsRefusedAndTheGoodAccepted() throws IOException {
    return rows(row -> !row.has("before"), this::checkCreate);
  }

  @TestFactory
  Stream<DynamicTest> theImmutableCanBeCorrectedUntilTheCloudObjectExists() throws IOException {
    return rows(row -> row.has("before"), this::checkChange);
  }

  private static Stream<DynamicTest> rows(
      Predicate<JsonNode> which, ThrowingConsumer<JsonNode> check) throws IOException {
    List<JsonNode> table =
        ExamplesTest.documents(Path.of("src", "test", "resources", "bad-manifests.yaml")).stream()
            .filter(which)
            .toList();
    assertThat(table).hasSizeGreaterThan(20);
    return table.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.path("kind").asText() + " " + row.path("says").asText(),
                    () -> check.accept(row)));
  }

  private void checkCreate(JsonNode row) throws IOException {
    String path = path(row.path("kind").asText());
    ObjectNode base = minimal(row.path("kind").asText());

    refused(row, "POST", path, merge(base, row.path("bad")));
    accepted("POST", path, merge(base, row.path("good")));
  }

  private void checkChange(JsonNode row) throws IOException {
    String collection = path(row.path("kind").asText());
    ObjectNode base = merge(minimal(row.path("kind").asText()), row.path("before"));
    String name = "existing" + existing++;
    base.withObject("metadata").put("name", name);
    String path = collection + "/" + name;
    ObjectNode unmade = read(send("POST", collection, base));

    accepted("PUT", path, merge(unmade, row.path("bad")));
    ObjectNode made = withStatus(path, unmade, "Available");
    refused(row, "PUT", path, merge(made, row.path("bad")));
    accepted("PUT", path, merge(made, row.path("good")));
    if (row.path("says").asText().endsWith("is immutable")) {
      // Taken over, and not what the spec says: deleting it must not be the only way out.
      accepted("PUT", path, merge(withStatus(path, made, "ReplaceRequired"), row.path("bad")));
    }
  }

  private ObjectNode withStatus(String path, ObjectNode object, String reason) throws IOException {
    String condition =
        """
        {"type": "Ready", "status": "False", "reason": "%s", "message": "",
         "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": 1}
        """;
    object
        .withObject("status")
        .put("id", "ps1")
        .putArray("conditions")
        .add(read(condition.formatted(reason)));
    return read(send("PUT", path + "/status", object));
  }

  private void refused(JsonNode row, String verb, String path, ObjectNode bad) {
    assertThatThrownBy(() -> send(verb, path + DRY_RUN, bad))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(row.path("says").asText());
  }

  private void accepted(String verb, String path, ObjectNode good) {
    assertThatCode(() -> send(verb, path + DRY_RUN, good)).doesNotThrowAnyException();
  }

  private static String path(String kind) {
    return "/apis/paperspace.com/v1alpha1/namespaces/%s/%s"
        .formatted(NAMESPACE, crd(kind).getSpec().getNames().getPlural());
  }

  private static ObjectNode read(String json) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(json);
  }

  private String send(String verb, String url, JsonNode object) {
    return plane.client().raw(url, verb, object);
  }

  private static CustomResourceDefinition crd(String kind) {
    return CRDS.stream()
        .filter(crd -> crd.getSpec().getNames().getKind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** In the user's YAML a bare word is a boolean; only the text as it is written shows that. */
  @Test
  void anUnquotedOnIsRefused() {
    String machine =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata: {name: bare}
        spec: {machineType: C5, templateId: t, region: ny2, diskSize: 50, powerState: %s}
        """;

    Result bad = create(machine.formatted("On"));

    assertThat(bad.exit()).isNotZero();
    assertThat(bad.stderr())
        .contains("spec.powerState in body must be of type string: \"boolean\"")
        .contains("supported values: \"Off\", \"On\"");
    create(machine.formatted("\"On\"")).orFail();
  }

  private Result create(String yaml) {
    return plane.kubectlFed(
        yaml, "create", "--namespace", NAMESPACE, "--dry-run=server", "-f", "-");
  }

  private static ObjectNode minimal(String kind) throws IOException {
    String file = kind.toLowerCase(Locale.ROOT) + "-minimal.yaml";
    return (ObjectNode) ExamplesTest.documents(Path.of("examples", file)).get(0);
  }

  /** RFC 7396. */
  private static ObjectNode merge(JsonNode target, JsonNode patch) {
    ObjectNode merged = target.isObject() ? target.deepCopy() : JSON.objectNode();
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNull()) {
                merged.remove(field.getKey());
              } else if (value.isObject()) {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), value));
              } else {
                merged.set(field.getKey(), expand(value));
              }
            });
    return merged;
  }

  private static JsonNode expand(JsonNode value) {
    Matcher many = MANY.matcher(value.asText());
    if (!many.matches()) {
      return value;
    }
    int count = Integer.parseInt(many.group(1));
    if (many.group(2).equals("chars")) {
      return JSON.textNode("x".repeat(count));
    }
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      if (many.group(2).equals("vars")) {
        list.addObject().put("name", "V" + i).put("value", "x");
      } else {
        list.add("text" + i);
      }
    }
    return list;
  }
}
