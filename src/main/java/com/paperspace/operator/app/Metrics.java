package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.status.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything the operator counts, under the names in the documentation. Holds no value of users.
 */
public final class Metrics implements Telemetry, AutoCloseable {
  private static final String NO_ANSWER = "none";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MultiGauge conditions =
      MultiGauge.builder("paperspace.resource.condition")
          .description("Resources by kind, condition and its status")
          .register(registry);
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
  private Supplier<Map<Telemetry.Group, Long>> census = Map::of;
  private Supplier<Map<String, String>> lacking = Map::of;

  /** Starts to count, the JVM included. */
  public Metrics() {
    collections.bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * One call of the Paperspace API: {@code paperspace_api_requests_total} and {@code
   * paperspace_api_request_seconds}.
   *
   * @param route the path with placeholders instead of ids
   * @param status the HTTP status; 0 when there was no answer
   * @param took how long the call took, with reading the body
   */
  public void apiCall(String method, String route, int status, Duration took) {
    String code = status == 0 ? NO_ANSWER : Integer.toString(status);
    String statusClass = status == 0 ? NO_ANSWER : status / 100 + "xx";
    Tags call = Tags.of("method", method, "route", route);
    count("paperspace.api.requests", "Calls of the Paperspace API", call.and("code", code));
    Timer.builder("paperspace.api.request")
        .description("Duration of calls of the Paperspace API")
        .tags(call.and("status", statusClass))
        .register(registry)
        .record(took);
  }

  /** A field that differed from the spec: {@code paperspace_resource_drift_total}. */
  @Override
  public void drift(String kind, String field) {
    count(
        "paperspace.resource.drift",
        "Differences found between cloud and spec",
        Tags.of("kind", kind, "field", field));
  }

  /** A pass that failed: {@code paperspace_reconcile_errors_total}. */
  @Override
  public void failed(String kind, String reason) {
    count(
        "paperspace.reconcile.errors",
        "Passes that failed or need somebody to act",
        Tags.of("kind", kind, "reason", reason));
  }

  /** {@code paperspace_events_written_total} and {@code paperspace_events_dropped_total}. */
  @Override
  public void event(boolean written) {
    (written ? eventsWritten : eventsDropped).increment();
  }

  private void count(String name, String description, Tags tags) {
    Counter.builder(name).description(description).tags(tags).register(registry).increment();
  }

  /** From creation to Ready: {@code paperspace_resource_time_to_ready_seconds}. */
  @Override
  public void ready(String kind, Duration took) {
    Timer.builder("paperspace.resource.time.to.ready")
        .description("Time from the creation of a resource until it was ready")
        .tags("kind", kind)
        .register(registry)
        .record(took);
  }

  /** Where {@code paperspace_resource_condition} comes from; asked on each scrape. */
  public synchronized void census(Supplier<Map<Telemetry.Group, Long>> resources) {
    census = resources;
  }

  /**
   * Where {@code paperspace_namespace_unserved} comes from: namespaces, and what is missing in
   * each.
   */
  public synchronized void unserved(Supplier<Map<String, String>> namespaces) {
    lacking = namespaces;
  }

  /** All metrics in the text format of Prometheus. */
  public synchronized String scrape() {
    List<MultiGauge.Row<?>> rows =
        census.get().entrySet().stream().<MultiGauge.Row<?>>map(Metrics::row).toList();
    conditions.register(rows, true);
    unserved.register(
        lacking.get().entrySet().stream().<MultiGauge.Row<?>>map(Metrics::lacking).toList(), true);
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private static MultiGauge.Row<?> row(Map.Entry<Telemetry.Group, Long> group) {
    Telemetry.Group c = group.getKey();
    return MultiGauge.Row.of(
        Tags.of("kind", c.kind(), "type", c.type(), "status", c.status(), "reason", c.reason()),
        group.getValue());
  }

  private static MultiGauge.Row<?> lacking(Map.Entry<String, String> namespace) {
    return MultiGauge.Row.of(
        Tags.of("namespace", namespace.getKey(), "missing", namespace.getValue()), 1);
  }
}
