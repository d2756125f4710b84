package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What keeps the lease from being held is said in one line, once. */
class LeaseTroubleTest {
  private static final String FORBIDDEN =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
       "message": "leases.coordination.k8s.io is forbidden", "code": 403}
      """;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final MockWebServer server = new MockWebServer();
  private final Leadership leadership =
      new Leadership("ops", "lease", "pod-a", System::nanoTime, Clock.systemUTC(), () -> {});

  @BeforeEach
  void listen() throws Exception {
    log.setContext(root.getLoggerContext());
    log.start();
    root.addAppender(log);
    server.start();
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    server.close();
  }

  private List<ILoggingEvent> lines() {
    return List.copyOf(log.list).stream()
        .filter(it -> it.getLevel().isGreaterOrEqual(Level.WARN))
        // The mock servers of other tests complain when the machine is busy.
        .filter(it -> !it.getLoggerName().startsWith("io.vertx"))
        .toList();
  }

  private void electUntilAsked(int times, Dispatcher answers) {
    server.setDispatcher(answers);
    try (var client = client()) {
      var config =
          new LeaderElectionConfigBuilder()
              .withName("lease")
              .withLock(new LeaseLock("ops", "lease", "pod-a"))
              .withLeaseDuration(Duration.ofSeconds(2))
              .withRenewDeadline(Duration.ofSeconds(1))
              .withRetryPeriod(Duration.ofMillis(50))
              .withLeaderCallbacks(leadership.configuration().getLeaderCallbacks().orElseThrow())
              .build();
      var election = client.leaderElector().withConfig(config).build().start();
      await().until(() -> server.getRequestCount() >= times);
      election.cancel(true);
    }
  }

  private KubernetesClient client() {
    var factory =
        new OkHttpClientFactory() {
          @Override
          protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.addInterceptor(leadership.interceptor());
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                .withMasterUrl(server.url("/").toString())
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientFactory(factory)
        .build();
  }

  @Test
  void aForbiddenLeaseIsSaidOnceWithTheRightThatIsMissing() {
    electUntilAsked(
        6,
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(403, FORBIDDEN);
          }
        });
    assertThat(lines())
        .singleElement()
        .satisfies(it -> assertThat(it.getThrowableProxy()).isNull())
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("get leases of coordination.k8s.io in namespace ops")
        .contains("lease ops/lease")
        .contains("Give");
  }

  @Test
  void aLeaseThatMayBeReadButNotWrittenIsSaidOnceToo() {
    electUntilAsked(
        10,
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return request.getMethod().equals("GET")
                ? answer(404, "{\"kind\": \"Status\", \"code\": 404}")
                : answer(403, FORBIDDEN);
          }
        });
    assertThat(lines())
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("create leases of coordination.k8s.io in namespace ops");
  }

  /** As where a start finds nothing: "it is tried again" would be the opposite of what happens. */
  @Test
  void aProcessThatStopsSpeaksOfNoFurtherTries() {
    try (var client = client()) {
      server.close();
      leadership.stop(() -> {}, client);
    }
    assertThat(lines()).isEmpty();
  }

  private static MockResponse answer(int code, String body) {
    return new MockResponse.Builder()
        .code(code)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }
}
