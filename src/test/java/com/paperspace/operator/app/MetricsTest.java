package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.status.Telemetry.Group;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts are written against these names. */
class MetricsTest {
  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everyMetricHasItsDocumentedNameAndLabels() {
    metrics.apiCall("GET", "/machines/{id}", 200, Duration.ofMillis(250));
    metrics.apiCall("GET", "/machines/{id}", 404, Duration.ofMillis(250));
    metrics.apiCall("POST", "/machines", 0, Duration.ofSeconds(30));
    metrics.drift("Machine", "machineType");
    metrics.failed("Machine", "Throttled");
    metrics.ready("Machine", Duration.ofSeconds(90));
    metrics.census(() -> Map.of(new Group("Machine", "Ready", "True", "Available"), 3L));

    assertThat(metrics.scrape())
        .contains(
            "paperspace_api_requests_total{code=\"200\",method=\"GET\",route=\"/machines/{id}\"} 1.0",
            "paperspace_api_requests_total{code=\"none\",method=\"POST\",route=\"/machines\"} 1.0",
            "paperspace_api_request_seconds_sum"
                + "{method=\"GET\",route=\"/machines/{id}\",status=\"4xx\"} 0.25",
            "paperspace_api_request_seconds_count"
                + "{method=\"POST\",route=\"/machines\",status=\"none\"} 1",
            "paperspace_resource_drift_total{field=\"machineType\",kind=\"Machine\"} 1.0",
            "paperspace_reconcile_errors_total{kind=\"Machine\",reason=\"Throttled\"} 1.0",
            "paperspace_resource_time_to_ready_seconds_sum{kind=\"Machine\"} 90.0",
            "paperspace_resource_condition"
                + "{kind=\"Machine\",reason=\"Available\",status=\"True\",type=\"Ready\"} 3",
            "jvm_memory_used_bytes",
            "process_uptime_seconds");
  }

  @Test
  void aGroupThatIsGoneIsNoLongerReported() {
    metrics.census(() -> Map.of(new Group("Machine", "Ready", "True", "Available"), 3L));
    assertThat(metrics.scrape()).contains("paperspace_resource_condition{");

    metrics.census(Map::of);
    assertThat(metrics.scrape()).doesNotContain("paperspace_resource_condition{");
  }
}
