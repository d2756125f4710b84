package com.paperspace.operator.bench;

import java.nio.file.Path;
import java.util.List;

/** The entry point of {@code mvn -Pbench}: runs the benchmarks that are asked for. */
public final class Bench {
  static final Path FOLDER = Path.of("target", "bench");

  static final List<Benchmark> ALL =
      List.of(
          new Storm(),
          new Naive(),
          new Steady(),
          new Mixed(),
          new Recovery(),
          new Failover(),
          new Footprint(),
          new Soak(),
          new Start(),
          new Latency());

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
    Bundle.write();
    System.exit(run(benchmarks, plan) ? 0 : 1);
  }

  /** Each on a control plane of its own; where only to see that they work, one is enough. */
  private static boolean run(List<Benchmark> benchmarks, Plan plan) {
    if (!plan.smoke()) {
      return benchmarks.stream().map(it -> runAlone(it, plan)).toList().stream().allMatch(ok -> ok);
    }
    try (var site = Site.open()) {
      return benchmarks.stream().allMatch(it -> run(it, plan, site));
    }
  }

  private static boolean runAlone(Benchmark benchmark, Plan plan) {
    try (var site = Site.open()) {
      return run(benchmark, plan, site);
    }
  }

  private static boolean run(Benchmark benchmark, Plan plan, Site site) {
    System.out.printf("== %s: %s%n", benchmark.name(), benchmark.title());
    try {
      site.begin(benchmark.name());
      var figures = benchmark.run(plan, site);
      Results.of(benchmark, plan, figures).write(FOLDER);
      return true;
    } catch (RuntimeException | AssertionError e) {
      // Threads of the simulator would keep the process from ending.
      e.printStackTrace(System.out);
      return false;
    }
  }
}
