package com.paperspace.operator.bench;

import java.util.List;
import java.util.stream.Stream;

/** Many projects are created, edited and deleted at once. */
final class Storm implements Benchmark {
  private static final String OPERATOR = "operator";
  private static final String BARE = "bare loop";
  private static final String WATCHING = "loop that watches";
  private static final String LEAN = "leanest loop";

  /** Storms of each contender until its JVM has compiled what is hot. */
  private static final int WARM_UPS = 8;

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String title() {
    return "Storms: many objects at once";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(
        new Plot(
            "storm-rates",
            "Objects per second",
            Stream.of(OPERATOR, WATCHING, BARE, LEAN).map(it -> it + Rush.RATE).toList()),
        new Plot("storm-budget", "Share of the budget that was used", List.of("of the budget")));
  }

  /**
   * One sort of storm.
   *
   * @param latency of every answer of the cloud, in milliseconds
   */
  private record Case(int latency, Budget budget, int objects) {
    String of(Phase phase) {
      return "%s, %d ms, %s".formatted(phase, latency, budget);
    }

    boolean isWanted(Plan plan) {
      return Stream.of(Phase.values()).anyMatch(it -> plan.takes(of(it)));
    }
  }

  private static List<Case> cases(Plan plan) {
    return all(plan).stream().filter(it -> it.isWanted(plan)).toList();
  }

  private static List<Case> all(Plan plan) {
    int n = plan.objects();
    return plan.smoke()
        ? List.of(new Case(5, Budget.NONE, n))
        : List.of(
            new Case(0, Budget.NONE, n),
            new Case(5, Budget.NONE, n),
            new Case(50, Budget.NONE, n),
            new Case(300, Budget.NONE, n),
            new Case(5, Budget.HUNDRED, n),
            new Case(300, Budget.HUNDRED, n),
            new Case(50, Budget.TEN, n * 3 / 10));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    try (var operator = Contender.operator(site, OPERATOR);
        var bare = Contender.loop(site, BARE, "bare");
        var watching = Contender.loop(site, WATCHING, "watching");
        var lean = Contender.loop(site, LEAN, "lean")) {
      for (var budget : Budget.values()) {
        budget.open(site, operator.namespace());
      }
      var all = List.of(bare, watching, lean, operator);
      var warmUp = new Case(0, Budget.NONE, plan.objects());
      if (!plan.smoke()) {
        storm(plan, site, operator, warmUp, figures, "first ");
        for (int i = 0; i < WARM_UPS; i++) {
          for (var contender : all) {
            storm(plan, site, contender, warmUp, new Figures(), "warm-up ");
          }
        }
      }
      for (var one : cases(plan)) {
        var contenders = one.budget == Budget.NONE ? all : List.of(operator);
        for (int round = 0; round < plan.rounds(); round++) {
          contenders.forEach(it -> storm(plan, site, it, one, figures, ""));
        }
        for (var phase : Phase.values()) {
          for (var loop : List.of(BARE, WATCHING, LEAN)) {
            figures.ratio(one.of(phase), "of the " + loop, OPERATOR + Rush.RATE, loop + Rush.RATE);
          }
        }
      }
    }
    site.requireNoViolation();
    return figures.all();
  }

  /** One round of all phases. */
  private static void storm(
      Plan plan, Site site, Contender contender, Case one, Figures figures, String prefix) {
    site.latency(one.latency);
    Rush.through(
        site,
        contender,
        one.budget,
        one.objects,
        phase -> plan.takes(one.of(phase)),
        (phase, rush) -> note(figures, prefix + one.of(phase), contender.name(), one, rush));
  }

  private static void note(Figures figures, String of, String who, Case one, Rush rush) {
    rush.noteSpeed(figures, of, who);
    if (who.equals(OPERATOR)) {
      rush.noteCounts(figures, of, "");
      if (one.budget != Budget.NONE) {
        figures.add(of, "of the budget", rush.callsMade() / one.budget.allows(rush.seconds()));
      }
    }
  }

  private static final String TEXT =
      """
      All objects (projects) are written while the contender is held (the operator by a signal); the clock runs from its
      release until a watch of the benchmark sees the last one Ready at its generation, or gone. **Bare loop**: the calls
      of the API and the writes to Kubernetes that have to be, with the same client libraries, flags and number of
      threads; no watch, no queue. **Loop that watches**: the same with an informer of what it writes, which is the least
      that an operator has to have besides. **Leanest loop**: the same Kubernetes writes alone, texts over HTTP. Calls are
      counted by the simulator, writes by the API server, those of events apart. "First" is the first storm of the operator's
      process. All have eight more before what is measured: an operator has more to compile than a loop. "Of the budget" are
      the calls made of those the budget allowed in the time, those saved up before included. What the answer to an edit says
      is read back 30 s later, for a service may only repeat it: by a list that those share who were edited together, after the clock.
      """;
}
