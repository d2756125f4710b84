package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.simulator.Journal;
import com.paperspace.operator.simulator.Table;
import com.paperspace.operator.simulator.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many objects in six lists: what reading the lists costs, and how soon drift is found. */
final class Mixed implements Benchmark {
  static final String PAGES = "calls of its list in a sweep, of its pages";
  static final String EACH = "list calls per object and hour, looks every 10 min";
  static final String CORRECTED = "drifts corrected";
  static final String WITHIN = "periods until the last is corrected";
  static final String ALL = "all six lists";
  static final int DRIFTS = 20;

  private static final double SWEEPS_AN_HOUR = 6;
  private static final String DRIFTED = "somebody was here";

  /** A prime, so that no object is met twice. */
  private static final int STRIDE = 7919;

  private static final int WRITERS = 8;

  /** Long enough that all pages are read within it at the rate of the budget. */
  private static final int PERIOD_SECONDS = 30;

  private static final int SMOKE_PERIOD_SECONDS = 10;
  private static final int SMOKE_OBJECTS = 100;
  private static final int OBJECTS = 10_000;

  /** Each is like the one before: so many show it. */
  private static final int MOST_SWEEPS = 20;

  /** What is new is looked at one by one before it is at rest. */
  private static final int PERIODS_TO_REST = 4;

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public String title() {
    return "Six lists, and drift in them";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(new Plot("mixed", "List calls per object and hour", List.of(EACH)));
  }

  /** An object somebody changed. */
  private record Drift(Sort sort, String id) {
    Table rows(Team team) {
      return sort.table().apply(team);
    }

    boolean isCorrected(Team team) {
      return !rows(team).get(id).orElseThrow().path("name").asText().equals(DRIFTED);
    }
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    int period = plan.smoke() ? SMOKE_PERIOD_SECONDS : PERIOD_SECONDS;
    int n = plan.smoke() ? SMOKE_OBJECTS : OBJECTS;
    try (var estate = new Estate(site, "with", n, Map.of("SYNC_PERIOD", period + "s"))) {
      Sort.ALL.forEach(it -> fill(site, estate, it, it.kind()));
      Pause.millis(plan.smoke() ? 0 : 1000L * PERIODS_TO_REST * period);
      sweeps(plan, site, estate, period, figures);
      for (int round = 0; round < plan.rounds(); round++) {
        drift(site, estate, period, round, figures);
      }
    }
    site.requireNoViolation();
    return figures.all();
  }

  private static <T extends PaperspaceResource<?, ?>> void fill(
      Site site, Estate estate, Sort sort, Class<T> kind) {
    try (var arrivals = new Arrivals<>(site.kubernetes(), kind, estate.namespace, "Ready")) {
      var manifests = sort.manifests(estate.count, estate.namespace, Estate.ACCOUNT);
      Crew.run(WRITERS, manifests, it -> site.kubernetes().resource(it).create());
      arrivals.done(Phase.CREATE, manifests.size());
    }
  }

  /** Whole sweeps only: from the first call of one to the first of a later one. */
  private static void sweeps(Plan plan, Site site, Estate estate, int period, Figures figures) {
    int mark = site.cloud.journal().size();
    var ledger = Ledger.open(site);
    // One more than are counted, as it begins in the middle of one.
    Pause.millis(1000L * period * (Math.min(plan.periods(), MOST_SWEEPS) + 1));
    var calls = estate.callsSince(mark);
    double inAll = 0;
    int pagesOfAll = 0;
    for (var sort : Sort.ALL) {
      var lists = calls.stream().filter(it -> isList(it, Set.of(sort.route()))).toList();
      var begins = begins(sort, lists);
      int whole = begins.get(begins.size() - 1) - begins.get(0);
      double each = (double) whole / (begins.size() - 1);
      int pages = Estate.pages(sort.of(estate.count));
      var of = sort.in(estate.count);
      figures.add(of, PAGES, each / pages);
      figures.add(of, EACH, each * SWEEPS_AN_HOUR / sort.of(estate.count));
      var first = lists.get(begins.get(0)).time();
      var last = lists.get(begins.get(begins.size() - 1)).time();
      double seconds = Duration.between(first, last).toNanos() / 1e9;
      figures.add(of, "periods from sweep to sweep", seconds / (begins.size() - 1) / period);
      inAll += each;
      pagesOfAll += pages;
    }
    figures.add(ALL, PAGES, inAll / pagesOfAll);
    figures.add(ALL, EACH, inAll * SWEEPS_AN_HOUR / estate.count);
    var routes = Sort.ALL.stream().map(Sort::route).collect(Collectors.toSet());
    long others = calls.stream().filter(it -> !isList(it, routes)).count();
    figures.add(ALL, "other calls, of all", (double) others / calls.size());
    figures.add(ALL, "Kubernetes writes", ledger.written());
  }

  private static boolean isList(Journal.Entry call, Set<String> routes) {
    return call.method().equals("GET") && routes.contains(call.route());
  }

  /** Where in its calls each sweep of a list begins. */
  private static List<Integer> begins(Sort sort, List<Journal.Entry> lists) {
    var begins =
        IntStream.range(0, lists.size())
            .filter(i -> !lists.get(i).query().containsKey("after"))
            .boxed()
            .toList();
    if (begins.size() < 2) {
      throw new IllegalStateException("no whole sweep of " + sort.route());
    }
    return begins;
  }

  private static void drift(Site site, Estate estate, int period, int round, Figures figures) {
    var team = site.cloud.team(estate.team());
    var drifts = drifts(team, round);
    var left = new ArrayList<>(drifts);
    long start = System.nanoTime();
    drifts.forEach(it -> it.rows(team).edit(it.id(), row -> row.put("name", DRIFTED)));
    var last = new LinkedHashMap<String, Double>();
    Pause.until(
        "all corrected",
        () -> {
          var found = left.stream().filter(it -> it.isCorrected(team)).toList();
          double now = (System.nanoTime() - start) / 1e9 / period;
          found.forEach(it -> last.put(it.sort().in(estate.count), now));
          left.removeAll(found);
          return left.isEmpty();
        });
    last.forEach((of, periods) -> figures.add(of, WITHIN, periods));
    figures.add(ALL, WITHIN, Collections.max(last.values()));
    figures.add(ALL, CORRECTED, drifts.size());
  }

  /** From everywhere in the lists, the last page among them; others in each round. */
  private static List<Drift> drifts(Team team, int round) {
    var sorts = Sort.ALL.stream().filter(Sort::drifts).toList();
    var drifts = new ArrayList<Drift>();
    for (int i = 0; i < DRIFTS; i++) {
      var sort = sorts.get(i % sorts.size());
      var rows = sort.table().apply(team).all();
      int step = (round * DRIFTS + i) / sorts.size();
      int at = (step * STRIDE + rows.size() - 1) % rows.size();
      drifts.add(new Drift(sort, rows.get(at).path("id").asText()));
    }
    return drifts;
  }

  private static final String TEXT =
      """
      10,000 objects of one key, Ready, in six lists: projects, machines, private networks, startup scripts, shared drives and
      public IPs. Over whole sweeps of 30 s each it is counted how many calls a list took; a list of n objects has n/120 pages,
      rounded up, and the sum of them is all that a sweep may cost, exactly. Then somebody changes 20 objects of five kinds in the
      console, at once, at no special time; the clock runs until the cloud has the last of them back as declared, so it has the calls
      that correct them in it.
      """;
}
