package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many projects are created, edited and deleted at once. */
final class Storm implements Benchmark {
  private static final String OPERATOR = "operator";
  private static final String BARE = "bare loop";
  private static final String LEAN = "leanest loop";
  private static final String RATE = ": objects/s";

  /** The most a budget can say, so that ten keys are as good as none. */
  private static final List<String> FREE =
      IntStream.range(0, 10).mapToObj(i -> "free-" + i).toList();

  private static final int MOST_PER_SECOND = 100;
  private static final int MOST_AT_ONCE = 1000;

  /** The default of a key, beside a smaller one for the smoke run. */
  private static final int DEFAULT_BURST = 50;

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
            List.of(OPERATOR + RATE, BARE + RATE, LEAN + RATE)));
  }

  /**
   * One sort of storm.
   *
   * @param latency of every answer of the cloud, in milliseconds
   * @param perSecond budget of the key; 0 for none that matters
   */
  private record Case(int latency, int perSecond, int objects) {
    String of(Phase phase) {
      return "%s, %d ms, %s"
          .formatted(phase, latency, perSecond == 0 ? "no budget" : perSecond + "/s");
    }

    List<String> accounts() {
      return perSecond == 0 ? FREE : List.of("held-" + perSecond);
    }
  }

  private static List<Case> cases(Plan plan) {
    int n = plan.objects();
    return plan.smoke()
        ? List.of(new Case(0, 0, n), new Case(5, 10, n))
        : List.of(
            new Case(0, 0, n),
            new Case(5, 0, n),
            new Case(50, 0, n),
            new Case(300, 0, n),
            new Case(5, 100, n),
            new Case(300, 100, n),
            new Case(50, 10, n * 3 / 10));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    Stream.of(OPERATOR, BARE, LEAN).map(Storm::namespace).forEach(site::namespace);
    FREE.forEach(it -> site.account(namespace(OPERATOR), it, MOST_PER_SECOND, MOST_AT_ONCE));
    for (int rate : new int[] {100, 10}) {
      site.account(namespace(OPERATOR), "held-" + rate, rate, DEFAULT_BURST);
    }
    site.cloud.key(Site.key(BARE.replace(' ', '-'))).team(BARE);
    try (var operator = operator(site);
        var bare = loop(site, "bare", BARE);
        var lean = loop(site, "lean", LEAN)) {
      for (var loop : List.of(bare, lean)) {
        storm(site, loop, new Case(0, 0, plan.objects()), new Figures(), "warm-up, ");
      }
      storm(site, operator, new Case(0, 0, plan.objects()), figures, "first ");
      for (var one : cases(plan)) {
        var contenders = one.perSecond == 0 ? List.of(bare, lean, operator) : List.of(operator);
        for (int round = 0; round < plan.rounds(); round++) {
          contenders.forEach(it -> storm(site, it, one, figures, ""));
        }
        compare(figures, one);
      }
    }
    site.requireNoViolation();
    return figures.all();
  }

  private static void compare(Figures figures, Case one) {
    for (var phase : Phase.values()) {
      figures.ratio(one.of(phase), "of the bare loop", OPERATOR + RATE, BARE + RATE);
      figures.ratio(one.of(phase), "of the leanest loop", OPERATOR + RATE, LEAN + RATE);
    }
  }

  private static Contender operator(Site site) {
    var process = Child.operator(namespace(OPERATOR), site.variables(namespace(OPERATOR)));
    return new Contender.Watching(OPERATOR, process);
  }

  private static Contender loop(Site site, String which, String name) {
    var process =
        Child.baseline(
            namespace(name),
            Loops.class,
            which,
            site.kubeconfig().toString(),
            site.cloud.url().toString(),
            Site.key(name.replace(' ', '-')),
            namespace(name));
    return new Contender.Told(name, process);
  }

  private static String namespace(String contender) {
    return "storm-" + contender.replace(' ', '-');
  }

  /** One round of all phases. */
  private static void storm(
      Site site, Contender contender, Case one, Figures figures, String prefix) {
    site.latency(one.latency);
    var namespace = namespace(contender.name());
    var herd = new Herd(site.kubernetes(), namespace, one.accounts(), one.objects);
    try (var arrivals = new Arrivals(site.kubernetes(), namespace)) {
      for (var phase : Phase.values()) {
        contender.hold();
        herd.write(phase);
        arrivals.written(phase, herd.count);
        contender.prepare(phase);
        var ledger = Ledger.open(site);
        double cpu = Usage.cpuMillis(contender.process());
        long start = System.nanoTime();
        contender.go();
        arrivals.done(phase, herd.count);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = Usage.cpuMillis(contender.process()) - cpu;
        note(figures, prefix + one.of(phase), contender.name(), one, seconds, cpu, ledger);
      }
    }
  }

  private static void note(
      Figures figures, String of, String who, Case one, double seconds, double cpu, Ledger ledger) {
    var writes = ledger.kubernetes();
    var calls = ledger.cloud();
    figures.add(of, who + RATE, one.objects / seconds);
    figures.add(of, who + ": CPU ms/object", cpu / one.objects);
    if (who.equals(OPERATOR)) {
      long all = sum(calls);
      figures.add(of, "API calls/object", (double) all / one.objects);
      figures.add(of, "Kubernetes writes/object", (double) sum(writes) / one.objects);
      if (one.perSecond > 0) {
        figures.add(of, "of the budget", all / (DEFAULT_BURST + one.perSecond * seconds));
      }
    }
    System.out.printf("     %s %s%n", calls, writes);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static final String TEXT =
      """
      All objects (projects) are written while the contender is held (the operator by a signal); the clock runs from its
      release until a watch of the benchmark sees the last one Ready at its generation, or gone. **Bare loop**: the same calls
      of the API and the same writes to Kubernetes with the same client libraries and as many threads (16), on a warm JVM with
      the same flags; no watch, no queue. **Leanest loop**: the same Kubernetes writes alone, texts over HTTP. Calls are counted
      by the simulator, writes (events among them) by the API server. "First" is the first storm of the process.
      """;
}
