package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Manifests;
import com.paperspace.operator.support.NeedsControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What only a create can set is free until a create may have happened, and may then go back to what
 * the cloud object has: every such field of every kind, on a real API server.
 */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateOnlyFieldsTest {
  private static final String NAMESPACE = "create-only-fields";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As declared, as created, and another; null is absent. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("Machine.template", List.of("{os: a}", "{os: b}", "{os: c}")),
          Map.entry("Machine.templateRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("Machine.templateId", List.of("'a'", "'b'", "'c'")),
          Map.entry("Machine.region", List.of("'ny2'", "'ca1'", "'ams1'")),
          Map.entry("Machine.takeInitialSnapshot", List.of("true", "false", "null")),
          Map.entry("Machine.emailPassword", List.of("null", "false", "true")),
          Map.entry("Machine.startOnCreate", List.of("true", "null", "false")),
          Map.entry("Machine.enableNvlink", List.of("false", "null", "true")),
          Map.entry("Model.name", List.of("'a'", "null", "'c'")),
          Map.entry("Model.description", List.of("'a'", "null", "'c'")),
          Map.entry("Model.storageProviderId", List.of("'a'", "'b'", "'c'")),
          Map.entry("Model.storageProviderRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("Model.isPublic", List.of("true", "null", "false")),
          Map.entry("PrivateNetwork.region", List.of("'ny2'", "'ca1'", "'ams1'")),
          Map.entry("PublicIp.region", List.of("'ny2'", "'ca1'", "'ams1'")),
          Map.entry("SharedDrive.size", List.of("3", "2", "1")),
          Map.entry("SnapshotRestore.snapshotRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("SnapshotRestore.snapshotId", List.of("'a'", "'b'", "'c'")),
          Map.entry(
              "SnapshotRestore.createSnapshotBeforeRestore", List.of("true", "false", "null")),
          Map.entry("CustomTemplate.machineRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("CustomTemplate.machineId", List.of("'a'", "'b'", "'c'")),
          Map.entry("Snapshot.machineRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("Snapshot.machineId", List.of("'a'", "'b'", "'c'")),
          Map.entry("SharedDrive.region", List.of("'ny2'", "'ca1'", "'ams1'")),
          Map.entry("SharedDrive.networkRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("SharedDrive.networkId", List.of("'a'", "'b'", "'c'")),
          Map.entry("ProjectSecret.projectRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("ProjectSecret.projectId", List.of("'a'", "'b'", "'c'")),
          Map.entry("ProjectSecret.name", List.of("'a'", "null", "'c'")),
          Map.entry("TeamSecret.name", List.of("'a'", "null", "'c'")),
          Map.entry("Dataset.storageProviderRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("Dataset.storageProviderId", List.of("'a'", "'b'", "'c'")),
          Map.entry("Dataset.isPublic", List.of("true", "null", "false")),
          Map.entry("DatasetVersion.datasetRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("DatasetVersion.datasetId", List.of("'a'", "'b'", "'c'")),
          Map.entry("Deployment.projectRef", List.of("{name: a}", "{name: b}", "{name: c}")),
          Map.entry("Deployment.projectId", List.of("'a'", "'b'", "'c'")));

  /** What the service shows in the form of the spec, by the field of {@code observed}. */
  private static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry("CustomTemplate.machineId", "machineId"),
          Map.entry("Machine.region", "region"),
          Map.entry("Model.name", "name"),
          Map.entry("Model.description", "description"),
          Map.entry("Model.storageProviderId", "storageProviderId"),
          Map.entry("PrivateNetwork.region", "region"),
          Map.entry("PublicIp.region", "region"),
          Map.entry("SharedDrive.region", "region"),
          Map.entry("SharedDrive.networkId", "networkId"),
          Map.entry("Snapshot.machineId", "machineId"),
          Map.entry("SnapshotRestore.snapshotId", "snapshotId"),
          Map.entry("Dataset.storageProviderId", "storageProviderId"),
          Map.entry("DatasetVersion.datasetId", "datasetId"),
          Map.entry("ProjectSecret.projectId", "projectId"),
          Map.entry("ProjectSecret.name", "name"),
          Map.entry("TeamSecret.name", "name"),
          Map.entry("Deployment.projectId", "projectId"));

  private final ControlPlane plane;
  private int count;

  CreateOnlyFieldsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeAll
  void install() {
    plane.installCrds();
    plane.kubectl("create", "namespace", NAMESPACE).orFail();
  }

  static Stream<String> fields() {
    return VALUES.keySet().stream().sorted();
  }

  @Test
  void noFieldIsForgotten() {
    Stream<String> marked =
        Crds.all().stream()
            .flatMap(
                crd ->
                    createOnly(crd).map(field -> crd.getSpec().getNames().getKind() + "." + field))
            .filter(field -> !field.equals("Machine.diskSize"));

    assertThat(Set.copyOf(marked.toList())).isEqualTo(VALUES.keySet());
  }

  private static Stream<String> createOnly(CustomResourceDefinition crd) {
    var status =
        crd.getSpec()
            .getVersions()
            .get(0)
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("status");
    var createdWith = status.getProperties().get("createdWith");
    return createdWith == null ? Stream.empty() : createdWith.getProperties().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void isFreeBeforeACreateCanHaveHappened(String field) throws IOException {
    var edited = new Edited(field);

    edited.admits(value(field, 1));
    edited.status("{id: '', completedIntent: refused, marks: {other: x}}");
    edited.admits(value(field, 1));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void mayOnlyGoBackToWhatWasSentOnceACreateMayHaveHappened(String field) throws IOException {
    for (var made : List.of("openIntent: x", "id: x1, origin: Created")) {
      var edited = new Edited(field);
      edited.status("{" + made + createdWith(field) + "}");

      edited.refuses(value(field, 2));
      edited.admits(value(field, 1));
      edited.admits(value(field, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void isFixedWhereAnOlderVersionNotedNothing(String field) throws IOException {
    for (var made : List.of("openIntent: x", "id: x1, origin: Created")) {
      var edited = new Edited(field);
      edited.status("{" + made + "}");

      edited.refuses(value(field, 2));
      edited.admits(value(field, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void isFreeWhereTheServiceNeverShowsItOfWhatWasTakenOver(String field) throws IOException {
    for (var adopted : List.of("id: x1, origin: Adopted", "id: x1")) {
      var edited = new Edited(field);
      edited.status("{" + adopted + "}");

      edited.admits(value(field, 1));
      edited.admits(value(field, 2));
    }
  }

  static Stream<String> shown() {
    return SHOWN.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("shown")
  void mayGoBackToWhatTheServiceShows(String field) throws IOException {
    var cloud = value(field, 1).equals("null") ? "'b'" : value(field, 1);
    for (var origin : List.of("Created", "Adopted")) {
      var edited = new Edited(field);
      edited.status(
          "{id: x1, origin: " + origin + ", observed: {" + SHOWN.get(field) + ": " + cloud + "}}");

      edited.refuses(value(field, 2));
      edited.admits(cloud);
    }
  }

  /** Typed too large, and not taken by the service: it must not stay so for ever. */
  @ParameterizedTest
  @MethodSource("disks")
  void aDiskMayOnlyGrowOrGoBackToWhatItIs(String status, int least) throws IOException {
    var edited = new Edited("Machine.diskSize", "100");
    edited.status(status);

    if (least > 1) {
      edited.refuses(String.valueOf(least - 1), "diskSize may only grow");
    }
    edited.admits(String.valueOf(least));
    edited.admits("101");
  }

  static Stream<Object[]> disks() {
    return Stream.of(
        new Object[] {"{id: ''}", 1},
        new Object[] {"{openIntent: x, createdWith: {diskSize: 20}}", 20},
        new Object[] {"{id: x1, origin: Created, createdWith: {diskSize: 20}}", 20},
        new Object[] {
          "{id: x1, origin: Created, createdWith: {diskSize: 20}, observed: {storageGb: 50}}", 50
        },
        new Object[] {"{id: x1, origin: Created}", 100},
        new Object[] {"{id: x1, origin: Created, observed: {storageGb: 50}}", 50},
        new Object[] {"{id: x1, origin: Adopted, observed: {storageGb: 50}}", 50},
        new Object[] {"{id: x1, origin: Adopted}", 1});
  }

  private static String value(String field, int which) {
    return VALUES.get(field).get(which);
  }

  private static String createdWith(String field) {
    var sent = value(field, 1);
    var name = field.substring(field.indexOf('.') + 1);
    // What is absent was not sent; the others are noted with it.
    return ", createdWith: {" + (sent.equals("null") ? "" : name + ": " + sent) + "}";
  }

  /** An object whose field is edited, each time from the first value. */
  private final class Edited {
    private final String name;
    private final String url;
    private ObjectNode stored;

    Edited(String field) throws IOException {
      this(field, value(field, 0));
    }

    Edited(String field, String value) throws IOException {
      var kind = field.substring(0, field.indexOf('.'));
      name = field.substring(field.indexOf('.') + 1);
      var path =
          "/apis/paperspace.com/v1alpha1/namespaces/%s/%s"
              .formatted(NAMESPACE, HasMetadata.getPlural(Crds.kind(kind)));
      var file = kind.toLowerCase(Locale.ROOT) + "-minimal.yaml";
      stored = (ObjectNode) Manifests.in(Path.of("examples", file)).get(0);
      stored.withObject("metadata").put("name", "edited" + count++);
      stored = with(value);
      url = path + "/" + stored.at("/metadata/name").asText();
      stored = send("POST", path, stored);
    }

    void status(String yaml) {
      var changed = stored.deepCopy();
      changed.withObject("status").setAll((ObjectNode) yaml(yaml));
      stored = send("PUT", url + "/status", changed);
    }

    void admits(String value) {
      assertThatCode(() -> edit(value)).as(value).doesNotThrowAnyException();
    }

    void refuses(String value) {
      refuses(value, name + " is immutable once a create may have happened");
    }

    void refuses(String value, String says) {
      assertThatThrownBy(() -> edit(value))
          .as(value)
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("spec." + name + ": Forbidden: " + says);
    }

    private void edit(String value) {
      send("PUT", url + "?dryRun=All&fieldValidation=Strict", with(value));
    }

    private ObjectNode with(String value) {
      var changed = stored.deepCopy();
      var spec = changed.withObject("spec");
      if (value.equals("null")) {
        spec.remove(name);
      } else {
        spec.set(name, yaml(value));
      }
      // Of a reference and an id only one can be set.
      if (name.endsWith("Id")) {
        spec.remove(name.replaceFirst("Id$", "Ref"));
        spec.remove(name.replaceFirst("Id$", ""));
      } else if (name.equals("template")) {
        spec.remove(List.of("templateId", "templateRef"));
      } else if (name.endsWith("Ref")) {
        spec.remove(name.replaceFirst("Ref$", "Id"));
        spec.remove(name.replaceFirst("Ref$", ""));
      }
      return changed;
    }
  }

  private ObjectNode send(String verb, String url, ObjectNode object) {
    try {
      return (ObjectNode) JSON.readTree(plane.client().raw(url, verb, object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal("value: " + text, ObjectNode.class).path("value");
  }
}
