package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever names a metric names one there is. */
class MetricNamesTest {
  private static final Pattern NAMED = Pattern.compile("(?:paperspace|process|jvm)_[a-z_]+");
  private static final Pattern ROW = Pattern.compile("\\| `(paperspace_[a-z_]+)` \\| (.*?) \\|.*");
  private static final Pattern LABEL = Pattern.compile("`([a-z]+)`");

  private final Map<String, Set<String>> there = MetricNames.all();

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void ofTheChartEveryMetricNamedIsThere(String file) throws IOException {
    var text = Files.readString(Helm.CHART.resolve("files").resolve(file));
    var named = NAMED.matcher(text).results().map(it -> it.group()).collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(there.keySet()).containsAll(named);
  }

  @Test
  void theDocumentationHasEachWithItsLabels() throws IOException {
    Map<String, Set<String>> told = new TreeMap<>();
    for (var line : Files.readAllLines(Path.of("docs/operations.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        var labels = LABEL.matcher(row.group(2)).results().map(it -> it.group(1));
        told.put(row.group(1), labels.collect(Collectors.toCollection(TreeSet::new)));
      }
    }

    assertThat(told).isEqualTo(families());
  }

  /** A histogram is told of once, by the name its three sorts of samples begin with. */
  private Map<String, Set<String>> families() {
    Map<String, Set<String>> families = new TreeMap<>();
    there.forEach(
        (name, labels) -> {
          if (name.startsWith("paperspace_") && !name.matches(".*_(bucket|sum|max)")) {
            families.put(name.replaceFirst("_seconds_count$", "_seconds"), labels);
          }
        });
    return families;
  }
}
