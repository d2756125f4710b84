package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever names a metric names one there is. */
class MetricNamesTest {
  private static final Pattern NAMED = Pattern.compile("(?:paperspace|process|jvm)_[a-z_]+");
  private static final Pattern ROW = Pattern.compile("\\| `(paperspace_[a-z_]+)` \\| (.*?) \\|.*");
  private static final Pattern LABEL = Pattern.compile("`([a-z]+)`");

  /** As {@code name{label="value"}}. */
  private static final Pattern SELECTOR =
      Pattern.compile("(paperspace_[a-z_]+)\\{(.*?)}['\\s),\\[]");

  private static final Pattern MATCHER = Pattern.compile("([a-z]+)(?:=|!=|=~|!~)\"(.*?)\"");
  private static final Pattern BY = Pattern.compile("\\b(?:by|on) \\((.*?)\\)");
  private static final Set<String> OF_SCRAPES = Set.of("job", "instance", "namespace");
  private static final Set<String> OF_ALERTS = Set.of("alertname");

  /** What labels may say; {@code error} is the reason of a call that failed. */
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "type",
          Set.of(
              Conditions.STALLED,
              Conditions.RECONCILING,
              Conditions.SYNCED,
              Conditions.READY,
              // Of a ContainerRegistry.
              "LoginVerified"),
          "status",
          Set.of("True", "False", "Unknown"),
          "reason",
          names(Reason.values()),
          "error",
          names(PaperspaceException.Reason.values()).stream()
              .map(it -> it.toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet()));

  private static final Map<String, String> ON_NO_PANEL =
      Map.of(
          "paperspace_sync_period_seconds", "a setting; an alert compares the age of lists to it");

  private final Map<String, Set<String>> there = MetricNames.all();

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void ofTheChartEveryMetricNamedIsThere(String file) throws IOException {
    var text = Files.readString(Helm.CHART.resolve("files").resolve(file));
    var named = NAMED.matcher(text).results().map(it -> it.group()).collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(there.keySet()).containsAll(named);
  }

  /** Else an alert that can never fire is found good by series nobody writes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "helm/paperspace-operator/files/alerts.yaml",
        "src/test/resources/alerts-test.yaml"
      })
  void whatAlertsAndTheirTestsSelectIsWritten(String file) throws IOException {
    var text = Files.readString(Path.of(file));
    var selectors = SELECTOR.matcher(text).results().toList();

    assertThat(selectors).hasSizeGreaterThan(4);
    for (var selector : selectors) {
      var name = selector.group(1);
      assertThat(there).containsKey(name);
      MATCHER
          .matcher(selector.group(2))
          .results()
          .forEach(it -> requireWritten(name, it.group(1), it.group(2)));
    }
    var grouped = BY.matcher(text).results().flatMap(it -> Stream.of(it.group(1).split(", ")));
    assertThat(grouped).isSubsetOf(labels());
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>(OF_ALERTS);
    labels.addAll(OF_SCRAPES);
    there.values().forEach(labels::addAll);
    return labels;
  }

  private void requireWritten(String metric, String label, String values) {
    var about = metric + "{" + label + "=" + values + "}";
    if (OF_SCRAPES.contains(label)) {
      return;
    }
    assertThat(there.get(metric)).as(about).contains(label);
    var known = VALUES.get(metric.equals("paperspace_api_errors_total") ? "error" : label);
    if (known != null) {
      assertThat(values.split("\\|")).as(about).isSubsetOf(known);
    }
  }

  private static Set<String> names(Enum<?>... constants) {
    return Stream.of(constants).map(Enum::name).collect(Collectors.toSet());
  }

  /** What nobody could look at need not be written. */
  @Test
  void eachIsOnAPanelOrExceptedWithAReason() {
    var queries =
        DashboardPage.panels().stream()
            .flatMap(it -> it.findValuesAsText("expr").stream())
            .collect(Collectors.joining("\n"));
    var shown =
        NAMED
            .matcher(queries)
            .results()
            .map(it -> it.group().replaceFirst("_seconds_(bucket|count)$", "_seconds"))
            .collect(Collectors.toSet());

    assertThat(families().keySet().stream().filter(it -> !shown.contains(it)))
        .containsExactlyInAnyOrderElementsOf(ON_NO_PANEL.keySet());
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
