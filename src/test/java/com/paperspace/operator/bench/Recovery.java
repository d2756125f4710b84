package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The API is away for some minutes, somebody edits meanwhile, and it comes back. */
final class Recovery implements Benchmark {
  static final String AWAY = "away: API calls/minute";
  static final String AWAY_WRITES = "away: Kubernetes writes/object";
  static final String SECONDS = "back: seconds until all is well";
  static final String CALLS = "back: API calls/edit";
  static final String WRITES = "back: Kubernetes writes/object";

  /** One of so many is edited. */
  private static final int SHARE = 10;

  private static final int WRITERS = 8;
  private static final double MILLIS_PER_MINUTE = 60_000;

  /** How the API is away, by what the figures call it. */
  private enum Outage {
    UNAVAILABLE("503"),
    CLOSED("connections closed");

    private final String label;

    Outage(String label) {
      this.label = label;
    }

    Fault fault() {
      return this == UNAVAILABLE ? Fault.UNAVAILABLE : Fault.RESET_BEFORE_EFFECT;
    }

    String of(int n) {
      return "%,d projects, %s".formatted(n, label);
    }
  }

  static String unavailable(int n) {
    return Outage.UNAVAILABLE.of(n);
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String title() {
    return "After the API was away";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(
        new Plot("recovery", "Seconds from the API's return until all is well", List.of(SECONDS)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    var settings = Map.of("SYNC_PERIOD", plan.smoke() ? "10s" : "1m");
    for (int n : plan.many()) {
      try (var estate = new Estate(site, "with-" + n, n, settings)) {
        estate.filled();
        for (var outage : outages(plan)) {
          for (int round = 0; round < plan.rounds() && plan.takes(outage.of(n)); round++) {
            strike(plan, site, estate, outage, round, figures);
          }
        }
      }
    }
    site.requireNoViolation();
    return figures.all();
  }

  private static List<Outage> outages(Plan plan) {
    return plan.smoke() ? List.of(Outage.UNAVAILABLE) : List.of(Outage.values());
  }

  private static void strike(
      Plan plan, Site site, Estate estate, Outage outage, int round, Figures figures) {
    var of = outage.of(estate.count);
    int edits = estate.count / SHARE;
    var wanted = "%s %d".formatted(outage, round);
    long away = plan.smoke() ? 12_000 : 300_000;
    estate.quiet();
    try (var arrivals =
        new Arrivals<>(
            site.kubernetes(), PaperspaceProject.class, estate.namespace, "Ready", "Synced")) {
      int mark = site.cloud.journal().size();
      var ledger = Ledger.open(site);
      site.cloud.faults().next("*", "*", outage.fault()).always();
      Crew.run(
          WRITERS,
          IntStream.range(0, edits).boxed().toList(),
          i -> site.rename(estate.namespace, "project-" + i, wanted));
      Pause.millis(away);
      figures.add(of, AWAY, estate.callsSince(mark).size() / (away / MILLIS_PER_MINUTE));
      figures.add(of, AWAY_WRITES, (ledger.written() - edits) / estate.count);
      var after = Ledger.open(site);
      int back = site.cloud.journal().size();
      long start = System.nanoTime();
      site.latency(0);
      arrivals.done(Phase.EDIT, estate.count);
      figures.add(of, SECONDS, (System.nanoTime() - start) / 1e9);
      System.out.printf("     %s%n", after.cloud());
      figures.add(of, CALLS, (double) estate.callsSince(back).size() / edits);
      figures.add(of, WRITES, after.written() / estate.count);
    }
    requireAll(site, estate, wanted, edits);
  }

  private static void requireAll(Site site, Estate estate, String wanted, int edits) {
    var all = site.cloud.team(estate.team()).projects().all();
    long found = all.stream().filter(it -> it.path("name").asText().equals(wanted)).count();
    if (found != edits) {
      throw new IllegalStateException("%d of %d edits applied".formatted(found, edits));
    }
  }

  private static final String TEXT =
      """
      Projects that are Ready, with a sync period of one minute. For five minutes every request to the API is answered 503, or its
      connection is closed; at the beginning one project in ten is edited. The clock of "back" runs from the first request that
      is answered again until a watch has seen every project Ready and Synced at its generation; then the cloud is asked whether
      it has all edits. "Kubernetes writes" are those of the operator but its events: while the API is away two of each project, for
      `Synced` turns Unknown at once and `Ready` after three sync periods. The calls after the return are those of the edits and
      of the looks that fell due. Edits are read back 30 s later, by lists they share, which counts where the clock runs longer; a
      list that is late, as on a machine that is busy with more, has those who wait for it look one by one.
      """;
}
