package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What deployments say and what is measured of them. */
public final class DeploymentTelemetry {
  // Ids of log lines are not known to be unique beyond their job and instance.
  private static final JsonShape<LogEntry> LOG =
      new JsonShape<>(LogEntry.class, it -> it.jobId() + "/" + it.instanceId() + "/" + it.id());

  private final Http http;

  DeploymentTelemetry(Http http) {
    this.http = http;
  }

  /** The newest lines, newest first, of one instance or, with null, of all. */
  public List<LogEntry> logs(String id, String instanceId, int newest) {
    var route = Route.of("/deployments/{id}/logs", id).with("instanceId", instanceId);
    return Pages.newest(http, route, LOG, newest);
  }

  /**
   * Measured values, of all three shapes the service has.
   *
   * @param metric such as cpu or requests_total (docs/paperspace-api.md 3.6)
   * @param timeframe hour, 12_hours, day, 1_week, 2_weeks, or null for the service's default
   */
  public List<Sample> metrics(String id, String metric, String timeframe) {
    var route = Route.of("/deployments/{id}/metrics", id);
    route = route.with("metric", metric).with("timeframe", timeframe);
    return http.read(route, DeploymentTelemetry::samples);
  }

  private static List<Sample> samples(JsonReply reply) {
    reply.checkNoError();
    if (reply.empty()) {
      return List.of();
    }
    var body = reply.body();
    return (body.isArray() ? body.valueStream() : Stream.of(body))
        .flatMap(node -> samples(node, reply))
        .toList();
  }

  private static Stream<Sample> samples(JsonNode node, JsonReply reply) {
    var shape = new JsonShape<>(Sample.class, it -> it.timestamp() == null ? null : "timed");
    if (!node.path("values").isArray()) {
      return Stream.of(reply.row(node, shape));
    }
    var instance = node.path("instanceId").asText(null);
    return node.path("values")
        .valueStream()
        .map(value -> reply.row(value, shape))
        .map(it -> new Sample(it.timestamp(), it.value(), it.gpu(), instance));
  }

  /** One line of output; may hold anything. */
  public record LogEntry(
      String id,
      String jobId,
      @Sensitive String message,
      String line,
      String uuid,
      Instant dtCreated,
      String instanceId) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** One measured value, a number as text; {@code gpu} and {@code instanceId} may be null. */
  public record Sample(Instant timestamp, String value, String gpu, String instanceId) {}
}
