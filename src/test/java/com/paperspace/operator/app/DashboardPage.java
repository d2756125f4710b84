package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** The page of the documents about the dashboard of the chart: each panel with its queries. */
final class DashboardPage {
  static final Path FILE = Path.of("docs/dashboard.md");
  static final Path PLOTS = Path.of("docs/dashboard");

  private static final String HEAD =
      """
      # Dashboard

      The panels of [dashboard.json](../helm/paperspace-operator/files/dashboard.json), which the chart installs with
      `dashboard.enabled: true`. The plots are drawn from a real Prometheus that scraped an operator at work on a simulated cloud
      whose time runs fast: they show what a panel looks like, not how fast anything is, and of many series the eight that rise most.
      Written by
      `mvn test -Dupdate -Dtest='Dashboard*Test'`.
      """;

  private DashboardPage() {}

  /** Every panel that is no row. */
  static List<JsonNode> panels() {
    return all().stream().filter(it -> !isRow(it)).toList();
  }

  /** Where the plot of a panel is. */
  static Path plot(JsonNode panel) {
    var name = title(panel).toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    return PLOTS.resolve(name + ".svg");
  }

  /** A query as Prometheus takes it: Grafana fills in the rest. */
  static String query(JsonNode target) {
    return target
        .at("/expr")
        .asText()
        .replace("$namespace", ".*")
        .replaceAll("\\$__(rate_interval|range)", "1m");
  }

  static String text() {
    var text = new StringBuilder(HEAD);
    for (var panel : all()) {
      if (isRow(panel)) {
        text.append("\n## ").append(title(panel)).append("\n");
        continue;
      }
      text.append("\n### ").append(title(panel)).append("\n\n");
      panel
          .at("/targets")
          .forEach(it -> text.append("- `").append(it.at("/expr").asText()).append("`\n"));
      text.append("\n![%s](dashboard/%s)\n".formatted(title(panel), plot(panel).getFileName()));
    }
    return text.toString();
  }

  private static String title(JsonNode panel) {
    return panel.at("/title").asText();
  }

  private static boolean isRow(JsonNode panel) {
    return panel.at("/type").asText().equals("row");
  }

  private static List<JsonNode> all() {
    return StreamSupport.stream(dashboard().at("/panels").spliterator(), false).toList();
  }

  /** The dashboard as the chart installs it. */
  static JsonNode dashboard() {
    try {
      return new ObjectMapper().readTree(Helm.CHART.resolve("files/dashboard.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
