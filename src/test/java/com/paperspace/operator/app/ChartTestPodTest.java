package com.paperspace.operator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pod of {@code helm test}: its command, run here against the operator's own HTTP server. */
class ChartTestPodTest {
  private final Helm helm = Helm.find();

  @ParameterizedTest
  @CsvSource({", 0, 200 OK", "the lease is not held, 1, the lease is not held"})
  void itTellsWhetherTheOperatorIsReady(String trouble, int exit, String words)
      throws IOException, InterruptedException {
    try (var server =
        HealthServer.start(
            0,
            Optional::empty,
            () -> Optional.ofNullable(trouble),
            Optional::empty,
            (format, to) -> {})) {
      Process process = run(String.valueOf(server.port()));
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains(words);
      assertThat(process.waitFor()).isEqualTo(exit);
    }
  }

  @Test
  void itFailsWhereNobodyListens() throws IOException, InterruptedException {
    Process process = run("1");
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("refused");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  /** As where a NetworkPolicy drops what comes: a queue that is full answers nothing. */
  @Test
  void itDoesNotWaitForAConnectionThatNeverComes() throws IOException, InterruptedException {
    var here = InetAddress.getLoopbackAddress();
    List<Socket> queue = new ArrayList<>();
    try (var full = new ServerSocket(0, 1, here)) {
      for (int i = 0; i < 4; i++) {
        queue.add(new Socket());
        connect(queue.get(i), full);
      }
      Process process = run(String.valueOf(full.getLocalPort()));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .contains("no answer of 127.0.0.1:" + full.getLocalPort());
    } finally {
      for (var socket : queue) {
        socket.close();
      }
    }
  }

  private static void connect(Socket socket, ServerSocket to) throws IOException {
    try {
      socket.connect(to.getLocalSocketAddress(), 200);
    } catch (SocketTimeoutException e) {
      // Full.
    }
  }

  @Test
  void theServiceDoesNotLeadToItAndTheNetworkPolicyLetsItIn() {
    String[] guarded = {
      "--set=networkPolicy.enabled=true",
      "--set=networkPolicy.scrapeFrom[0].namespaceSelector.matchLabels.a=b",
    };
    JsonNode labels = only("Pod", guarded).at("/metadata/labels");
    JsonNode selector = only("Service", guarded).at("/spec/selector");

    assertThat(labels.at("/app.kubernetes.io~1name"))
        .isNotEqualTo(selector.at("/app.kubernetes.io~1name"));
    JsonNode admitted =
        only("NetworkPolicy", guarded).at("/spec/ingress/0/from/1/podSelector/matchLabels");
    assertThat(admitted).hasSize(2);
    admitted
        .properties()
        .forEach(it -> assertThat(labels.get(it.getKey())).isEqualTo(it.getValue()));
  }

  private Process run(String port) throws IOException {
    JsonNode container = only("Pod").at("/spec/containers/0");
    List<String> command = new ArrayList<>();
    container.get("command").forEach(it -> command.add(it.asText()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    container
        .get("env")
        .forEach(
            it -> builder.environment().put(it.at("/name").asText(), it.at("/value").asText()));
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", port);
    builder.environment().put("SECONDS_FOR_ONE", "2");
    builder.environment().put("SECONDS_FOR_ALL", "0");
    return builder.start();
  }

  private JsonNode only(String kind, String... arguments) {
    return helm.objects(arguments).stream()
        .filter(it -> it.at("/kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
