package com.paperspace.operator.bench;

import com.paperspace.operator.simulator.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** From the start of the process to its first call of the API. */
final class Start implements Benchmark {
  private static final String SECONDS = "seconds to the first call";
  private static final String CPU = "CPU seconds to the first call";
  private static final String OPERATOR = "operator";
  private static final String BARE = "bare operator";
  private static final String BARE_TEAM = "bare";
  static final String RATIO = "operator to bare operator";

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "Start";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(new Plot("start", "Seconds from the start of the process", List.of(SECONDS)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    try (var estate = new Estate(site, "operator", 0, Map.of())) {
      estate.add("only");
      estate.untilCreated();
      estate.stop();
      // The first of each finds its files in no cache of the system.
      for (int round = -1; round < plan.rounds(); round++) {
        var seen = round < 0 ? new Figures() : figures;
        // Somebody has edited it, so there is something to do at once.
        site.rename(estate.namespace, "only", "edit " + round);
        first(site, estate.team(), OPERATOR, seen, estate::again);
        first(site, BARE_TEAM, BARE, seen, () -> bare(site, estate.namespace));
      }
      figures.add(OPERATOR, RATIO, figures.soFar(OPERATOR, SECONDS) / figures.soFar(BARE, SECONDS));
    }
    return figures.all();
  }

  private static Child bare(Site site, String namespace) {
    return Child.trained(
        site.fileOf("bare"),
        BareOperator.class,
        site.pod(),
        site.cloud.url().toString(),
        site.keyOf(BARE_TEAM),
        namespace);
  }

  /** Starts a process. */
  private interface Starter {
    Child start();
  }

  private static void first(Site site, String team, String who, Figures figures, Starter starter) {
    int mark = site.cloud.journal().size();
    var started = Instant.now();
    try (var process = starter.start()) {
      Pause.until(
          "a call of " + who, () -> !process.isAlive() || !calls(site, team, mark).isEmpty());
      figures.add(who, CPU, Usage.cpuMillis(process) / 1e3);
      figures.add(
          who,
          SECONDS,
          Duration.between(started, calls(site, team, mark).get(0).time()).toNanos() / 1e9);
    }
  }

  private static List<Journal.Entry> calls(Site site, String team, int mark) {
    return site.cloud.journal().since(mark).stream().filter(it -> it.team().equals(team)).toList();
  }

  private static final String TEXT =
      """
      From the start of the process until the simulator has its first call, with one object that was edited meanwhile. **Bare
      operator**: the least one on the Java Operator SDK can be (`BareOperator` in the test sources: one kind, one call per object,
      the framework's defaults), with the same flags. With JDK 25 both have an ahead-of-time cache of a training run, as the image
      has.
      """;
}
