package com.paperspace.operator.bench;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** From an apply to the first call of the API, with others present and a sweep under way. */
final class Latency implements Benchmark {
  static final String RATIO = "P99 of that with none";
  private static final String P50 = "P50, ms";
  private static final String P99 = "P99, ms";
  private static final int APPLIES = 200;

  /** So slow a list that a sweep of 10,000 is nearly always under way. */
  private static final Duration PAGE_TAKES = Duration.ofMillis(100);

  /** Applies come one by one, at no rhythm. */
  private static final int LONGEST_PAUSE_MILLIS = 200;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "From apply to the first call";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(new Plot("latency", "Milliseconds from apply to call", List.of(P50, P99)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    site.cloud.faults().next("GET", "/projects", Fault.delay(PAGE_TAKES)).always();
    for (int n : plan.present()) {
      try (var estate = new Estate(site, "with-" + n, n, Map.of("SYNC_PERIOD", "10s"))) {
        estate.filled();
        applies(site, estate, -1, plan);
        for (int round = 0; round < plan.rounds(); round++) {
          var waits = applies(site, estate, round, plan);
          var of = "%,d present".formatted(n);
          figures.add(of, P50, percentile(waits, 50));
          figures.add(of, P99, percentile(waits, 99));
          figures.add(of, RATIO, percentile(waits, 99) / figures.soFar("0 present", P99));
        }
      }
    }
    return figures.all();
  }

  /** Writes projects one by one; answers how many milliseconds each waited for its call. */
  private static List<Double> applies(Site site, Estate estate, int round, Plan plan) {
    int mark = site.cloud.journal().size();
    int applies = plan.smoke() ? APPLIES / 10 : APPLIES;
    var random = RandomGenerator.getDefault();
    var written = new HashMap<String, Instant>();
    for (int i = 0; i < applies; i++) {
      var name = "apply-%d-%d".formatted(round + 1, i);
      written.put(name, Instant.now());
      estate.add(name);
      Pause.millis(random.nextInt(LONGEST_PAUSE_MILLIS));
    }
    Pause.until("all calls", () -> creates(estate, mark).size() >= applies);
    return creates(estate, mark).stream()
        .map(it -> Duration.between(written.get(it.body().path("name").asText()), it.time()))
        .map(it -> it.toNanos() / 1e6)
        .toList();
  }

  private static List<Journal.Entry> creates(Estate estate, int mark) {
    return estate.callsSince(mark).stream().filter(it -> it.method().equals("POST")).toList();
  }

  private static double percentile(List<Double> values, int percent) {
    var sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static final String TEXT =
      """
      200 projects are written one by one at random times while others are present and Ready. Measured from just before the write
      until the simulator has the POST. The operator looks every 10 s and a page of a list takes 100 ms, so that with 10,000
      present a sweep is nearly always under way.
      """;
}
