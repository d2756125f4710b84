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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts the chart makes: each fires on its trouble, alone, and none in a quiet hour. */
class AlertsTest {
  private static final Path TROUBLES = Path.of("src/test/resources/alerts-test.yaml");
  private static final String ENABLED = "--set=prometheusRule.enabled=true";
  private static final String[] ALL = {
    "--set=prometheusRule.enabled=true,prometheusRule.usageRateAbove=100",
    "--set=prometheusRule.docsUrl=https://docs.example/{page}.html",
  };
  private static final Pattern LINK =
      Pattern.compile("https://docs.example/([a-z]+)\\.html(?:#(.+))?");

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
    var site = Files.readString(Path.of(".ci/site/mkdocs.yml"));
    for (var alert : alerts(ALL)) {
      var url = alert.at("/annotations/runbook_url").asText();
      var link = LINK.matcher(url);
      assertThat(link.matches()).as(url).isTrue();
      assertThat(site).as(url).contains(": " + link.group(1) + ".md\n");
      var page = Path.of("docs", link.group(1) + ".md");
      var anchor = link.group(2);
      if (anchor != null && !anchor.contains("{{")) {
        assertThat(anchors(page)).as(url).contains(anchor);
      } else {
        assertThat(page).exists();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example/o/blob/main/docs/{page}.md, https://git.example/o/blob/main/docs/troubleshooting.md",
    "https://docs.example/{page}.html, https://docs.example/troubleshooting.html",
    "https://docs.example/v$1/{page}?plain, https://docs.example/v$1/troubleshooting?plain",
  })
  void linksLeadToWherePagesAre(String docsUrl, String page) {
    var stuck = alert("PaperspaceDeletionStuck", "--set=prometheusRule.docsUrl=" + docsUrl);

    assertThat(stuck.at("/annotations/runbook_url").asText())
        .isEqualTo(page + "#a-deletion-does-not-end");
  }

  /** What is no URL leads nowhere, wherever it is shown. */
  @Test
  void whereNobodySaysWhereTheDocumentsAreNoAlertHasALink() {
    for (var nothing : List.of("", "null")) {
      var alerts = alerts(ENABLED, "--set=prometheusRule.docsUrl=" + nothing);

      assertThat(alerts)
          .hasSizeGreaterThan(15)
          .allSatisfy(
              it -> {
                assertThat(it.at("/annotations/summary").asText()).isNotEmpty();
                assertThat(it.at("/annotations/description").asText()).isNotEmpty();
                assertThat(it.at("/annotations").has("runbook_url")).isFalse();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://docs.example/", "docs/{page}.md", "https://docs.example/{page} x"})
  void whatLeadsToNoPageIsRefused(String docsUrl) {
    var result = helm.template(ENABLED, "--set=prometheusRule.docsUrl=" + docsUrl);

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains("docsUrl");
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
    assertThat(names(ENABLED)).doesNotContain("PaperspaceCostAbove");
    assertThat(names(ALL)).contains("PaperspaceCostAbove");
    assertThat(rule(ALL).toString()).contains("sum(paperspace_resource_usage_rate) > 100");
  }

  /** Elsewhere it is not known what its series are called. */
  @Test
  void whereOurServiceMonitorFindsTheOperatorItIsTheOneThatIsMissed() {
    assertThat(down()).isEqualTo("absent(paperspace_build_info)");
    assertThat(down("--set=serviceMonitor.enabled=true"))
        .isEqualTo(
            "absent(paperspace_build_info{job=\"po-paperspace-operator\",namespace=\"ops\"})");
    assertThat(
            down(
                "--set=serviceMonitor.enabled=true",
                "--set=serviceMonitor.relabelings[0].targetLabel=job"))
        .isEqualTo("absent(paperspace_build_info)");
  }

  private String down(String... values) {
    return alert("PaperspaceOperatorDown", values).at("/expr").asText();
  }

  private JsonNode alert(String name, String... values) {
    var all = Stream.concat(Stream.of(ENABLED), Stream.of(values)).toArray(String[]::new);
    return alerts(all).stream()
        .filter(it -> it.at("/alert").asText().equals(name))
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
