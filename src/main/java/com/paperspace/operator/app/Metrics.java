package com.paperspace.operator.app;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything the operator counts, under the names in the documentation. Holds no value of users.
 */
public final class Metrics implements Telemetry, AutoCloseable {
  private static final String NO_ANSWER = "none";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MultiGauge unserved =
      MultiGauge.builder("paperspace.namespace.unserved")
          .description("Named namespaces that are not served, and what is missing there")
          .register(registry);
  private final Counter eventsWritten =
      Counter.builder("paperspace.events.written")
          .description("Writes of Kubernetes events")
          .register(registry);
  private final Counter eventsDropped =
      Counter.builder("paperspace.events.dropped")
          .description("Kubernetes events that were too many or refused")
          .register(registry);
  private Supplier<Map<String, String>> lacking = Map::of;

  /** Starts to count, the JVM included. */
  public Metrics() {
    collections.bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new ProcessMetrics().bindTo(registry);
    for (var reason : PaperspaceException.Reason.values()) {
      errors(reason);
    }
  }

  /** Has the counters of these kinds there from the start, so that the first is an increase. */
  void expect(Collection<String> kinds) {
    for (var kind : kinds) {
      Stream.of(Reason.values())
          .filter(Reason::isCounted)
          .forEach(reason -> failures(kind, reason.name()));
      Histogram.PASS.of(registry, Tags.of("kind", kind));
      Histogram.TIME_TO_READY.of(registry, Tags.of("kind", kind));
    }
  }

  /** Adds what is asked for its samples on each scrape. */
  void add(MultiCollector samples) {
    registry.getPrometheusRegistry().register(samples);
  }

  /** Adds one number that is asked for on each scrape. */
  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /**
   * One call of the Paperspace API: {@code paperspace_api_requests_total}, {@code
   * paperspace_api_request_seconds} and {@code paperspace_api_errors_total}.
   *
   * @param route the path with placeholders instead of ids
   * @param status the HTTP status; 0 when there was no answer
   * @param failure why it failed; null when it did not
   * @param took how long the call took, with reading the body
   */
  public void apiCall(
      String method, String route, int status, PaperspaceException.Reason failure, Duration took) {
    String code = status == 0 ? NO_ANSWER : Integer.toString(status);
    Tags call = Tags.of("method", method, "route", route, "code", code);
    counter("paperspace.api.requests", "Calls of the Paperspace API", call).increment();
    Histogram.API_REQUEST.of(registry, call).record(took);
    if (failure != null) {
      errors(failure).increment();
    }
  }

  private Counter errors(PaperspaceException.Reason failure) {
    return counter(
        "paperspace.api.errors",
        "Calls of the Paperspace API that failed",
        Tags.of("reason", failure.name().toLowerCase(Locale.ROOT)));
  }

  /** A field that differed from the spec: {@code paperspace_resource_drift_total}. */
  @Override
  public void drift(String kind, String field) {
    counter(
            "paperspace.resource.drift",
            "Differences found between cloud and spec",
            Tags.of("kind", kind, "field", field))
        .increment();
  }

  /** A pass that failed: {@code paperspace_reconcile_errors_total}. */
  @Override
  public void failed(String kind, String reason) {
    failures(kind, reason).increment();
  }

  private Counter failures(String kind, String reason) {
    return counter(
        "paperspace.reconcile.errors",
        "Passes that failed or need somebody to act",
        Tags.of("kind", kind, "reason", reason));
  }

  /** {@code paperspace_events_written_total} and {@code paperspace_events_dropped_total}. */
  @Override
  public void event(boolean written) {
    (written ? eventsWritten : eventsDropped).increment();
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** How long a pass took: {@code paperspace_reconcile_seconds}. */
  @Override
  public void passed(String kind, Duration took) {
    Histogram.PASS.of(registry, Tags.of("kind", kind)).record(took);
  }

  /** From creation to Ready: {@code paperspace_resource_time_to_ready_seconds}. */
  @Override
  public void ready(String kind, Duration took) {
    Histogram.TIME_TO_READY.of(registry, Tags.of("kind", kind)).record(took);
  }

  /**
   * Where {@code paperspace_namespace_unserved} comes from: namespaces, and what is missing in
   * each.
   */
  public synchronized void unserved(Supplier<Map<String, String>> namespaces) {
    lacking = namespaces;
  }

  /** All metrics in the text format of Prometheus. */
  public String scrape() {
    var text = new ByteArrayOutputStream();
    scrape(HealthServer.PROMETHEUS, text);
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * Writes all metrics. All is collected before the first byte, so that who is not answered in full
   * is not answered at all.
   *
   * @param format the media type of the text format of Prometheus, or of OpenMetrics
   */
  void scrape(String format, OutputStream to) {
    look();
    try {
      registry.scrape(to, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void look() {
    unserved.register(
        lacking.get().entrySet().stream().<MultiGauge.Row<?>>map(Metrics::lacking).toList(), true);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private static MultiGauge.Row<?> lacking(Map.Entry<String, String> namespace) {
    return MultiGauge.Row.of(
        Tags.of("namespace", namespace.getKey(), "missing", namespace.getValue()), 1);
  }
}
