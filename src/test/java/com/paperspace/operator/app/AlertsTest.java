package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.support.PrometheusTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts the chart makes: each fires on its trouble, alone, and none in a quiet hour. */
class AlertsTest {
  private static final Path TROUBLES = Path.of("src/test/resources/alerts-test.yaml");
  private static final String[] ALL = {
    "--set=prometheusRule.enabled=true,prometheusRule.usageRateAbove=100",
    "--set=prometheusRule.docsUrl=https://docs.example/",
  };
  private static final Pattern LINK =
      Pattern.compile("https://docs.example/(docs/[a-z]+.md)(?:#(.+))?");

  private final Helm helm = Helm.find();

  @Test
  void everyAlertFiresOnItsTroubleAndNoneInAQuietHour(@TempDir Path folder) throws IOException {
    var promtool = PrometheusTools.orSkip("promtool");
    Helm.YAML.writeValue(folder.resolve("rules.yaml").toFile(), rule(ALL).at("/spec"));
    Files.copy(TROUBLES, folder.resolve("alerts-test.yaml"));

    var check = PrometheusTools.run(folder, promtool, "check", "rules", "rules.yaml");
    assertThat(check.exit()).as(check.stdout()).isZero();
    var test = PrometheusTools.run(folder, promtool, "test", "rules", "alerts-test.yaml");
    assertThat(test.exit()).as(test.stdout()).isZero();
  }

  @Test
  void everyAlertHasItsTroubleInTheTests() throws IOException {
    var troubles = Files.readString(TROUBLES);

    assertThat(alerts(ALL))
        .hasSizeGreaterThan(15)
        .allSatisfy(
            it -> assertThat(troubles).contains("{alertname=\"" + it.at("/alert").asText() + "\""));
  }

  @Test
  void everyAlertLeadsToWhatIsToBeDone() throws IOException {
    for (var alert : alerts(ALL)) {
      var url = alert.at("/annotations/runbook_url").asText();
      var link = LINK.matcher(url);
      assertThat(link.matches()).as(url).isTrue();
      var anchor = link.group(2);
      if (anchor != null && !anchor.contains("{{")) {
        assertThat(anchors(Path.of(link.group(1)))).as(url).contains(anchor);
      } else {
        assertThat(Path.of(link.group(1))).exists();
      }
    }
  }

  /** As a viewer of Markdown makes them of headings. */
  private static List<String> anchors(Path page) throws IOException {
    try (var lines = Files.lines(page)) {
      return lines
          .filter(it -> it.startsWith("##"))
          .map(it -> it.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(it -> it.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
          .toList();
    }
  }

  @Test
  void anAlertAboutAResourceNamesIt() {
    var about = alerts(ALL).stream().filter(it -> it.at("/expr").asText().contains("kind, name"));

    assertThat(about)
        .hasSizeGreaterThan(4)
        .allSatisfy(
            it ->
                assertThat(it.at("/annotations/summary").asText())
                    .contains("{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.name }}"));
  }

  @Test
  void everyAlertIsInTheDocumentation() throws IOException {
    var page = Files.readString(Path.of("docs/operations.md"));

    assertThat(alerts(ALL))
        .allSatisfy(it -> assertThat(page).contains("| `" + it.at("/alert").asText() + "` |"));
  }

  @Test
  void costsAlertOnlyWhereANumberIsSaid() {
    var enabled = "--set=prometheusRule.enabled=true";

    assertThat(names(enabled)).doesNotContain("PaperspaceCostAbove");
    assertThat(names(ALL)).contains("PaperspaceCostAbove");
    assertThat(rule(enabled).toString()).contains("\"runbook_url\":\"docs/reasons.md\"");
    assertThat(rule(ALL).toString()).contains("sum(paperspace_resource_usage_rate) > 100");
  }

  /** Elsewhere it is not known what its series are called. */
  @Test
  void whereOurServiceMonitorFindsTheOperatorItIsTheOneThatIsMissed() {
    var enabled = "--set=prometheusRule.enabled=true";

    assertThat(rule(enabled).toString()).contains("\"absent(paperspace_build_info)\"");
    assertThat(down(rule(enabled, "--set=serviceMonitor.enabled=true")))
        .isEqualTo(
            "absent(paperspace_build_info{job=\"po-paperspace-operator\",namespace=\"ops\"})");
    assertThat(
            down(
                rule(
                    enabled,
                    "--set=serviceMonitor.enabled=true",
                    "--set=serviceMonitor.relabelings[0].targetLabel=job")))
        .isEqualTo("absent(paperspace_build_info)");
  }

  private static String down(JsonNode rule) {
    return rule.findParents("alert").stream()
        .filter(it -> it.at("/alert").asText().equals("PaperspaceOperatorDown"))
        .map(it -> it.at("/expr").asText())
        .findFirst()
        .orElseThrow();
  }

  private Stream<String> names(String... values) {
    return alerts(values).stream().map(it -> it.at("/alert").asText());
  }

  private List<JsonNode> alerts(String... values) {
    return rule(values).findParents("alert");
  }

  private JsonNode rule(String... values) {
    return helm.objects(values).stream()
        .filter(it -> it.at("/kind").asText().equals("PrometheusRule"))
        .findFirst()
        .orElseThrow();
  }
}
