package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.reconcile.engine.Controllers;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What of a process is asked for on each scrape. */
record Gauges(OperatorConfig config, Wiring wiring, Controllers controllers) {

  void in(Metrics metrics, Optional<Leadership> leadership) {
    var periods = periods();
    var kinds = new ArrayList<>(periods.keySet());
    kinds.add(PaperspaceAccount.class.getSimpleName());
    metrics.expect(kinds);
    metrics.add(
        new ResourceSeries(
            () -> leads(leadership), controllers::resources, kinds, config.objectMetrics()));
    metrics.add(new EngineSeries(controllers::keys, controllers::sweepAges, periods));
    ofProcess(metrics, () -> leads(leadership));
    if (wiring.workers() instanceof ThreadPoolExecutor pool) {
      ofQueue(metrics, () -> pool.getQueue().size(), pool::getActiveCount);
    }
  }

  static void ofProcess(Metrics metrics, BooleanSupplier leads) {
    metrics.add(() -> Described.BUILD);
    metrics.gauge(
        "paperspace.leader",
        "1 where this process acts: it holds the lease, or needs none",
        () -> leads.getAsBoolean() ? 1 : 0);
  }

  static void ofQueue(Metrics metrics, Supplier<Number> waiting, Supplier<Number> active) {
    metrics.gauge("paperspace.reconcile.queue.depth", "Resources that wait for a thread", waiting);
    metrics.gauge("paperspace.reconcile.active", "Resources that are worked on", active);
  }

  private static boolean leads(Optional<Leadership> leadership) {
    return leadership.map(Leadership::leads).orElse(true);
  }

  private Map<String, Duration> periods() {
    var all = new TreeMap<String, Duration>();
    for (var kind : wiring.kinds()) {
      var name = kind.type().getSimpleName();
      all.put(name, config.syncPeriods().getOrDefault(name, wiring.pacing().syncPeriod()));
    }
    return all;
  }

  /** Read from the jar by the first scrape, not by the start. */
  private static final class Described {
    private static final MetricSnapshots BUILD = MetricSnapshots.of(build(Build.here()));

    private static InfoSnapshot build(Build build) {
      return InfoSnapshot.builder()
          .name("paperspace_build")
          .help("What this is a build of")
          .dataPoint(
              InfoSnapshot.InfoDataPointSnapshot.builder()
                  .labels(Labels.of("version", build.version(), "commit", build.commit()))
                  .build())
          .build();
    }
  }
}
