package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.support.Committed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The OLM bundle is what the chart makes for OpenShift, and whole. */
class OlmBundleTest {
  private static final String COMMAND = "mvn test -Dupdate -Dtest=OlmBundleTest";

  @Test
  void itIsTheChart() throws IOException {
    for (Map.Entry<String, String> file : bundle().files().entrySet()) {
      Committed.compare(OlmBundle.FOLDER.resolve(file.getKey()), file.getValue(), COMMAND);
    }
  }

  @Test
  void everyCrdIsOwnedAndHasAnExample() throws IOException {
    JsonNode csv = csv();
    Set<String> kinds =
        OlmBundle.crds().stream()
            .map(it -> it.at("/spec/names/kind").asText())
            .collect(Collectors.toSet());

    assertThat(texts(csv.at("/spec/customresourcedefinitions/owned"), "kind"))
        .containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(
            texts(
                new ObjectMapper().readTree(csv.at("/metadata/annotations/alm-examples").asText()),
                "kind"))
        .containsExactlyInAnyOrderElementsOf(kinds);
  }

  @Test
  void itsDeploymentRunsUnderTheAccountThatHasTheRightsAndLeadsWhereItIsInstalled()
      throws IOException {
    JsonNode install = csv().at("/spec/install/spec");
    JsonNode pod = install.at("/deployments/0/spec/template/spec");

    for (String rights : List.of("clusterPermissions", "permissions")) {
      assertThat(install.at("/" + rights + "/0/serviceAccountName"))
          .as(rights)
          .isEqualTo(pod.get("serviceAccountName"));
      assertThat(install.at("/" + rights + "/0/rules")).as(rights).isNotEmpty();
    }
    assertThat(pod.at("/containers/0/env"))
        .filteredOn(it -> it.has("valueFrom"))
        .extracting(it -> it.at("/name").asText())
        .containsExactly("LEADER_ELECTION_NAMESPACE");
    assertThat(pod.toString()).doesNotContain("paperspace-system");
  }

  /** OpenShift's restricted-v2 gives user and groups, and refuses fixed ones. */
  @Test
  void itsPodSaysNoUserAndNoGroupAndIsNoRootAllTheSame() throws IOException {
    JsonNode pod = csv().at("/spec/install/spec/deployments/0/spec/template/spec");

    assertThat(pod.toString()).doesNotContain("runAsUser", "runAsGroup", "fsGroup");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  void onlyAllNamespacesIsSupported() throws IOException {
    assertThat(csv().at("/spec/installModes"))
        .filteredOn(it -> it.path("supported").asBoolean())
        .extracting(it -> it.path("type").asText())
        .containsExactly("AllNamespaces");
  }

  private static JsonNode csv() throws IOException {
    return Helm.YAML.readTree(bundle().files().get(OlmBundle.CSV));
  }

  private static OlmBundle bundle() throws IOException {
    return new OlmBundle(Helm.find());
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(it -> it.path(field).asText())
        .toList();
  }
}
