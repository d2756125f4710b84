package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.DeploymentTelemetry.LogEntry;
import com.paperspace.operator.client.DeploymentTelemetry.Sample;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentTelemetryTest {
  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

  private final FakeService service = new FakeService();
  private final DeploymentTelemetry telemetry = service.client().deploymentTelemetry();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void logsKeepLinesThatShareAnId() {
    service.answers(
        """
        [{"id": "1", "jobId": "j", "message": "a", "instanceId": "i"},
         {"id": "1", "jobId": "k", "message": "b", "instanceId": null, "line": 7}]
        """);
    service.answers("[]");
    assertThat(telemetry.logs("d1", null, 100))
        .extracting(LogEntry::message)
        .containsExactly("a", "b");
    assertThat(telemetry.logs("d1", "i", 1000)).isEmpty();
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1/logs?limit=100");
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1/logs?instanceId=i&limit=120");
  }

  @Test
  void metricsOfAllShapes() {
    var point = "{\"timestamp\": \"2026-11-01T00:00:00Z\", \"value\": %s%s}";
    service.answers(point.formatted("\"1.5\"", ""));
    assertThat(telemetry.metrics("d1", "cpu", null))
        .containsExactly(new Sample(TIME, "1.5", null, null));
    service.answers("[" + point.formatted("2", ", \"gpu\": \"g\", \"instanceId\": \"i\"") + "]");
    assertThat(telemetry.metrics("d1", "gpu", "hour"))
        .containsExactly(new Sample(TIME, "2", "g", "i"));
    service.answers(
        "[{\"instanceId\": \"i\", \"values\": [" + point.formatted("\"3\"", "") + "]}]");
    assertThat(telemetry.metrics("d1", "memory", "12_hours"))
        .containsExactly(new Sample(TIME, "3", null, "i"));
    service.answers("[]");
    assertThat(telemetry.metrics("d1", "memory", null)).isEmpty();
    assertThat(service.taken()).isEqualTo("GET /v1/deployments/d1/metrics?metric=cpu");
    assertThat(service.taken())
        .isEqualTo("GET /v1/deployments/d1/metrics?metric=gpu&timeframe=hour");
  }
}
