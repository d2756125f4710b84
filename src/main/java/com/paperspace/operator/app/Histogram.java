package com.paperspace.operator.app;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;

/** What is timed, and in which steps: those of a quick answer, and those of a slow one. */
final class Histogram {
  /** A call has an answer within 30 s, or none. */
  static final Histogram API_REQUEST =
      new Histogram(
          "paperspace.api.request",
          "Duration of calls of the Paperspace API",
          0.05,
          0.1,
          0.25,
          0.5,
          1,
          2.5,
          5,
          10,
          30);

  /** Most passes make no call at all; a long one makes several. */
  static final Histogram PASS =
      new Histogram(
          "paperspace.reconcile",
          "Duration of passes over a resource",
          0.001,
          0.005,
          0.025,
          0.1,
          0.25,
          0.5,
          1,
          2.5,
          5,
          15,
          60);

  /** A project takes a second, a large machine many minutes. */
  static final Histogram TIME_TO_READY =
      new Histogram(
          "paperspace.resource.time.to.ready",
          "Time from the creation of a resource until it was ready",
          1,
          5,
          15,
          60,
          180,
          300,
          600,
          1_800,
          3_600);

  private static final double NANOS = 1e9;

  private final String title;
  private final String description;
  private final Duration[] steps;

  private Histogram(String title, String description, double... seconds) {
    this.title = title;
    this.description = description;
    this.steps =
        Arrays.stream(seconds)
            .mapToObj(it -> Duration.ofNanos(Math.round(it * NANOS)))
            .toArray(Duration[]::new);
  }

  Timer of(PrometheusMeterRegistry registry, Tags tags) {
    return Timer.builder(title)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(steps)
        .register(registry);
  }
}
