package com.paperspace.operator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes get the right status whatever the checks do, and a restart is asked for last. */
class HealthServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Supplier<Optional<String>> live = Optional::empty;
  private Supplier<Optional<String>> ready = Optional::empty;
  private Optional<String> remark = Optional.empty();
  private final HealthServer server =
      HealthServer.start(0, () -> live.get(), () -> ready.get(), () -> remark, this::write);

  private Supplier<String> metrics = () -> "up 1.0\n";

  private void write(String format, OutputStream to) {
    try {
      to.write(metrics.get().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /healthz, 200",
    "GET, /readyz, 200",
    "GET, /readyz?verbose, 200",
    "GET, /metrics, 200",
    "HEAD, /healthz, 200",
    "GET, /, 404",
    "GET, /healthz/x, 404",
    "GET, /metricsx, 404",
    "POST, /healthz, 405",
    "DELETE, /metrics, 405",
  })
  void answersWhenAllIsWell(String method, String path, int status) throws Exception {
    assertThat(send(method, path).statusCode()).isEqualTo(status);
  }

  @Test
  void itIsThereForIpv6() throws Exception {
    assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .as("SKIPPED, not tested: this machine has no ::1")
        .anyMatch(it -> it instanceof Inet6Address && it.isLoopbackAddress());
    var request = HttpRequest.newBuilder(URI.create("http://[::1]:" + server.port() + "/readyz"));
    assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void readyAndLiveAreApart() throws Exception {
    ready = () -> Optional.of("the API server is away");

    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/readyz").body()).isEqualTo("the API server is away\n");
    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsWellCanHaveARemark() throws Exception {
    remark = Optional.of("not served: blue");

    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/readyz").body()).isEqualTo("ok; not served: blue\n");
    assertThat(send("GET", "/healthz").body()).isEqualTo("ok\n");
  }

  @Test
  void metricsComeInTheFormatOfPrometheus() throws Exception {
    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.body()).isEqualTo("up 1.0\n");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "text/plain;version=0.0.4,*/*;q=0.1 | text/plain; version=0.0.4; charset=utf-8",
      })
  void metricsComeInTheFormatThatIsAskedFor(String accept, String type) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    var request = HttpRequest.newBuilder(uri).header("Accept", accept).build();

    assertThat(http.send(request, BodyHandlers.ofString()).headers().firstValue("Content-Type"))
        .contains(type);
  }

  @Test
  void metricsThatFailAreAnErrorAndNotHalfAnAnswer() throws Exception {
    metrics =
        () -> {
          throw new IllegalStateException("secret");
        };

    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(500);
    assertThat(send("GET", "/metrics").body()).doesNotContain("secret");
  }

  @Test
  void aCheckThatThrowsIsAnAnswerWithoutItsMessage() throws Exception {
    live =
        () -> {
          throw new IllegalStateException("a secret");
        };

    HttpResponse<String> response = send("GET", "/healthz");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .contains("the log of the operator")
        .doesNotContain("a secret", "Exception");
  }

  @Test
  void graceComplainsOnlyAboutAnUnbrokenSpell() {
    AtomicLong now = new AtomicLong(-5);
    Grace grace = new Grace(() -> ready.get(), Duration.ofSeconds(10), now::get);
    assertThat(grace.get()).isEmpty();

    ready = () -> Optional.of("away");
    assertThat(grace.get()).isEmpty();
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(grace.get()).isEmpty();
    ready = Optional::empty;
    assertThat(grace.get()).isEmpty();

    ready = () -> Optional.of("away");
    assertThat(grace.get()).isEmpty();
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(grace.get()).contains("away, for more than 10 s");
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void aPortThatIsTakenIsSaidWithItsSetting() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(
              () ->
                  HealthServer.start(
                      taken.getLocalPort(),
                      Optional::empty,
                      Optional::empty,
                      Optional::empty,
                      (format, to) -> {}))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith("HTTP_PORT (--http-port): port " + taken.getLocalPort());
    }
  }
}
