package com.paperspace.operator.app;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.List;

/** One metric whose samples are collected anew by each scrape, so that none is kept between two. */
final class Family {
  private final MetricMetadata metadata;
  private final String[] names;
  private final List<Sample> samples = new ArrayList<>();

  private record Sample(double value, Labels labels) {}

  /** The name of a counter is given without {@code _total}. */
  Family(String name, String help, String... labels) {
    this.metadata = new MetricMetadata(name, help);
    this.names = labels;
  }

  /** One more sample; the values are those of the labels, in their order. */
  void add(double value, String... labels) {
    samples.add(new Sample(value, Labels.of(names, labels)));
  }

  GaugeSnapshot gauge() {
    return new GaugeSnapshot(
        metadata,
        samples.stream()
            .map(it -> new GaugeDataPointSnapshot(it.value(), it.labels(), null))
            .toList());
  }

  CounterSnapshot counter() {
    return new CounterSnapshot(
        metadata,
        samples.stream()
            .map(it -> new CounterDataPointSnapshot(it.value(), it.labels(), null, 0))
            .toList());
  }
}
