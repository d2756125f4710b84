package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Ports;
import com.paperspace.operator.support.PrometheusTools;
import com.paperspace.operator.support.Rig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes an operator at work, and every panel of the dashboard shows something.
 */
class DashboardTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  /** Machines that come while it is drawn, one every few seconds. */
  private static final int LIVES = 15;

  /** Seconds the plots show. */
  private static final int SHOWN = 90;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process prometheus;
  private Rig rig;
  private URI server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    var program = PrometheusTools.orSkip("prometheus");
    rig = new Rig(KubeServer.mock(), Kinds.all()).missing("nowhere").account().startOperator();
    int port = Ports.free();
    server = URI.create("http://127.0.0.1:" + port);
    var config =
        "scrape_configs: [{job_name: po, scrape_interval: 1s, static_configs: [{targets: ['127.0.0.1:%d']}]}]"
            .formatted(rig.httpPort());
    Files.writeString(folder.resolve("prometheus.yml"), config);
    prometheus =
        new ProcessBuilder(
                program.toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> shows("up == 1"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (prometheus != null) {
      prometheus.destroy();
      assertThat(prometheus.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void noPanelIsEmpty() throws IOException, InterruptedException {
    rig.apply("kind: PaperspaceProject\nmetadata: {name: home}\nspec: {name: home}\n");
    rig.untilReady(PaperspaceProject.class, "home");
    machine("m", "ny2");
    rig.untilReady(Machine.class, "m");
    machine("n", "");
    rig.until(Machine.class, "n", it -> Rig.is(it, "Ready", "False"));
    drifting();
    rig.annotate(Machine.class, "n", Annotations.PAUSED, "true");
    waitingToGo();
    var exprs = queries();
    assertThat(exprs).hasSizeGreaterThan(30);

    // Rates need work that goes on while it is scraped.
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              rig.time.step();
              assertThat(exprs).allMatch(this::shows);
            });
    assertThat(shows("paperspace_namespace_unserved{namespace=\"nowhere\"} == 1")).isTrue();
    assertThat(choices()).containsExactly(rig.namespace);
    if (System.getProperty("update") != null) {
      draw();
    }
  }

  private void machine(String name, String region) {
    rig.apply(
        "kind: Machine\nmetadata: {name: %s}\nspec: {machineType: A4000, templateId: t0nspur5, region: '%s', diskSize: 100}\n"
            .formatted(name, region));
  }

  private void drifting() {
    rig.apply(
        "kind: PaperspaceProject\nmetadata: {name: drifting}\nspec: {name: drifting, policy: {drift: Report}}\n");
    var id = rig.untilReady(PaperspaceProject.class, "drifting").getStatus().id();
    rig.cloud.team("a").projects().edit(id, it -> it.put("name", "foreign"));
    rig.until(PaperspaceProject.class, "drifting", it -> Rig.is(it, "Synced", "False"));
  }

  /** A project that is kept by its secret. */
  private void waitingToGo() {
    rig.apply("kind: PaperspaceProject\nmetadata: {name: kept}\nspec: {name: kept}\n");
    rig.untilReady(PaperspaceProject.class, "kept");
    rig.secret("value", "value", "v");
    rig.apply(
        "kind: ProjectSecret\nmetadata: {name: keeps}\nspec: {projectRef: {name: kept}, name: KEEPS, valueFrom: {secretKeyRef: {name: value, key: value}}}\n");
    rig.untilReady(ProjectSecret.class, "keeps");
    rig.delete(PaperspaceProject.class, "kept");
    rig.until(PaperspaceProject.class, "kept", it -> Rig.is(it, "Synced", "False"));
  }

  private static List<String> queries() {
    return DashboardPage.panels().stream()
        .flatMap(it -> StreamSupport.stream(it.at("/targets").spliterator(), false))
        .map(DashboardPage::query)
        .toList();
  }

  /**
   * Draws each panel for the page about the dashboard, from a minute or two of an operator's life.
   */
  private void draw() throws IOException, InterruptedException {
    for (int i = 0; i < LIVES; i++) {
      machine("more-" + i, "ny2");
      rig.untilReady(Machine.class, "more-" + i);
      rig.time.advance(Duration.ofMinutes(7));
      rig.settle();
      TimeUnit.SECONDS.sleep(3);
    }
    long end = Instant.now().getEpochSecond();
    for (var panel : DashboardPage.panels()) {
      List<PanelPlot.Series> series = new ArrayList<>();
      for (var target : panel.at("/targets")) {
        var query = URLEncoder.encode(DashboardPage.query(target), StandardCharsets.UTF_8);
        var path =
            "/api/v1/query_range?query=%s&start=%d&end=%d&step=1"
                .formatted(query, end - SHOWN, end);
        series.addAll(PanelPlot.series(ask(path), target.at("/legendFormat").asText()));
      }
      var file = DashboardPage.plot(panel);
      Files.createDirectories(file.getParent());
      // So that a plot changes with what it shows, not with each run.
      Files.writeString(file, PanelPlot.of(panel, series).replace(rig.namespace, "ml"));
    }
  }

  /** What its choice of namespaces offers, asked for as Grafana does. */
  private List<String> choices() {
    var variable =
        StreamSupport.stream(DashboardPage.dashboard().at("/templating/list").spliterator(), false)
            .filter(it -> it.at("/name").asText().equals("namespace"))
            .findFirst()
            .orElseThrow();
    var wanted = LABEL_VALUES.matcher(variable.at("/query/query").asText());
    assertThat(wanted.matches()).as(variable.toString()).isTrue();
    var series = URLEncoder.encode(wanted.group(1), StandardCharsets.UTF_8);
    var answer = ask("/api/v1/label/" + wanted.group(2) + "/values?match%5B%5D=" + series);
    return StreamSupport.stream(answer.at("/data").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private boolean shows(String query) {
    JsonNode answer =
        ask("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    assertThat(answer.at("/status").asText()).as("%s: %s", query, answer).isEqualTo("success");
    for (var series : answer.at("/data/result")) {
      if (!series.at("/value/1").asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode ask(String path) {
    try {
      var request = HttpRequest.newBuilder(server.resolve(path)).build();
      return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
