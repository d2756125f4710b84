package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.reconcile.account.KeyUse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts are written against these names. */
class MetricsTest {
  private static final List<String> KINDS = List.of("Machine", "PaperspaceProject");

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  static Machine machine(String name, String more) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: ml, name: %s%s}
        status:
          conditions:
          - {type: Ready, status: 'False', reason: OutOfCapacity}
          observed: {usageRate: 0.76, storageRate: 0.01}
        """
            .formatted(name, more),
        Machine.class);
  }

  private void resources(boolean leads, boolean each, PaperspaceResource<?, ?>... all) {
    metrics.add(new ResourceSeries(() -> leads, () -> Stream.of(all), KINDS, each));
  }

  @Test
  void everyMetricOfCallsAndPassesHasItsDocumentedNameAndLabels() {
    metrics.apiCall("GET", "/machines/{id}", 200, null, Duration.ofMillis(250));
    metrics.apiCall("GET", "/machines/{id}", 404, Reason.NOT_FOUND, Duration.ofMillis(250));
    metrics.apiCall("POST", "/machines", 0, Reason.NO_ANSWER, Duration.ofSeconds(30));
    metrics.drift("Machine", "machineType");
    metrics.failed("Machine", "Throttled");
    metrics.ready("Machine", Duration.ofSeconds(90));
    metrics.passed("Machine", Duration.ofMillis(3));
    metrics.event(false);

    assertThat(metrics.scrape())
        .contains(
            "paperspace_api_requests_total{code=\"200\",method=\"GET\",route=\"/machines/{id}\"} 1.0",
            "paperspace_api_requests_total{code=\"none\",method=\"POST\",route=\"/machines\"} 1.0",
            "paperspace_api_request_seconds_bucket"
                + "{code=\"404\",method=\"GET\",route=\"/machines/{id}\",le=\"0.1\"} 0",
            "paperspace_api_request_seconds_bucket"
                + "{code=\"404\",method=\"GET\",route=\"/machines/{id}\",le=\"0.25\"} 1",
            "paperspace_api_request_seconds_count"
                + "{code=\"none\",method=\"POST\",route=\"/machines\"} 1",
            "paperspace_api_errors_total{reason=\"not_found\"} 1.0",
            "paperspace_api_errors_total{reason=\"no_answer\"} 1.0",
            "paperspace_resource_drift_total{field=\"machineType\",kind=\"Machine\"} 1.0",
            "paperspace_reconcile_errors_total{kind=\"Machine\",reason=\"Throttled\"} 1.0",
            "paperspace_reconcile_seconds_bucket{kind=\"Machine\",le=\"0.005\"} 1",
            "paperspace_resource_time_to_ready_seconds_sum{kind=\"Machine\"} 90.0",
            "paperspace_events_written_total 0.0",
            "paperspace_events_dropped_total 1.0");
  }

  @Test
  void theJvmAndTheProcessHaveTheirUsualNames() {
    assertThat(metrics.scrape())
        .contains(
            "jvm_memory_used_bytes",
            "process_uptime_seconds",
            "process_start_time_seconds",
            "process_cpu_seconds_total",
            "process_open_fds",
            "process_max_fds")
        .containsPattern("process_resident_memory_bytes [1-9]");
  }

  @Test
  void countersAreThereBeforeAnythingIsCounted() {
    metrics.expect(KINDS);

    assertThat(metrics.scrape())
        .contains(
            "paperspace_api_errors_total{reason=\"unavailable\"} 0.0",
            "paperspace_reconcile_errors_total{kind=\"Machine\",reason=\"OutOfCapacity\"} 0.0",
            "paperspace_reconcile_errors_total{kind=\"Machine\",reason=\"ReplaceRequired\"} 0.0",
            "paperspace_reconcile_seconds_count{kind=\"PaperspaceProject\"} 0",
            "paperspace_resource_time_to_ready_seconds_count{kind=\"Machine\"} 0");
  }

  @Test
  void eachResourceIsNamed() {
    resources(
        true,
        true,
        machine("m", ", annotations: {paperspace.com/paused: 'true'}"),
        machine("n", ", deletionTimestamp: '2026-01-01T00:00:00Z'"),
        Serialization.unmarshal("metadata: {namespace: ml, name: p}", PaperspaceProject.class));

    assertThat(metrics.scrape())
        .contains(
            "paperspace_resource_status_condition{kind=\"Machine\",name=\"m\",namespace=\"ml\","
                + "reason=\"OutOfCapacity\",status=\"False\",type=\"Ready\"} 1.0",
            "paperspace_resource_paused{kind=\"Machine\",name=\"m\",namespace=\"ml\"} 1.0",
            "paperspace_resource_deletion_timestamp_seconds"
                + "{kind=\"Machine\",name=\"n\",namespace=\"ml\"} 1.7672256E9",
            "paperspace_resource_usage_rate{kind=\"Machine\",name=\"m\",namespace=\"ml\"} 0.76",
            "paperspace_resource_storage_rate{kind=\"Machine\",name=\"m\",namespace=\"ml\"} 0.01",
            "paperspace_resources{kind=\"Machine\"} 2.0",
            "paperspace_resources{kind=\"PaperspaceProject\"} 1.0",
            "paperspace_resource_condition"
                + "{kind=\"Machine\",reason=\"OutOfCapacity\",status=\"False\",type=\"Ready\"} 2.0")
        .doesNotContain("paperspace_resource_paused{kind=\"Machine\",name=\"n\"");
  }

  /** Whatever rate the API shows of it (docs/paperspace-api.md 2.1). */
  @Test
  void aMachineThatIsOffCostsItsStorageAlone() {
    var all =
        Stream.of("off", "stopping", "ready")
            .map(
                it ->
                    Serialization.unmarshal(
                        """
                        metadata: {namespace: ml, name: %s}
                        status: {observed: {state: '%s', usageRate: 0.76, storageRate: 0.01}}
                        """
                            .formatted(it, it),
                        Machine.class))
            .toArray(Machine[]::new);
    resources(true, true, all);

    assertThat(metrics.scrape())
        .contains(
            "paperspace_resource_usage_rate{kind=\"Machine\",name=\"stopping\",namespace=\"ml\"} 0.76",
            "paperspace_resource_usage_rate{kind=\"Machine\",name=\"ready\",namespace=\"ml\"} 0.76",
            "paperspace_resource_storage_rate{kind=\"Machine\",name=\"off\",namespace=\"ml\"} 0.01")
        .doesNotContain("paperspace_resource_usage_rate{kind=\"Machine\",name=\"off\"");
  }

  @Test
  void withoutSeriesOfTheirOwnTheyAreCountedOnly() {
    resources(true, false, machine("m", ""));

    assertThat(metrics.scrape())
        .contains("paperspace_resources{kind=\"Machine\"} 1.0", "paperspace_resource_condition{")
        .doesNotContain("name=\"m\"", "paperspace_resource_status_condition{");
  }

  @Test
  void whoStandsByCountsNoResources() {
    resources(false, true, machine("m", ""));

    assertThat(metrics.scrape()).doesNotContain("paperspace_resource", "kind=");
  }

  @Test
  void aConditionThatSomebodyLeftHalfEmptyDoesNoHarm() {
    var half =
        Serialization.unmarshal(
            "metadata: {namespace: ml, name: m}\n"
                + "status: {conditions: [{type: Ready, status: 'True'}]}",
            Machine.class);
    resources(true, true, half);

    assertThat(metrics.scrape()).contains("paperspace_resources{kind=\"Machine\"} 1.0");
  }

  @Test
  void keysAndListsAreAskedFor() {
    var turned = Map.of("queued", 3L, "away", 0L);
    var use = new KeyUse("ml/default", 7.5, 50, true, false, Duration.ofSeconds(12), turned);
    metrics.add(
        new EngineSeries(
            () -> List.of(use),
            () -> Map.of("Machine", Duration.ofSeconds(61)),
            Map.of("Machine", Duration.ofMinutes(5))));

    assertThat(metrics.scrape())
        .contains(
            "paperspace_api_budget_left{account=\"ml/default\"} 7.5",
            "paperspace_api_budget_burst{account=\"ml/default\"} 50.0",
            "paperspace_api_breaker_open{account=\"ml/default\"} 1.0",
            "paperspace_api_key_refused{account=\"ml/default\"} 0.0",
            "paperspace_api_throttled_seconds_total{account=\"ml/default\"} 12.0",
            "paperspace_api_turned_away_total{account=\"ml/default\",why=\"queued\"} 3.0",
            "paperspace_sweep_age_seconds{kind=\"Machine\"} 61.0",
            "paperspace_sync_period_seconds{kind=\"Machine\"} 300.0");
  }

  @Test
  void openMetricsEndAsTheyMust() {
    var text = new ByteArrayOutputStream();
    metrics.scrape(HealthServer.OPEN_METRICS, text);

    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("# TYPE paperspace_api_errors counter")
        .endsWith("# EOF\n");
  }

  /** By the processor's time, which a busy machine does not lengthen. */
  @Test
  void aScrapeOfTenThousandIsCheap() {
    var all =
        IntStream.range(0, 10_000)
            .<PaperspaceResource<?, ?>>mapToObj(i -> machine("m" + i, ""))
            .toList();
    metrics.add(new ResourceSeries(() -> true, all::stream, KINDS, true));
    metrics.scrape(HealthServer.PROMETHEUS, OutputStream.nullOutputStream());
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    metrics.scrape(HealthServer.PROMETHEUS, OutputStream.nullOutputStream());
    var took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);

    System.out.println("a scrape of 10,000 machines: " + took.toMillis() + " ms of a processor");
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }
}
