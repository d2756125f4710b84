package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.support.Manifests;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are what people copy. */
class ExamplesTest {

  /** Fields that exclude others of the full example. */
  private static final Set<String> ALTERNATIVES =
      Set.of(
          "Dataset.spec.storageProviderId",
          "DatasetVersion.spec.datasetId",
          "Deployment.spec.containerRegistry",
          "Deployment.spec.integrations.datasetVersionRef",
          "Deployment.spec.integrations.datasetVersionRef.name",
          "Deployment.spec.integrations.id",
          "Deployment.spec.projectId",
          "Deployment.spec.basicAuth.projectSecretRef",
          "Deployment.spec.basicAuth.projectSecretRef.name",
          "Model.spec.projectId",
          "Model.spec.storageProviderId",
          "ProjectSecret.spec.projectId",
          "Machine.spec.networkId",
          "Machine.spec.startOnCreate",
          "Machine.spec.startupScriptId",
          "Machine.spec.templateId",
          "Machine.spec.templateRef",
          "Machine.spec.templateRef.name",
          "CustomTemplate.spec.machineId",
          "PublicIp.spec.machineId",
          "SharedDrive.spec.networkId",
          "Snapshot.spec.machineId",
          "SnapshotRestore.spec.snapshotId",
          "StartupScript.spec.script.inline",
          "StartupScript.spec.script.secretKeyRef",
          "StartupScript.spec.script.secretKeyRef.key",
          "StartupScript.spec.script.secretKeyRef.name");

  /** Names and ids of what stands outside the example. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(account|containerRegistry|dataset|datasetVersion|machine|model|network|project|projectSecret|secret|snapshot|startupScript|storageProvider)Refs?\\.name$|(configMap|secret)KeyRef\\.\\w+$"
              + "|\\.projectSecret$");

  /** A field that names another resource, by what its kind is called there. */
  private static final Pattern REFERENCE = Pattern.compile("((?!secret|configMap)\\w+?)Refs?");

  /** Fields whose value is of a team nobody has. */
  private static final Pattern REPLACED =
      Pattern.compile(
          "\\.(teamId|externalId|networkId|startupScriptId|storageProviderId|accessorIds|collaborators|models)$");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyDocumentFitsItsClass(Path file) throws IOException {
    assertThat(Manifests.in(file)).isNotEmpty();
    for (JsonNode document : Manifests.in(file)) {
      assertThat(ManifestCheck.read(document).getMetadata().getName())
          .as(file.toString())
          .isNotEmpty();
      if (document.path("apiVersion").asText().startsWith("paperspace.com/")) {
        assertThat(ManifestCheck.complaints(document)).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void theCheckAboveCanFail() throws IOException {
    JsonNode document = Manifests.in(Path.of("examples", "deployment-full.yaml")).get(0);
    ((ObjectNode) document.at("/spec/resources")).put("machineTypo", "A4000");

    assertThatThrownBy(() -> ManifestCheck.read(document)).hasMessageContaining("machineTypo");
  }

  @Test
  void everyKindHasAMinimalAndAFullOne() throws IOException {
    Set<String> wanted = new TreeSet<>(Set.of("quickstart.yaml", "team.yaml"));
    for (Class<?> kind : Crds.KINDS) {
      String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
      wanted.add(name + "-minimal.yaml");
      wanted.add(name + "-full.yaml");
    }
    assertThat(examples().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void fullMeansEveryFieldThatCanStandTogether() throws IOException {
    Set<String> fields = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (CustomResourceDefinition crd : Crds.all()) {
      String kind = crd.getSpec().getNames().getKind();
      Path file = Path.of("examples", kind.toLowerCase(Locale.ROOT) + "-full.yaml");
      JSONSchemaProps schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
      fields(kind + ".spec", schema.getProperties().get("spec"), fields);
      used(kind + ".spec", Manifests.in(file).get(0).path("spec"), used);
    }
    fields.removeAll(used);

    assertThat(without(fields, ALTERNATIVES))
        .as("of no X-full.yaml: put it there, or into ALTERNATIVES where it excludes what is there")
        .isEmpty();
    assertThat(without(ALTERNATIVES, fields))
        .as("of ALTERNATIVES, but in X-full.yaml, or in no schema: take it out of ALTERNATIVES")
        .isEmpty();
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  /** Who applies a whole directory must not wait for what no file of it makes. */
  @Test
  void whatOneNamesAnotherMakes() throws IOException {
    Set<String> made = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    for (Path file : examples().toList()) {
      for (JsonNode document : Manifests.in(file)) {
        made.add(
            kindOf(document.path("kind").asText()) + " " + document.at("/metadata/name").asText());
        references(document.path("spec"), "", named);
      }
    }
    assertThat(without(named, made)).isEmpty();
  }

  private static void references(JsonNode node, String field, Set<String> found) {
    Matcher reference = REFERENCE.matcher(field);
    if (reference.matches()) {
      (node.isArray() ? node : List.of(node))
          .forEach(it -> found.add(kindOf(reference.group(1)) + " " + it.path("name").asText()));
    }
    node.properties().forEach(it -> references(it.getValue(), it.getKey(), found));
    if (node.isArray()) {
      node.forEach(it -> references(it, "", found));
    }
  }

  /** A kind as references to it are called. */
  private static String kindOf(String word) {
    return word.toLowerCase(Locale.ROOT).replaceFirst("^(paperspace|private|custom)", "");
  }

  /** Without them a copy of the example waits, or takes over what is somebody else's. */
  @ParameterizedTest
  @MethodSource("examples")
  void theHeaderNamesWhatMustBeThereAndWhatToReplace(Path file) throws IOException {
    String header =
        Files.readAllLines(file).stream()
            .takeWhile(line -> line.startsWith("#"))
            .collect(Collectors.joining(" "));
    Set<String> wanted = new TreeSet<>();
    outside(Manifests.in(file).get(0).path("spec"), "", wanted);
    Manifests.in(file).forEach(it -> wanted.remove(it.at("/metadata/name").asText()));

    assertThat(header.split("[^-\\w]+")).as(file.toString()).containsAll(wanted);
  }

  private static void outside(JsonNode node, String path, Set<String> found) {
    if (node.isArray()) {
      node.forEach(item -> outside(item, path, found));
    }
    node.properties().forEach(it -> outside(it.getValue(), path + "." + it.getKey(), found));
    if (node.isValueNode() && !node.asText().isEmpty()) {
      if (NAMED.matcher(path).find()) {
        found.add(node.asText());
      } else if (REPLACED.matcher(path).find()) {
        found.add(path.substring(path.lastIndexOf('.') + 1));
      }
    }
  }

  private static void fields(String path, JSONSchemaProps schema, Set<String> found) {
    if (schema.getItems() != null) {
      fields(path, schema.getItems().getSchema(), found);
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              found.add(path + "." + anyProbe(name));
              fields(path + "." + anyProbe(name), property, found);
            });
  }

  private static void used(String path, JsonNode node, Set<String> found) {
    if (node.isArray()) {
      node.forEach(item -> used(path, item, found));
    }
    node.properties()
        .forEach(
            field -> {
              found.add(path + "." + anyProbe(field.getKey()));
              used(path + "." + anyProbe(field.getKey()), field.getValue(), found);
            });
  }

  /** The three probes are one type; it is enough when together they use every field. */
  private static String anyProbe(String name) {
    return name.matches("liveness|readiness|startup") ? "probe" : name;
  }
}
