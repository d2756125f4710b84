package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Committed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of the chart, and for those without Helm, is generated is committed. */
class ChartReadmeTest {
  private static final Path BASE = Path.of("helm/kustomization.yaml");
  private static final Path OBJECTS = Path.of("helm/operator.yaml");

  @Test
  void theReadmeIsWhatTheValuesSay() throws IOException {
    compare(Helm.CHART.resolve("README.md"), ChartReadme.text());
  }

  @Test
  void everyValueIsExplainedByItselfOrByWhatItIsPartOf() throws IOException {
    assertThat(Arrays.asList(ChartReadme.text().split("\n", -1)))
        .filteredOn(it -> it.endsWith("|  |"))
        .allMatch(
            it ->
                it.matches(
                    "\\| `(resources|podSecurityContext|containerSecurityContext|nodeSelector)\\..*"));
  }

  @Test
  void theIconIsInItsPlace() throws IOException {
    String icon =
        Helm.YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile()).at("/icon").asText();
    assertThat(icon).startsWith("data:image/svg+xml;base64,");
    assertThat(Base64.getDecoder().decode(icon.replaceFirst(".*,", "")))
        .isEqualTo(Files.readAllBytes(Helm.CHART.resolve("icon.svg")));
  }

  /** For {@code kubectl apply -k}: the chart as it is by default, without Helm. */
  @Test
  void theKustomizeBaseIsTheChart() throws IOException {
    String header = "# Generated from the chart; " + ChartReadme.COMMAND + " writes it anew.\n";
    Helm.Result rendered = Helm.find().plain();
    assertThat(rendered.exit()).as(rendered.output()).isZero();
    compare(
        OBJECTS,
        header
            + "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: paperspace-system\n"
            + Helm.withoutHelm(rendered.output()));

    try (Stream<Path> crds = Files.list(Helm.CHART.resolve("files/crds"))) {
      List<String> resources =
          crds.map(it -> "  - " + Helm.CHART.getParent().relativize(it) + "\n").sorted().toList();
      compare(
          BASE,
          header
              + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
              + String.join("", resources)
              + "  - "
              + OBJECTS.getFileName()
              + "\n");
    }
  }

  /** A {@code namespace:} in somebody's kustomization changes metadata, and no variable. */
  @Test
  void nothingInThePodSaysTheNamespace() {
    assertThat(Helm.find().plainObjects())
        .filteredOn(it -> it.path("kind").asText().equals("Deployment"))
        .singleElement()
        .extracting(it -> it.at("/spec/template/spec").toString())
        .asString()
        .doesNotContain("paperspace-system");
  }

  private static void compare(Path file, String wanted) throws IOException {
    Committed.compare(file, wanted, ChartReadme.COMMAND);
  }
}
