package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.account.KeyUse;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How keys and lists are used, asked of the engine on each scrape.
 *
 * @param keys of each account, and of the operator
 * @param ages by kind, how long ago the oldest list in use was read
 * @param periods by kind, how often it is to be read
 */
record EngineSeries(
    Supplier<List<KeyUse>> keys,
    Supplier<Map<String, Duration>> ages,
    Map<String, Duration> periods)
    implements MultiCollector {
  private static final double MILLIS = 1e3;

  @Override
  public MetricSnapshots collect() {
    var snapshots = MetricSnapshots.builder();
    keys(keys.get(), snapshots);
    var age =
        new Family(
            "paperspace_sweep_age_seconds",
            "How long ago the oldest list in use of a kind was read",
            "kind");
    ages.get().forEach((kind, it) -> age.add(seconds(it), kind));
    var period =
        new Family(
            "paperspace_sync_period_seconds", "How often the lists of a kind are read", "kind");
    periods.forEach((kind, it) -> period.add(seconds(it), kind));
    return snapshots.metricSnapshot(age.gauge()).metricSnapshot(period.gauge()).build();
  }

  private static void keys(List<KeyUse> uses, MetricSnapshots.Builder snapshots) {
    var left =
        new Family(
            "paperspace_api_budget_left", "Calls the key of an account may make now", "account");
    var burst =
        new Family("paperspace_api_budget_burst", "The most of them that are saved up", "account");
    var away =
        new Family("paperspace_api_breaker_open", "1 while the API is away for a key", "account");
    var refused =
        new Family(
            "paperspace_api_key_refused", "1 while the API does not accept a key", "account");
    var throttled =
        new Family(
            "paperspace_api_throttled_seconds",
            "How long calls were held because the API asked to slow down",
            "account");
    var turned =
        new Family(
            "paperspace_api_turned_away",
            "Passes that had to come again before they might make a call",
            "account",
            "why");
    for (var use : uses) {
      var account = use.account();
      left.add(use.left(), account);
      burst.add(use.burst(), account);
      away.add(use.away() ? 1 : 0, account);
      refused.add(use.refused() ? 1 : 0, account);
      throttled.add(seconds(use.throttled()), account);
      use.turnedAway().forEach((why, number) -> turned.add(number.doubleValue(), account, why));
    }
    List.of(left, burst, away, refused).forEach(it -> snapshots.metricSnapshot(it.gauge()));
    List.of(throttled, turned).forEach(it -> snapshots.metricSnapshot(it.counter()));
  }

  private static double seconds(Duration span) {
    return span.toMillis() / MILLIS;
  }
}
