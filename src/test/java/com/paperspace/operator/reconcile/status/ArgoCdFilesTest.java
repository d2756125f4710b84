package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.Committed;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The health check in the two forms Argo CD takes: as a patch of {@code argocd-cm}, and as the
 * folder its own repository has for such checks, with their tests in its format.
 */
class ArgoCdFilesTest {
  private static final String COMMAND = "mvn test -Dupdate -Dtest=ArgoCdFilesTest";
  private static final Path DOCS = Path.of("docs");
  private static final Path UPSTREAM =
      DOCS.resolve("argo-cd/resource_customizations/paperspace.com/_");

  @Test
  void thePatchIsTheCheck() throws IOException {
    var text = HEAD.formatted(COMMAND) + HealthCheck.script().indent(8);
    Committed.compare(DOCS.resolve("argo-cd.yaml"), text, COMMAND);
    var rules = new YAMLMapper().readTree(text).at("/data/resource.customizations").asText();
    assertThat(new YAMLMapper().readTree(rules).at("/paperspace.com~1*/health.lua").asText())
        .isEqualTo(HealthCheck.script());
  }

  @Test
  void theFolderForArgoCdsOwnRepositoryIsTheCheckWithARowForEachState() throws IOException {
    Committed.compare(UPSTREAM.resolve("health.lua"), HealthCheck.script(), COMMAND);
    var tests = new StringBuilder("tests:\n");
    for (var row : Rows.all().entrySet()) {
      var file = "testdata/" + row.getKey() + ".yaml";
      Committed.compare(UPSTREAM.resolve(file), Serialization.asYaml(row.getValue()), COMMAND);
      var health = HealthCheck.of(row.getValue());
      tests.append(
          "- healthStatus:\n    status: %s\n    message: \"%s\"\n  inputPath: %s\n"
              .formatted(health.get("status"), health.get("message"), file));
    }
    Committed.compare(UPSTREAM.resolve("health_test.yaml"), tests.toString(), COMMAND);
  }

  /** What its own repository's test of such folders does, by its own code. */
  @Test
  void argoCdItselfSaysOfTheFolderWhatItsTestExpects() throws IOException {
    var expected = new TreeMap<String, JsonNode>();
    for (var test :
        new YAMLMapper().readTree(UPSTREAM.resolve("health_test.yaml").toFile()).get("tests")) {
      expected.put(test.get("inputPath").asText(), test.get("healthStatus"));
    }
    assertThat(ofArgoCd("script")).isEqualTo(expected);
  }

  /** Its controller takes what is being deleted for progressing and does not ask our check. */
  @Test
  void itsControllerSaysTheSameOfTheCheckInItsConfigMapButOfWhatIsBeingDeleted()
      throws IOException {
    var expected = ofArgoCd("script");
    var deletion = new ObjectMapper().readTree(PENDING_DELETION);
    expected.replaceAll((file, health) -> file.contains("/delet") ? deletion : health);
    assertThat(ofArgoCd("controller")).isEqualTo(expected);
  }

  /** By the file: what the Argo CD that the tests build says of the folder's objects. */
  private static Map<String, JsonNode> ofArgoCd(String asked) throws IOException {
    var argoCd = Binaries.orSkip("argocd").toString();
    var said =
        Result.of(List.of(argoCd, "health", UPSTREAM.toAbsolutePath().toString()), TARGET, "");
    var healths = new TreeMap<String, JsonNode>();
    new ObjectMapper()
        .readTree(said.orFail().stdout())
        .properties()
        .forEach(it -> healths.put(it.getKey(), it.getValue().get(asked)));
    return healths;
  }

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final String PENDING_DELETION =
      "{\"status\": \"Progressing\", \"message\": \"Pending deletion\"}";

  private static final String HEAD =
      """
      # What Argo CD needs to show the health of our kinds: it knows no conditions of other people's kinds by itself.
      # Merge it into your own: kubectl patch configmap argocd-cm -n argocd --patch-file docs/argo-cd.yaml
      # Generated from helm/paperspace-operator/files/health.lua; %s writes it anew.
      data:
        resource.customizations: |
          paperspace.com/*:
            health.lua: |
      """;
}
