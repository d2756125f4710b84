package com.paperspace.operator.bench;

import java.util.List;

/** The operator beside a naive one on the same framework. */
final class Naive implements Benchmark {
  private static final String OPERATOR = "operator";
  private static final String NAIVE = "naive operator";
  private static final int LATENCY = 50;

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public String title() {
    return "Beside a naive operator";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(
        new Plot(
            "naive-rates", "Objects per second", List.of(OPERATOR + Rush.RATE, NAIVE + Rush.RATE)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    site.latency(LATENCY);
    try (var operator = Contender.operator(site, OPERATOR);
        var naive = Contender.naive(site, NAIVE)) {
      Budget.NONE.open(site, operator.namespace());
      if (!plan.smoke()) {
        List.of(operator, naive).forEach(it -> storm(plan, site, it, figures, "first "));
      }
      for (int round = 0; round < plan.rounds(); round++) {
        List.of(operator, naive).forEach(it -> storm(plan, site, it, figures, ""));
      }
    }
    for (var phase : Phase.values()) {
      figures.ratio(phase.toString(), "operator to naive", OPERATOR + Rush.RATE, NAIVE + Rush.RATE);
      figures.ratio("first " + phase, "operator to naive", OPERATOR + Rush.RATE, NAIVE + Rush.RATE);
    }
    return figures.all();
  }

  private static void storm(Plan plan, Site site, Contender it, Figures figures, String prefix) {
    Rush.through(
        site,
        it,
        Budget.NONE,
        plan.objects(),
        phase -> plan.takes(phase.toString()),
        (phase, rush) -> {
          rush.noteSpeed(figures, prefix + phase, it.name());
          rush.noteCounts(figures, prefix + phase, it.name() + ": ");
        });
  }

  private static final String TEXT =
      """
      The storm at 50 ms of API latency and without a budget, beside an operator that is written after the pattern of the Java
      Operator SDK's own sample for objects whose id has to be stored (`NaiveOperator` in the test sources): the id is kept in a
      ConfigMap, every object is polled by a GET, a create is not announced before it is sent, the framework's defaults hold. Same
      client of the API, same simulator, same flags. It is a model of that pattern and of nobody's product; it makes a second object
      when it dies at the wrong moment.
      """;
}
