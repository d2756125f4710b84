package com.paperspace.operator.bench;

import java.nio.file.Path;
import java.util.List;

/** The entry point of {@code mvn -Pbench}: runs the benchmarks that are asked for. */
public final class Bench {
  static final Path FOLDER = Path.of("target", "bench");

  static final List<Benchmark> ALL = List.of(new Storm());

  private Bench() {}

  /** Takes the name of a benchmark or {@code all}, and whether only to see that it works. */
  public static void main(String[] args) {
    var wanted = args[0];
    var plan = Plan.of(Boolean.parseBoolean(args[1]));
    var chosen = ALL.stream().filter(it -> wanted.equals("all") || wanted.equals(it.name()));
    var benchmarks = chosen.toList();
    if (benchmarks.isEmpty()) {
      System.out.println("-Dbench is all or one of " + ALL.stream().map(Benchmark::name).toList());
      System.exit(2);
    }
    for (var benchmark : benchmarks) {
      System.out.printf("== %s: %s%n", benchmark.name(), benchmark.title());
      try (var site = Site.open(benchmark.name())) {
        var figures = benchmark.run(plan, site);
        Results.of(benchmark, plan, figures).write(FOLDER);
      }
    }
    System.exit(0);
  }
}
