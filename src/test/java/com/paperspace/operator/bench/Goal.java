package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;

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

  /** A row of the page's table, from the figures of each benchmark by its name. */
  String row(Map<String, List<Figure>> figures) {
    var found =
        figures.getOrDefault(benchmark, List.of()).stream()
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
