package com.paperspace.operator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An hour of creates, edits and deletions: whether what the process holds stays the same. */
final class Soak implements Benchmark {
  static final String HALF = "second half";
  static final String HEAP_MORE = "live heap: MB more per hour";
  static final String RSS_MORE = "RSS: MB more per hour";
  private static final String HEAP = "live heap, MB";
  private static final String RSS = "RSS, MB";
  private static final double BYTES_PER_MB = 1e6;

  /** Each step creates one, edits one and deletes one. */
  private static final long STEP_MILLIS = 250;

  /** How many steps an object is older when it is edited, and when it is deleted. */
  private static final int EDITED_AFTER = 10;

  private static final int DELETED_AFTER = 20;

  /** Even, for two halves. */
  private static final int SAMPLES = 20;

  private static final double SMOKE_MINUTES = 0.1;

  /** What counts as flat where the run is too short for a slope per hour. */
  private static final double MOST_GROWTH_MB = 2;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "An hour of changes";
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public List<Plot> plots() {
    return List.of(new Plot("soak", "Memory while objects come and go", List.of(RSS, HEAP)));
  }

  @Override
  public List<Figure> run(Plan plan, Site site) {
    var figures = new Figures();
    var period = plan.smoke() ? "10s" : "1m";
    try (var estate = new Estate(site, "churn", plan.objects(), Map.of("SYNC_PERIOD", period))) {
      estate.filled();
      churn(plan, site, estate, figures);
      // Nothing that was deleted is left, and nothing else is gone.
      var projects = site.cloud.team(estate.team()).projects();
      Pause.until("the last deletion", () -> projects.size() == estate.count);
    }
    site.requireNoViolation();
    return figures.all();
  }

  private static void churn(Plan plan, Site site, Estate estate, Figures figures) {
    double minutes = plan.smoke() ? SMOKE_MINUTES : plan.minutes();
    int samples = plan.smoke() ? 4 : SAMPLES;
    long steps = (long) (minutes * 60_000 / STEP_MILLIS / samples);
    int mark = site.cloud.journal().size();
    var resident = new ArrayList<Double>();
    var live = new ArrayList<Double>();
    long start = System.nanoTime();
    int step = 0;
    for (int sample = 1; sample <= samples; sample++) {
      for (; step < sample * steps; step++) {
        change(site, estate, step);
        Pause.millis(Math.max(0, (step + 1) * STEP_MILLIS - millisSince(start)));
      }
      var of = String.format(Locale.ROOT, "after %.2f min", sample * minutes / samples);
      resident.add(Usage.residentMegabytes(estate.process()));
      live.add(Usage.liveBytes(estate.process()) / BYTES_PER_MB);
      figures.add(of, RSS, resident.get(sample - 1));
      figures.add(of, HEAP, live.get(sample - 1));
    }
    double seconds = millisSince(start) / 1e3;
    for (int i = Math.max(0, step - DELETED_AFTER); i < step; i++) {
      site.delete(estate.namespace, name(i));
    }
    figures.add("all of it", "steps/s", step / seconds);
    figures.add("all of it", "API calls/step", (double) estate.callsSince(mark).size() / step);
    double anHour = 60 / (minutes / samples);
    figures.add(HALF, RSS_MORE, Trend.perStep(half(resident)) * anHour);
    figures.add(HALF, HEAP_MORE, Trend.perStep(half(live)) * anHour);
    requireFlat(plan, half(live));
  }

  private static void change(Site site, Estate estate, int step) {
    estate.add(name(step));
    if (step >= EDITED_AFTER) {
      site.rename(estate.namespace, name(step - EDITED_AFTER), "edited " + step);
    }
    if (step >= DELETED_AFTER) {
      site.delete(estate.namespace, name(step - DELETED_AFTER));
    }
  }

  private static String name(int step) {
    return "churn-" + step;
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static List<Double> half(List<Double> values) {
    return values.subList(values.size() / 2, values.size());
  }

  private static void requireFlat(Plan plan, List<Double> live) {
    double growth = Trend.perStep(live) * (live.size() - 1);
    if (!plan.smoke() && growth > MOST_GROWTH_MB) {
      throw new IllegalStateException("the live heap grew by %.1f MB".formatted(growth));
    }
  }

  private static final String TEXT =
      """
      1,000 projects are Ready and stay so; beside them four times a second one is created, one that is 2.5 s old is edited, and
      one that is 5 s old is deleted. The sync period is one minute. At equal intervals RSS is read, then the live heap, for which
      all garbage is collected, which an operator at work does less often. "More per hour" is the slope (least squares) over the
      second half. At the end the cloud has the 1,000 and nothing else. The run fails when the live heap grows by more than 2 MB
      over the second half.
      """;
}
