package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;

/** What the operator holds and burns while nothing happens. */
final class Footprint implements Benchmark {
  static final String RSS = "RSS after the storm, MB";
  static final String EACH = "KB of heap per object";
  static final String IDLE = "idle: % of one core";
  private static final String HEAP = "live heap, MB";

  /** What was changed is looked at once more after the lag of lists, 30 s. */
  private static final long LOOKED_AT_MILLIS = 60_000;

  /** A whole sync period. */
  private static final long IDLE_MILLIS = 300_000;

  private static final int SMOKE = 100;
  private static final double BYTES_PER_MB = 1e6;
  private static final double BYTES_PER_KB = 1e3;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String title() {
    return "Memory and idle processor time";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(new Plot("footprint", "Memory by number of objects", List.of(RSS, HEAP)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    for (int n : plan.present()) {
      for (int round = 0; round < plan.rounds(); round++) {
        measure(plan, site, n, round, figures);
      }
    }
    return figures.all();
  }

  private static void measure(Plan plan, Site site, int n, int round, Figures figures) {
    var of = "%,d projects".formatted(n);
    var empty = figures.soFar("0 projects", HEAP);
    try (var estate = new Estate(site, "with-%d-%d".formatted(n, round), n, Map.of())) {
      estate.filled().quiet();
      figures.add(of, RSS, Usage.residentMegabytes(estate.process()));
      Pause.millis(plan.smoke() ? LOOKED_AT_MILLIS / SMOKE : LOOKED_AT_MILLIS);
      double before = Usage.cpuMillis(estate.process());
      long idle = plan.smoke() ? IDLE_MILLIS / SMOKE : IDLE_MILLIS;
      Pause.millis(idle);
      double used = Usage.cpuMillis(estate.process()) - before;
      figures.add(of, IDLE, 100 * used / idle);
      heap(of, "", estate, n, empty, figures);
      estate.stop();
      estate.start();
      Pause.millis(plan.smoke() ? 5000 : 30_000);
      figures.add(of, "RSS after a restart, MB", Usage.residentMegabytes(estate.process()));
      heap(of, " after a restart", estate, n, empty, figures);
    }
  }

  private static void heap(
      String of, String when, Estate estate, int n, double empty, Figures figures) {
    double live = Usage.liveBytes(estate.process());
    figures.add(of, HEAP + when, live / BYTES_PER_MB);
    if (n > 0) {
      double each = (live - empty * BYTES_PER_MB) / n / BYTES_PER_KB;
      figures.add(of, EACH + when, each);
    }
  }

  private static final String TEXT =
      """
      The operator with the flags of the image and the memory limit of the chart (`-XX:MaxRAM`), default settings. RSS is
      read some seconds after all objects were created at once, before anything else; a minute later follows a sync period (five
      minutes) in which nothing happens; then the live heap (after a full collection). Heap per object is what is more than with
      none. A restart reads all of them again.
      """;
}
