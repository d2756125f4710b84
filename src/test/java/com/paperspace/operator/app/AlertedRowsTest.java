package com.paperspace.operator.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Rows;
import com.paperspace.operator.support.PrometheusTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alerts fire in the end on an object of each row of docs/conditions.md that stays so. */
class AlertedRowsTest {
  private static final String STALLED = "PaperspaceResourceStalled";
  private static final String NOT_READY = "PaperspaceResourceNotReady";
  private static final String NOT_SYNCED = "PaperspaceResourceNotSynced";
  private static final String STUCK = "PaperspaceDeletionStuck";

  private static final Map<String, List<String>> ALERTED =
      Map.ofEntries(
          entry("shown_ready", List.of(NOT_SYNCED)),
          entry("shown_progressing", List.of(NOT_READY)),
          entry("shown_busy", List.of(NOT_READY)),
          entry("shown_failed", List.of(NOT_READY, STALLED)),
          entry("shown_unmade", List.of(NOT_READY, STALLED)),
          entry("moving", List.of(NOT_READY)),
          entry("waiting", List.of(NOT_READY)),
          entry("stalled", List.of(NOT_READY, STALLED)),
          entry("failed", List.of(NOT_READY, STALLED)),
          entry("transient", List.of(NOT_READY)),
          entry("transient_stale", List.of(NOT_READY)),
          entry("deleting", List.of(STUCK)),
          entry("delete_waiting", List.of(STUCK)),
          entry("delete_stalled", List.of(STUCK, STALLED)));

  /** Why no alert tells of them. */
  private static final Map<String, String> EXCEPTED =
      Map.of(
          "settled", "all is well",
          "settled_edited", "all is well; that nobody looks at the edit, alerts on operators tell",
          "unseen", "nobody has looked at it yet; alerts on operators and namespaces tell of that",
          "paused", "a person wants it so",
          "paused_edited", "a person wants it so");

  /** Longer than any alert waits. */
  private static final String AFTER = "3h";

  private static final Pattern SAMPLE = Pattern.compile("(paperspace_resource_\\w+\\{.*}) \\S+");

  @Test
  void whatIsNotWellIsAlertedOrExceptedWithAReason(@TempDir Path folder) throws IOException {
    var promtool = PrometheusTools.orSkip("promtool");
    var tests = new ArrayList<Map<String, Object>>();
    Rows.all().forEach((row, object) -> tests.add(test(row, object)));
    Helm.YAML.writeValue(folder.resolve("rules.yaml").toFile(), rules());
    Helm.YAML.writeValue(
        folder.resolve("rows.yaml").toFile(),
        Map.of("rule_files", List.of("rules.yaml"), "tests", tests));

    var run = PrometheusTools.run(folder, promtool, "test", "rules", "rows.yaml");
    assertThat(run.exit()).as(run.stdout()).isZero();
  }

  @Test
  void everyRowIsInOneOfTheTables() {
    assertThat(Stream.of(ALERTED, EXCEPTED).flatMap(it -> it.keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(Rows.all().keySet());
  }

  private static Map<String, Object> test(String row, PaperspaceProject object) {
    var series = new ArrayList<Map<String, String>>();
    Stream.concat(
            Stream.of("paperspace_build_info{job=\"po\"}", "paperspace_leader{job=\"po\"}"),
            series(object))
        .forEach(it -> series.add(Map.of("series", it, "values", value(it) + "x240")));
    var firing =
        ALERTED.getOrDefault(row, List.of()).stream()
            .map(it -> Map.of("labels", "{alertname=\"" + it + "\"}", "value", 1))
            .toList();
    var expected =
        Map.of(
            "expr", "count by (alertname) (ALERTS{alertstate=\"firing\"})",
            "eval_time", AFTER,
            "exp_samples", firing);
    return Map.of(
        "name",
        row,
        "interval",
        "1m",
        "input_series",
        series,
        "promql_expr_test",
        List.of(expected));
  }

  /** The time of promtool begins at zero, and so does each deletion. */
  private static int value(String series) {
    return series.startsWith("paperspace_resource_deletion_timestamp_seconds") ? 0 : 1;
  }

  private static Stream<String> series(PaperspaceProject object) {
    try (var metrics = new Metrics()) {
      metrics.add(
          new ResourceSeries(
              () -> true, () -> Stream.of(object), List.of("PaperspaceProject"), true));
      return metrics
          .scrape()
          .lines()
          .map(SAMPLE::matcher)
          .filter(it -> it.matches())
          .map(it -> it.group(1))
          .toList()
          .stream();
    }
  }

  private static JsonNode rules() {
    return Helm.find().objects("--set=prometheusRule.enabled=true").stream()
        .filter(it -> it.at("/kind").asText().equals("PrometheusRule"))
        .findFirst()
        .orElseThrow()
        .at("/spec");
  }
}
