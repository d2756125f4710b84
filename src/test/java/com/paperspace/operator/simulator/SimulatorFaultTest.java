package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the wire, and whether the service did its work all the same. */
class SimulatorFaultTest {
  private static final String PROJECT = "{\"name\":\"p\"}";

  private final Simulator simulator = Simulator.start(new VirtualClock());
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void giveKey() {
    simulator.key("key-a").team("team-a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.TOO_MANY_REQUESTS, 429, "TOO_MANY_REQUESTS", false),
        Arguments.of(Fault.tooManyRequests(7), 429, "TOO_MANY_REQUESTS", false),
        Arguments.of(Fault.INTERNAL_ERROR, 500, "INTERNAL_SERVER_ERROR", false),
        Arguments.of(Fault.INTERNAL_ERROR.afterEffect(), 500, "INTERNAL_SERVER_ERROR", true),
        Arguments.of(Fault.BAD_GATEWAY, 502, "<html>", false),
        Arguments.of(Fault.UNAVAILABLE, 503, "SERVICE_UNAVAILABLE", false),
        Arguments.of(Fault.BLOCKED_AT_EDGE, 403, "Cloudflare", false),
        Arguments.of(Fault.REQUEST_TIMEOUT, 408, "TIMEOUT", false),
        Arguments.of(Fault.RESET_BEFORE_EFFECT, 0, "", false),
        Arguments.of(Fault.RESET_AFTER_EFFECT, 0, "", true),
        Arguments.of(Fault.TIMEOUT_BEFORE_EFFECT, 0, "", false),
        Arguments.of(Fault.TIMEOUT_AFTER_EFFECT, 0, "", true),
        Arguments.of(Fault.TRUNCATED_BODY, 0, "", true),
        Arguments.of(Fault.EMPTY_BODY, 200, "", true),
        Arguments.of(Fault.NULL_BODY, 200, "null", true),
        Arguments.of(Fault.delay(Duration.ofMillis(1)), 200, "dtCreated", true));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("faults")
  void strikesOnceAndIsInTheJournal(Fault fault, int status, String inBody, boolean effect) {
    simulator.faults().next("POST", "/projects", fault);
    // No answer comes to a status of 0, and all others in their time.
    var reply = caller.send(create(Duration.ofSeconds(status == 0 ? 2 : 30)));

    assertThat(reply.status()).isEqualTo(status);
    if (status != 0) {
      assertThat(reply.raw().body()).contains(inBody);
    }
    assertThat(simulator.team("team-a").projects().size()).isEqualTo(effect ? 1 : 0);
    assertThat(simulator.journal().all().get(0).fault()).isEqualTo(fault.name());
    assertThat(caller.call("POST", "/projects", PROJECT).status()).isEqualTo(200);
    assertThat(simulator.violations()).isEmpty();
  }

  @Test
  void saysWhenToComeBackInSecondsOrAsADate() {
    var until = Instant.parse("2026-01-01T00:01:00Z");
    simulator.faults().next("GET", "/projects", Fault.tooManyRequests(7));
    simulator.faults().next("GET", "/projects", Fault.tooManyRequestsUntil(until));

    assertThat(retryAfter()).isEqualTo("7");
    assertThat(retryAfter()).isEqualTo("Thu, 1 Jan 2026 00:01:00 GMT");
  }

  @Test
  void strikesTheKthRequestThenSoManyTimes() {
    simulator.faults().next("GET", "/projects", Fault.INTERNAL_ERROR).afterPassing(1).times(2);

    assertThat(Stream.generate(() -> caller.call("GET", "/projects").status()).limit(4))
        .containsExactly(200, 500, 500, 200);
  }

  @Test
  void strikesUntilCleared() {
    simulator.faults().next("*", "*", Fault.BAD_GATEWAY).always();
    assertThat(Stream.generate(() -> caller.call("GET", "/projects").status()).limit(3))
        .containsOnly(502);
    simulator.faults().clear();

    assertThat(caller.call("GET", "/projects").status()).isEqualTo(200);
  }

  @Test
  void strikesByRouteTemplateAndCondition() {
    var first = caller.ok("POST", "/projects", PROJECT).get("id").asText();
    var second = caller.ok("POST", "/projects", PROJECT).get("id").asText();
    simulator
        .faults()
        .next("GET", "/projects/{id}", Fault.INTERNAL_ERROR)
        .when(it -> it.path().endsWith(second));

    assertThat(caller.call("GET", "/projects/" + first).status()).isEqualTo(200);
    assertThat(caller.call("GET", "/projects/" + second).status()).isEqualTo(500);
  }

  @Test
  void strikesOnePageOfASweep() {
    Stream.of(1, 2, 3).forEach(it -> caller.ok("POST", "/projects", PROJECT));
    simulator.faults().next("GET", "/projects", Fault.INTERNAL_ERROR).onPage(2);
    var first = caller.ok("GET", "/projects?limit=1");
    var second = "/projects?limit=1&after=" + first.get("nextPage").asText();

    assertThat(caller.call("GET", second).status()).isEqualTo(500);
    assertThat(caller.call("GET", second).status()).isEqualTo(200);
  }

  @Test
  void holdsARequestUntilTheTestLetsItGo() {
    var gate = new CountDownLatch(1);
    simulator.faults().next("POST", "/projects", Fault.hold(gate));
    var held = CompletableFuture.supplyAsync(() -> caller.call("POST", "/projects", PROJECT));

    assertThat(caller.call("GET", "/projects").status()).isEqualTo(200);
    assertThat(simulator.team("team-a").projects().size()).isZero();
    gate.countDown();
    assertThat(held.join().status()).isEqualTo(200);
  }

  private String retryAfter() {
    return caller.call("GET", "/projects").raw().headers().firstValue("Retry-After").orElse("");
  }

  private HttpRequest create(Duration timeout) {
    return HttpRequest.newBuilder(URI.create(simulator.url() + "/projects"))
        .header("Authorization", "Bearer key-a")
        .header("Content-Type", "application/json")
        .timeout(timeout)
        .POST(BodyPublishers.ofString(PROJECT))
        .build();
  }
}
