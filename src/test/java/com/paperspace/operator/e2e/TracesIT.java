package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.Page;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The traces that docs/operations.md promises: by the OpenTelemetry agent, with the variables that
 * stand there, at a collector.
 */
@NeedsControlPlane
class TracesIT {
  /** Maven copies it before these tests. */
  private static final Path AGENT = Path.of("target/agent/opentelemetry-javaagent.jar");

  private static final String PASS = "JosdkReconciler.reconcile";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final Simulator cloud = QuickStart.cloud();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  TracesIT(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
  }

  @BeforeEach
  void collect() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        call -> {
          received.add(new String(call.getRequestBody().readAllBytes(), ISO_8859_1));
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
    cloud.close();
  }

  @Test
  void aPassIsATraceWithItsCallsInIt() throws IOException {
    assertThat(AGENT).as("mvn verify puts it there").isRegularFile();
    var here = new Namespace(plane, "e2e-traces");
    try (var jar = OperatorJar.start("traces", variables(here)).untilReady()) {
      here.quickStart();
      Namespace.until("they arrive", () -> received.stream().anyMatch(it -> it.contains(PASS)));
      here.deleteAll();
      jar.signal("TERM");
      assertThat(jar.exitCode()).isIn(0, 143);
      assertThat(received).as("no key").noneMatch(it -> it.contains(QuickStart.KEY));
      assertThat(jar.log()).doesNotContain("ERROR", QuickStart.KEY);

      var spans = spans(jar.log());
      var passes = spans.stream().filter(it -> it.path("name").asText().equals(PASS)).toList();
      assertThat(passes)
          .as("each is the first of its trace")
          .isNotEmpty()
          .allMatch(it -> it.path("parentSpanId").asText().isEmpty());
      var create = calls(spans, "POST", cloud.url() + "/machines").get(0);
      assertThat(passes)
          .as("the pass of a create")
          .anyMatch(it -> it.path("spanId").equals(create.path("parentSpanId")));
      assertThat(calls(spans, "PUT", plane.client().getMasterUrl() + "apis/paperspace.com/"))
          .as("calls of Kubernetes")
          .isNotEmpty()
          .allMatch(it -> it.path("parentSpanId").asText().isEmpty());
    }
  }

  /** Those of the page, and a second exporter, which tells in JSON what is sent. */
  private Map<String, String> variables(Namespace here) throws IOException {
    var variables = new HashMap<>(asThePageSays());
    variables.putAll(
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-javaagent:" + AGENT.toAbsolutePath(),
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + collector.getAddress().getPort(),
            "OTEL_TRACES_EXPORTER",
            "otlp,logging-otlp",
            "OTEL_METRICS_EXPORTER",
            "none",
            // A line that is longer than a pipe takes at once is torn by the log of the operator.
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
            "16",
            "OTEL_LOGS_EXPORTER",
            "none",
            "KUBECONFIG",
            plane.kubeconfig().toString(),
            "PAPERSPACE_API_URL",
            cloud.url().toString(),
            "WATCH_NAMESPACES",
            here.name));
    return variables;
  }

  private static Map<String, String> asThePageSays() throws IOException {
    var values =
        Page.read(Path.of("docs/operations.md")).fences().stream()
            .filter(it -> it.text().contains("OTEL_"))
            .findFirst()
            .orElseThrow();
    var variables = new HashMap<String, String>();
    for (var variable : new YAMLMapper().readTree(values.text()).path("extraEnv")) {
      variables.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return variables;
  }

  private static List<JsonNode> spans(String log) throws IOException {
    var spans = new ArrayList<JsonNode>();
    for (var line : log.lines().filter(it -> it.contains("{\"resource\"")).toList()) {
      JSON.readTree(line.substring(line.indexOf("{\"resource\"")))
          .path("scopeSpans")
          .forEach(scope -> scope.path("spans").forEach(spans::add));
    }
    return spans;
  }

  private static List<JsonNode> calls(List<JsonNode> spans, String method, String url) {
    return spans.stream()
        .filter(it -> attribute(it, "http.request.method").equals(method))
        .filter(it -> attribute(it, "url.full").startsWith(url))
        .toList();
  }

  private static String attribute(JsonNode span, String name) {
    for (var attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals(name)) {
        return attribute.at("/value/stringValue").asText();
      }
    }
    return "";
  }
}
