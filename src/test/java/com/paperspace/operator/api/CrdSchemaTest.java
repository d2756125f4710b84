package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** House rules of every schema. */
class CrdSchemaTest {

  private static final List<CustomResourceDefinition> ALL = Crds.all();
  private static final Map<String, String> FILES = Crds.files();

  static Stream<CustomResourceDefinition> crds() {
    return ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyPropertyHasASentence(CustomResourceDefinition crd) {
    assertThat(root(crd).getDescription()).endsWith(".");
    properties(crd)
        .forEach(
            (path, schema) ->
                assertThat(schema.getDescription())
                    .as(path)
                    .isNotNull()
                    .matches("(?s)[A-Z\"].*[.]"));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everythingIsBounded(CustomResourceDefinition crd) {
    everything(crd)
        .forEach(
            (path, schema) -> {
              switch (schema.getType()) {
                case "string" ->
                    assertThat(schema.getMaxLength() != null || !schema.getEnum().isEmpty())
                        .as("maxLength or enum of " + path)
                        .isTrue();
                case "array" ->
                    assertThat(schema.getMaxItems()).as("maxItems of " + path).isNotNull();
                case "object" ->
                    assertThat(
                            schema.getAdditionalProperties() == null
                                ? schema.getProperties().size()
                                : schema.getMaxProperties())
                        .as("properties or maxProperties of " + path)
                        .isNotNull()
                        .isNotEqualTo(0);
                case "integer" ->
                    assertThat(schema.getFormat()).as("format of " + path).isNotNull();
                default -> assertThat(schema.getType()).as(path).isIn("boolean", "number");
              }
              assertThat(schema.getXKubernetesPreserveUnknownFields()).as(path).isNull();
            });
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyNumberIsOneJavaCanHold(CustomResourceDefinition crd) {
    everything(crd)
        .forEach(
            (path, schema) -> {
              if (!List.of("integer", "number").contains(schema.getType())) {
                return;
              }
              double limit =
                  "int32".equals(schema.getFormat()) ? Integer.MAX_VALUE : Math.nextDown(0x1p63);
              assertThat(schema.getMinimum())
                  .as("minimum of " + path)
                  .isNotNull()
                  .isGreaterThanOrEqualTo(-limit - 2048);
              assertThat(schema.getMaximum())
                  .as("maximum of " + path)
                  .isNotNull()
                  .isLessThanOrEqualTo(limit);
            });
  }

  @ParameterizedTest
  @MethodSource("crds")
  void noReferenceLeavesTheNamespace(CustomResourceDefinition crd) {
    assertThat(properties(crd).keySet()).noneMatch(path -> path.endsWith(".namespace"));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void aNewObjectIsNeverTakenForASettledOne(CustomResourceDefinition crd) {
    JSONSchemaProps status = root(crd).getProperties().get("status");

    assertThat(status.getDefault().toString()).isEqualTo("{\"observedGeneration\":-1}");
    assertThat(root(crd).getRequired()).containsExactly("spec");
    JSONSchemaProps conditions = status.getProperties().get("conditions");
    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
  }

  @ParameterizedTest
  @MethodSource("crds")
  void enumValuesAreTextsInTheFileToo(CustomResourceDefinition crd) {
    everything(crd)
        .forEach(
            (path, schema) -> assertThat(schema.getEnum()).as(path).allMatch(JsonNode::isTextual));
    String file = FILES.get(crd.getMetadata().getName() + ".yaml");
    assertThat(file.lines())
        .as("a bare word in a list; On would be a boolean")
        .noneMatch(line -> line.matches("\\s*- [A-Za-z0-9_-]+"));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void rulesStandOnObjectsOnlyAndOnce(CustomResourceDefinition crd) {
    everything(crd)
        .forEach(
            (path, schema) -> {
              assertThat(schema.getXKubernetesValidations()).as(path).doesNotHaveDuplicates();
              if (!schema.getXKubernetesValidations().isEmpty()) {
                assertThat(schema.getType()).as(path).isEqualTo("object");
              }
            });
  }

  @Test
  void columnsComeInASensibleOrder() {
    assertThat(columns("Machine"))
        .containsExactly(
            "READY",
            "SYNCED",
            "REASON",
            "STATE",
            "TYPE",
            "USAGE RATE",
            "ID",
            "AGE",
            "PRIVATE IP*",
            "PUBLIC IP*",
            "MESSAGE*");
    assertThat(columns("Deployment"))
        .startsWith("READY", "SYNCED", "REASON", "STATE", "TYPE", "READY REPLICAS", "REPLICAS");
    assertThat(columns("PaperspaceProject"))
        .containsExactly("READY", "SYNCED", "REASON", "ID", "AGE", "NAME IN CLOUD*", "MESSAGE*");
    assertThat(columns("PaperspaceAccount"))
        .startsWith("READY", "REASON", "TEAM", "AGE", "TEAM NAME*", "MESSAGE*");
  }

  @ParameterizedTest
  @MethodSource("crds")
  void noColumnSaysWhatAnotherSays(CustomResourceDefinition crd) {
    var columns = crd.getSpec().getVersions().get(0).getAdditionalPrinterColumns();
    assertThat(columns).extracting(CustomResourceColumnDefinition::getName).doesNotHaveDuplicates();
    // The address is its own id.
    assertThat(columns)
        .extracting(it -> it.getJsonPath().replace(".observed.ip", ".id"))
        .doesNotHaveDuplicates();
  }

  /** A person who has only {@code kubectl explain} must be able to write it. */
  @ParameterizedTest
  @CsvSource({
    "DatasetVersion, datasetId/version",
    "ProjectSecret, projectId/name",
    "TeamSecret, teamId/name",
    "PublicIp, the address itself",
    "SnapshotRestore, machine event",
  })
  void theFieldTellsTheFormOfAnIdThatIsNotTheApisOwn(String kind, String form) {
    assertThat(Crds.of(Crds.kind(kind)))
        .extracting(crd -> properties(crd).get(kind + ".spec.externalId").getDescription())
        .asString()
        .contains(form);
  }

  @Test
  void onlyDeploymentsScale() {
    for (CustomResourceDefinition crd : ALL) {
      CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
      assertThat(version.getSubresources().getStatus()).isNotNull();
      assertThat(version.getSubresources().getScale() != null)
          .isEqualTo(crd.getSpec().getNames().getKind().equals("Deployment"));
    }
  }

  private static List<String> columns(String kind) {
    return ALL.stream()
        .filter(crd -> crd.getSpec().getNames().getKind().equals(kind))
        .flatMap(crd -> crd.getSpec().getVersions().get(0).getAdditionalPrinterColumns().stream())
        .map(CrdSchemaTest::name)
        .toList();
  }

  private static String name(CustomResourceColumnDefinition column) {
    return column.getName() + (column.getPriority() == null ? "" : "*");
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
  }

  /** Every named property by its path. */
  private static Map<String, JSONSchemaProps> properties(CustomResourceDefinition crd) {
    Map<String, JSONSchemaProps> found = everything(crd);
    found.keySet().removeIf(path -> path.endsWith("]"));
    return found;
  }

  /** Every property, list item and map value by its path. */
  private static Map<String, JSONSchemaProps> everything(CustomResourceDefinition crd) {
    Map<String, JSONSchemaProps> found = new LinkedHashMap<>();
    collect(crd.getSpec().getNames().getKind(), root(crd), found);
    assertThat(found).hasSizeGreaterThan(30);
    return found;
  }

  private static void collect(
      String path, JSONSchemaProps schema, Map<String, JSONSchemaProps> found) {
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              found.put(path + "." + name, property);
              collect(path + "." + name, property, found);
            });
    if (schema.getItems() != null) {
      found.put(path + "[]", schema.getItems().getSchema());
      collect(path + "[]", schema.getItems().getSchema(), found);
    }
    if (schema.getAdditionalProperties() != null) {
      found.put(path + "[*]", schema.getAdditionalProperties().getSchema());
      collect(path + "[*]", schema.getAdditionalProperties().getSchema(), found);
    }
  }
}
