package com.paperspace.operator.app;

import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.reconcile.account.KeyUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics of an operator in which everything happened once, and the labels of each. */
final class MetricNames {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  private MetricNames() {}

  /** By the names of samples, with those of histograms apart. */
  static Map<String, Set<String>> all() {
    try (var metrics = new Metrics()) {
      happen(metrics);
      Map<String, Set<String>> found = new TreeMap<>();
      metrics
          .scrape()
          .lines()
          .filter(it -> !it.startsWith("#"))
          .map(SAMPLE::matcher)
          .filter(it -> it.matches())
          .forEach(it -> found.put(it.group(1), labels(it.group(2))));
      return found;
    }
  }

  private static Set<String> labels(String text) {
    Set<String> names = new TreeSet<>();
    LABEL.matcher(text == null ? "" : text).results().forEach(it -> names.add(it.group(1)));
    return names;
  }

  private static void happen(Metrics metrics) {
    var second = Duration.ofSeconds(1);
    metrics.apiCall("GET", "/machines", 503, Reason.UNAVAILABLE, second);
    metrics.drift("Machine", "name");
    metrics.expect(List.of("Machine"));
    metrics.unserved(() -> Map.of("ml", "namespace"));
    var machine =
        MetricsTest.machine(
            "m",
            ", annotations: {paperspace.com/paused: 'true'}, deletionTimestamp: '2026-01-01T00:00:00Z'");
    metrics.add(new ResourceSeries(() -> true, () -> Stream.of(machine), List.of("Machine"), true));
    var use = new KeyUse("ml/a", 1, 1, false, false, second, Map.of("queued", 1L));
    metrics.add(
        new EngineSeries(
            () -> List.of(use), () -> Map.of("Machine", second), Map.of("Machine", second)));
    Gauges.ofProcess(metrics, () -> true);
    Gauges.ofQueue(metrics, () -> 1, () -> 1);
  }
}
