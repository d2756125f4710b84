package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;

/** What an estate costs on which nothing happens, and a restart over it. */
final class Steady implements Benchmark {
  static final String AT_TEN = "API calls per object and hour, looks every 10 min";
  static final String AT_ONE = "the same every 1 min";
  static final String RESTART_CALLS = "restart: API calls but the session's";
  static final String RESTART_WRITES = "restart: Kubernetes writes";

  /** The shortest the operator takes: of which a whole slow round fits into half an hour. */
  private static final int PERIOD_SECONDS = 10;

  private static final double PERIODS_AN_HOUR_AT_TEN = 6;
  private static final double PERIODS_AN_HOUR_AT_ONE = 60;

  /** At rest a fiftieth is looked at in two periods; while they come to rest each is. */
  private static final double FEW = 0.05;

  private static final int MOST_TRIES = 60;

  @Override
  public String name() {
    return "steady";
  }

  @Override
  public String title() {
    return "At rest, and after a restart";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(
        new Plot("steady-calls", "API calls per object and hour at rest", List.of(AT_TEN)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    var sizes = plan.smoke() ? List.of(plan.objects()) : List.of(100, 1000, 10_000);
    var settings = Map.of("SYNC_PERIOD", PERIOD_SECONDS + "s");
    var estates =
        sizes.stream().map(n -> new Estate(site, "with-" + n, n, settings).filled()).toList();
    if (!plan.smoke()) {
      estates.forEach(it -> comeToRest(site, it));
    }
    watch(plan, site, estates, figures);
    for (int round = 0; round < plan.rounds(); round++) {
      estates.forEach(it -> restart(site, it, figures));
    }
    estates.forEach(Estate::close);
    for (var rule : PollRule.ALL) {
      figures.add("rule of " + rule.who(), AT_TEN, rule.perHour());
    }
    site.requireNoViolation();
    return figures.all();
  }

  /** What is new has no row to compare with, so each is looked at before it is at rest. */
  private static void comeToRest(Site site, Estate estate) {
    double share = 1;
    for (int i = 0; share > FEW; i++) {
      if (i == MOST_TRIES) {
        throw new IllegalStateException(estate.namespace + " does not come to rest");
      }
      int mark = site.cloud.journal().size();
      periods(2);
      share = (estate.workSince(mark) - estate.listsSince(mark)) / estate.count;
    }
  }

  private static void periods(int count) {
    Pause.millis(1000L * PERIOD_SECONDS * count);
  }

  /** All at the same time: they wait for each other's sweeps as little as for their own. */
  private static void watch(Plan plan, Site site, List<Estate> estates, Figures figures) {
    int mark = site.cloud.journal().size();
    var ledger = Ledger.open(site);
    periods(plan.periods());
    for (var estate : estates) {
      var calls = estate.callsSince(mark);
      double each = (double) calls.size() / estate.count / plan.periods();
      long sweeps = calls.stream().filter(it -> it.route().equals("/projects")).count();
      var of = "%,d projects".formatted(estate.count);
      figures.add(of, AT_TEN, each * PERIODS_AN_HOUR_AT_TEN);
      figures.add(of, AT_ONE, each * PERIODS_AN_HOUR_AT_ONE);
      figures.add(of, "of them in lists", (double) sweeps / calls.size());
    }
    figures.add("all together", "Kubernetes writes", ledger.written());
    figures.add("all together", "event writes", (double) ledger.events());
  }

  private static void restart(Site site, Estate estate, Figures figures) {
    var of = "%,d projects".formatted(estate.count);
    estate.stop();
    int mark = site.cloud.journal().size();
    var ledger = Ledger.open(site);
    long start = System.nanoTime();
    estate.start();
    Pause.until("the pages", () -> estate.listsSince(mark) >= estate.pages());
    double seconds = (System.nanoTime() - start) / 1e9;
    // Before the second sweep, which comes nine seconds after the first.
    Pause.millis(4000);
    figures.add(of, RESTART_CALLS, estate.workSince(mark));
    figures.add(of, "restart: pages that have to be read", estate.pages());
    figures.add(of, "restart: seconds until they are", seconds);
    figures.add(of, RESTART_WRITES, ledger.written());
  }

  private static final String TEXT =
      """
      Projects of one key that are Ready, and nothing happens to them. The operator runs with a sync period of 10 s for 25 minutes,
      which is 150 periods, more than the longest wait between two passes over one object. What it called is
      given as it would be with a period of 10 minutes and of one. Beside it, labelled as rules, what others cost by the defaults of
      their documents (`PollRule` says where they stand): models of one rule, not measurements. A restart is over when every page
      was read.
      """;
}
