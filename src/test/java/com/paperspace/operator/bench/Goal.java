package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A bar that a figure has to reach.
 *
 * @param words what it says
 * @param of the row of the figure
 * @param what its column
 * @param least whether the bound is the least it may be, else the most
 */
record Goal(String words, String benchmark, String of, String what, double bound, boolean least) {
  private static final String CALLS = "API calls/object";
  private static final String WRITES = "Kubernetes writes/object";
  private static final String MANY = "10,000 projects";

  private static final int MANY_OBJECTS = 10_000;
  private static final String AWAY = Recovery.unavailable(MANY_OBJECTS);

  /** What a reader of the README asks first. */
  private static final Set<String> SHOWN =
      Set.of(
          "API calls of a create",
          "Creates, of a bare loop",
          "Creates at 50 ms, of a naive operator's",
          "API calls per object and hour at rest, 10 min",
          "Periods until 20 drifts in 10,000 are corrected",
          "Seconds from its return until 1,000 edits are applied",
          "Seconds without a leader after kill -9, 10,000",
          "RSS with 10,000, MB",
          "Start, of a bare operator's");

  static final List<Goal> ALL =
      List.of(
          most("API calls of a create", "storm", "create, 0 ms, no budget", CALLS, 1),
          most("Kubernetes writes of a create", "storm", "create, 0 ms, no budget", WRITES, 2),
          most(
              "API calls of an edit, its look among them",
              "storm",
              "edit, 0 ms, no budget",
              CALLS,
              2),
          most("Kubernetes writes of an edit", "storm", "edit, 0 ms, no budget", WRITES, 1),
          most(
              "API calls of a deletion of a project", "storm", "delete, 0 ms, no budget", CALLS, 5),
          most("Kubernetes writes of a deletion", "storm", "delete, 0 ms, no budget", WRITES, 2),
          least(
              "Creates, of a bare loop",
              "storm",
              "create, 0 ms, no budget",
              "of the bare loop",
              0.85),
          least(
              "Creates, of the leanest loop of the writes",
              "storm",
              "create, 0 ms, no budget",
              "of the leanest loop",
              0.55),
          least(
              "Share of 10/s a create storm uses",
              "storm",
              "create, 50 ms, 10/s",
              "of the budget",
              0.95),
          least(
              "Share of 10/s an edit storm uses",
              "storm",
              "edit, 50 ms, 10/s",
              "of the budget",
              0.95),
          least(
              "Share of 10/s a deletion storm uses",
              "storm",
              "delete, 50 ms, 10/s",
              "of the budget",
              0.95),
          least(
              "Creates at 50 ms, of a naive operator's", "naive", "create", "operator to naive", 3),
          most(
              "API calls per object and hour at rest, 10 min", "steady", MANY, Steady.AT_TEN, 0.06),
          most("API calls per object and hour at rest, 1 min", "steady", MANY, Steady.AT_ONE, 0.55),
          most("Kubernetes writes at rest", "steady", "all together", "Kubernetes writes", 0),
          most("API calls of a restart over 10,000", "steady", MANY, Steady.RESTART_CALLS, 84),
          most("Kubernetes writes of a restart", "steady", MANY, Steady.RESTART_WRITES, 0),
          most(
              "List calls of a sweep over six lists, of their pages",
              "mixed",
              Mixed.ALL,
              Mixed.PAGES,
              1),
          least(
              "Drifts corrected, of 20 in 10,000",
              "mixed",
              Mixed.ALL,
              Mixed.CORRECTED,
              Mixed.DRIFTS),
          most(
              "Periods until 20 drifts in 10,000 are corrected",
              "mixed",
              Mixed.ALL,
              Mixed.WITHIN,
              1),
          most("API calls a minute while it is away, 10,000", "recovery", AWAY, Recovery.AWAY, 60),
          most(
              "Kubernetes writes per object while it is away",
              "recovery",
              AWAY,
              Recovery.AWAY_WRITES,
              2),
          most(
              "Seconds from its return until 1,000 edits are applied",
              "recovery",
              AWAY,
              Recovery.SECONDS,
              120),
          most("API calls per edit from its return", "recovery", AWAY, Recovery.CALLS, 2.2),
          most(
              "Kubernetes writes per object from its return",
              "recovery",
              AWAY,
              Recovery.WRITES,
              1.2),
          most(
              "Seconds without a leader after kill -9, 10,000",
              "failover",
              Failover.killed(MANY_OBJECTS),
              Failover.SECONDS,
              20),
          most(
              "Seconds without a leader after a clean stop, 10,000",
              "failover",
              Failover.stopped(MANY_OBJECTS),
              Failover.SECONDS,
              5),
          most(
              "API calls of a hand-over, 10,000",
              "failover",
              Failover.killed(MANY_OBJECTS),
              Failover.CALLS,
              84),
          most(
              "Kubernetes writes of a hand-over",
              "failover",
              Failover.killed(MANY_OBJECTS),
              Failover.WRITES,
              0),
          most(
              "Live heap while objects come and go, MB more per hour",
              "soak",
              Soak.HALF,
              Soak.HEAP_MORE,
              1),
          most(
              "RSS while objects come and go, MB more per hour",
              "soak",
              Soak.HALF,
              Soak.RSS_MORE,
              10),
          most("RSS with 10,000, MB", "footprint", MANY, Footprint.RSS, 200),
          most("Heap per object after a storm, KB", "footprint", MANY, Footprint.EACH, 3),
          most("Idle with 10,000, % of one core", "footprint", MANY, Footprint.IDLE, 1),
          most("Start, of a bare operator's", "start", "operator", Start.RATIO, 1.5),
          most(
              "P99 of apply to call with 10,000, of that with none",
              "latency",
              "10,000 present",
              Latency.RATIO,
              5));

  private static Goal most(String words, String benchmark, String of, String what, double bound) {
    return new Goal(words, benchmark, of, what, bound, false);
  }

  private static Goal least(String words, String benchmark, String of, String what, double bound) {
    return new Goal(words, benchmark, of, what, bound, true);
  }

  /** Whether it is one of the few of the README. */
  boolean shown() {
    return SHOWN.contains(words);
  }

  /** A row of the page's table, from what was measured, each benchmark by its name. */
  String row(Map<String, Results> measured) {
    var results = Stream.ofNullable(measured.get(benchmark));
    var found =
        results
            .flatMap(it -> it.figures().stream())
            .filter(it -> it.of().equals(of) && it.what().equals(what))
            .findFirst();
    return "| %s | %s %s | %s |\n"
        .formatted(
            words,
            least ? "at least" : "at most",
            Page.number(bound),
            found
                .map(it -> Page.number(it.median()) + verdict(it.median()))
                .orElse("not measured"));
  }

  private String verdict(double value) {
    boolean met = least ? value >= bound : value <= bound;
    return met ? "" : " **(missed)**";
  }
}
