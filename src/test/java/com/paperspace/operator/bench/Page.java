package com.paperspace.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/performance.md} and its pictures: what the committed results say. */
final class Page {
  static final String COMMAND = "mvn test -Dupdate -Dtest=PerformanceIsCurrentTest";

  private static final String README = "../README.md";

  private static final Path FOLDER = Path.of("docs", "performance");

  /** Below this digits behind the point say something: two, and of a fraction three. */
  private static final double SMALL = 10;

  private Page() {}

  /** The content of every generated file, by its path under {@code docs}. */
  static Map<String, String> files() {
    var files = new TreeMap<String, String>();
    var sections = new StringBuilder();
    // Smoke sizes say whether it works: no goal is reached or missed by them.
    var measured = new HashMap<String, Results>();
    for (var benchmark : Bench.ALL) {
      var file = FOLDER.resolve(benchmark.name() + ".json");
      if (Files.exists(file)) {
        var results = Results.read(file);
        if (!results.plan().smoke()) {
          measured.put(benchmark.name(), results);
        }
        sections.append(section(benchmark, results));
        for (var plot : plots(benchmark, results)) {
          files.put(picture(plot), Bars.of(plot, results.figures()));
        }
      }
    }
    files.put(README, Readme.of(now(README), measured));
    files.put("performance.md", HEAD.formatted(COMMAND) + goals(measured) + sections);
    return files;
  }

  private static String goals(Map<String, Results> measured) {
    return "\n## Goals\n\n| | Goal | Measured |\n| --- | --- | --- |\n"
        + Goal.ALL.stream().map(it -> it.row(measured)).collect(Collectors.joining());
  }

  private static String section(Benchmark benchmark, Results results) {
    var pictures =
        plots(benchmark, results).stream()
            .map(it -> "![%s](%s)\n\n".formatted(it.title(), picture(it)))
            .collect(Collectors.joining());
    return "\n## %s\n\n%s\n".formatted(benchmark.title(), benchmark.text())
        + where(results)
        + pictures
        + table(results.figures());
  }

  /** Those of which something was measured. */
  private static List<Benchmark.Plot> plots(Benchmark benchmark, Results results) {
    return benchmark.plots().stream()
        .filter(it -> results.figures().stream().anyMatch(f -> it.what().contains(f.what())))
        .toList();
  }

  private static String where(Results results) {
    var machine = results.machine();
    var notes =
        Stream.of(results.plan().warning(), machine.note())
            .filter(it -> !it.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return (notes.isEmpty() ? "" : "**%s**\n\n".formatted(notes))
        + "`mvn -Pbench -Dbench=%s`: %s, commit %s, %d cores, load %s at the end, %s, %s, medians of %d ([all rounds](performance/%s.json)).\n\n"
            .formatted(
                results.name(),
                machine.date(),
                machine.commit(),
                machine.cores(),
                number(machine.load()),
                machine.jdk(),
                machine.os(),
                results.plan().rounds(),
                results.name());
  }

  private static String picture(Benchmark.Plot plot) {
    return "performance/" + plot.file() + ".svg";
  }

  private static String table(List<Figure> figures) {
    var columns = figures.stream().map(Figure::what).distinct().toList();
    var rows = figures.stream().map(Figure::of).distinct().toList();
    return "| | "
        + String.join(" | ", columns)
        + " |\n|"
        + " --- |".repeat(columns.size() + 1)
        + "\n"
        + rows.stream().map(it -> row(it, columns, figures)).collect(Collectors.joining());
  }

  private static String row(String of, List<String> columns, List<Figure> figures) {
    var cells = new TreeMap<String, String>();
    figures.stream()
        .filter(it -> it.of().equals(of))
        .forEach(it -> cells.put(it.what(), number(it.median())));
    return columns.stream()
        .map(it -> cells.getOrDefault(it, ""))
        .collect(Collectors.joining(" | ", "| " + of + " | ", " |\n"));
  }

  /** As many digits as say something. */
  static String number(double value) {
    double size = Math.abs(value);
    var format = size >= SMALL ? "%,.0f" : size < 1 && size > 0 ? "%.3f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Writes all of them anew. */
  static void update() throws IOException {
    for (var file : files().entrySet()) {
      var path = Path.of("docs").resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** What a file has now; empty when it is not there. */
  static String now(String file) {
    try {
      var path = Path.of("docs").resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String HEAD =
      """
      <!-- Generated from performance/*.json; %s writes it anew. -->

      # Performance

      What the operator costs and how near that is to what the machine and the API allow. One command measures it, on a real
      kube-apiserver and etcd, with the finished jar in a process of its own under the flags of the image and the memory limit of the
      chart, against a simulated cloud that counts every call.

      ```shell
      mvn -Pbench                                   # everything; hours
      mvn -Pbench -Dbench=storm                     # one of the sections below
      mvn -Pbench -Dbench=storm -Dbench.case=create # only the cases with that in their names; noted as partial
      mvn -Pbench -Dbench.rounds=1 -Dbench.periods=30 -Dbench.minutes=10 # fewer rounds, less rest, a shorter soak
      mvn -Pbench -Dbench.smoke                     # whether it all works: few objects, one round
      mvn -Pbench -Dbench.java=/usr/lib/jvm/jdk-25  # with the JDK of the image
      cp target/bench/*.json docs/performance/      # then the command above makes this page of it, and the figures of the README
      ```

      Counts are exact. Times are worth as much as the machine was quiet: operator, API server, etcd and the simulated cloud share its
      cores, so compare the ratios, which are taken in one run, and not seconds of two machines. Every figure is the median of its
      rounds.
      """;
}
