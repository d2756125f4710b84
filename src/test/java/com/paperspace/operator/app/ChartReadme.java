package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chart's README: each value with its default and what stands above it in values.yaml. */
final class ChartReadme {
  static final String COMMAND = "mvn test -Dupdate -Dtest=ChartReadmeTest";

  private static final Path OPERATIONS = Path.of("docs/operations.md");
  private static final Pattern LINE = Pattern.compile("( *)(?:# ?(.*)|([a-zA-Z]+):.*)?");
  private static final String HEAD =
      """
      <!-- Generated; %s writes it anew. -->

      # paperspace-operator

      %s

      ```console
      helm install paperspace-operator helm/paperspace-operator -n paperspace-system --create-namespace \\
        --set image.repository=<where you push it>
      ```

      The notes it prints tell the next step; `helm test` asks whether the operator is ready. An unknown value is refused. What
      the values do in a cluster is told in [operations](%s).

      | Value | Default | Meaning |
      | --- | --- | --- |
      """;

  private final Map<String, String> comments;
  private final StringBuilder rows = new StringBuilder();

  private ChartReadme(Map<String, String> comments) {
    this.comments = comments;
  }

  static String text() throws IOException {
    JsonNode chart = Helm.YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
    var page = new ChartReadme(comments(Files.readAllLines(Helm.CHART.resolve("values.yaml"))));
    page.add("", Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile()));
    return HEAD.formatted(
            COMMAND, chart.at("/description").asText(), Helm.CHART.relativize(OPERATIONS))
        + page.rows;
  }

  /** What stands above each value, by its path. */
  static Map<String, String> comments(List<String> lines) {
    Map<String, String> comments = new HashMap<>();
    List<String> path = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || line.isBlank()) {
        words.clear();
      } else if (parts.group(2) != null) {
        words.add(parts.group(2));
      } else {
        path = new ArrayList<>(path.subList(0, parts.group(1).length() / 2));
        path.add(parts.group(3));
        if (!words.isEmpty()) {
          comments.put(String.join(".", path), String.join(" ", words));
          words.clear();
        }
      }
    }
    return comments;
  }

  private void add(String path, JsonNode values) {
    values
        .properties()
        .forEach(
            entry -> {
              String name = path + entry.getKey();
              boolean isGroup = entry.getValue().isObject() && !entry.getValue().isEmpty();
              Optional<String> comment = Optional.ofNullable(comments.get(name));
              if (!isGroup || comment.isPresent()) {
                String value = isGroup ? "" : "`" + entry.getValue() + "`";
                rows.append("| `%s` | %s | %s |\n".formatted(name, value, comment.orElse("")));
              }
              if (isGroup) {
                add(name + ".", entry.getValue());
              }
            });
  }
}
