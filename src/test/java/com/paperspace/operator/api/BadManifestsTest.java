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
import com.paperspace.operator.support.Manifests;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What is wrong is refused at the door, by a message that names the field. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadManifestsTest {

  private static final String NAMESPACE = "bad-manifests";
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
    List<JsonNode> table = Manifests.in(Path.of("src", "test", "resources", "bad-manifests.yaml"));
    assertThat(table).hasSizeGreaterThan(100);
    return table.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.path("kind").asText() + " " + row.path("says").asText(), () -> check(row)));
  }

  private void check(JsonNode row) throws IOException {
    CustomResourceDefinition crd = crd(row.path("kind").asText());
    ObjectNode base = minimal(row.path("kind").asText());
    String path =
        "/apis/paperspace.com/v1alpha1/namespaces/%s/%s"
            .formatted(NAMESPACE, crd.getSpec().getNames().getPlural());
    String dryRun = "?dryRun=All&fieldValidation=Strict";
    String verb = "POST";
    if (row.has("before")) {
      base = merge(base, row.path("before"));
      String name = "existing" + existing++;
      base.withObject("metadata").put("name", name);
      JsonNode created = new ObjectMapper().readTree(send("POST", path, base));
      if (row.has("status")) {
        ObjectNode seen = created.deepCopy();
        seen.withObject("status").setAll((ObjectNode) row.path("status"));
        created = new ObjectMapper().readTree(send("PUT", path + "/" + name + "/status", seen));
      }
      base.withObject("metadata")
          .put("resourceVersion", created.at("/metadata/resourceVersion").asText());
      verb = "PUT";
      path += "/" + name;
    }
    String url = path + dryRun;
    String sent = verb;
    ObjectNode good = merge(base, row.path("good"));
    ObjectNode bad = merge(base, row.path("bad"));

    assertThat(bad).isNotEqualTo(good);
    assertThatThrownBy(() -> send(sent, url, bad))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(row.path("says").asText());
    assertThatCode(() -> send(sent, url, good)).doesNotThrowAnyException();
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
    return (ObjectNode) Manifests.in(Path.of("examples", file)).get(0);
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
