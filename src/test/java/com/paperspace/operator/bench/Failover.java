package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;

/** Two replicas, and the one that leads ends. */
final class Failover implements Benchmark {
  static final String SECONDS = "seconds to the other's first call";
  static final String CALLS = "API calls but the session's";
  static final String WRITES = "Kubernetes writes";

  /** A second replica that has nothing to do uses less processor time than this in a pause. */
  private static final double IDLE_MILLIS = 20;

  private static final long PAUSE_MILLIS = 2000;

  /** Whoever leads now has read all pages; what it does besides shows in this time. */
  private static final long REST_MILLIS = 4000;

  /** How the leader ends. */
  private enum End {
    KILLED("kill -9"),
    STOPPED("clean stop");

    private final String label;

    End(String label) {
      this.label = label;
    }

    void befall(Child leader) {
      switch (this) {
        case KILLED -> leader.close();
        case STOPPED -> leader.end();
      }
    }
  }

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public String title() {
    return "When the leader ends";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(
        new Plot("failover", "Seconds from the end to the other's first call", List.of(SECONDS)));
  }

  static String killed(int n) {
    return of(n, End.KILLED);
  }

  static String stopped(int n) {
    return of(n, End.STOPPED);
  }

  private static String of(int n, End end) {
    return "%,d projects, %s".formatted(n, end.label);
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    for (int n : plan.many()) {
      var name = "with-" + n;
      // No sweep comes between: the leader is at rest.
      var settings =
          Map.of(
              "LEADER_ELECTION",
              "true",
              "LEADER_ELECTION_NAMESPACE",
              site.fileOf(name),
              "SYNC_PERIOD",
              "1h");
      try (var estate = new Estate(site, name, n, settings)) {
        estate.filled();
        for (int round = 0; round < plan.rounds(); round++) {
          for (var end : End.values()) {
            handOver(site, estate, end, figures);
          }
        }
      }
    }
    site.requireNoViolation();
    return figures.all();
  }

  private static void handOver(Site site, Estate estate, End end, Figures figures) {
    var of = of(estate.count, end);
    try (var leader = estate.process()) {
      var next = estate.again();
      Pause.until("the second waits", () -> isIdle(next));
      estate.quiet();
      int mark = site.cloud.journal().size();
      var ledger = Ledger.open(site);
      long start = System.nanoTime();
      end.befall(leader);
      Pause.until("a call of the other", () -> !estate.callsSince(mark).isEmpty());
      figures.add(of, SECONDS, (System.nanoTime() - start) / 1e9);
      Pause.until("the pages", () -> estate.listsSince(mark) >= estate.pages());
      figures.add(of, "seconds until all pages are read", (System.nanoTime() - start) / 1e9);
      Pause.millis(REST_MILLIS);
      figures.add(of, CALLS, estate.workSince(mark));
      figures.add(of, "pages that have to be read", estate.pages());
      figures.add(of, WRITES, ledger.written());
    }
  }

  private static boolean isIdle(Child child) {
    double before = Usage.cpuMillis(child);
    Pause.millis(PAUSE_MILLIS);
    return Usage.cpuMillis(child) - before < IDLE_MILLIS;
  }

  private static final String TEXT =
      """
      Two replicas with leader election and projects that are Ready. When the second waits and the first has nothing to do, the
      first is killed, or asked to end as Kubernetes asks; so the first call after that is the second's. The lease lasts 15 s; a
      clean stop gives it back. Calls and writes are those of the hand-over, until every page is read and four seconds more;
      writes to the lease itself are left out.
      """;
}
