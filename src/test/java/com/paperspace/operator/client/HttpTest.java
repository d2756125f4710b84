package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.KEY;
import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.support.Ports;
import com.paperspace.operator.support.SetClock;
import com.paperspace.operator.support.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every call has in common: what is sent once, what is understood, what is never shown. */
class HttpTest {
  private final FakeService service = new FakeService();
  private final Paperspace client = service.client();

  @AfterEach
  void stop() {
    service.close();
  }

  /** Counts how often its secret is looked at. */
  record Counted(AtomicInteger looks, @Sensitive String secret) {
    @Override
    public String secret() {
      looks.incrementAndGet();
      return secret;
    }

    @Override
    @JsonIgnore
    public AtomicInteger looks() {
      return looks;
    }
  }

  private int looksAtASecretSent(int status) {
    var http = new Http(service.config(), new OkHttpClient());
    var body = new Counted(new AtomicInteger(), "hidden value");
    service.answers(status, "{}");
    try {
      http.send("POST", Route.of("/x"), body, JsonReply::nothing);
    } catch (PaperspaceException e) {
      assertThat(e.status()).isEqualTo(status);
    }
    return body.looks().get();
  }

  @Test
  void theSecretsOfABodyAreCollectedOnlyForWordsAboutAFailure() {
    assertThat(looksAtASecretSent(200)).as("to be sent").isOne();
    assertThat(looksAtASecretSent(400)).as("and to be taken out").isEqualTo(2);
  }

  private PaperspaceException read() {
    return failure(() -> client.projects().list());
  }

  private PaperspaceException change() {
    return failure(() -> client.projects().create(new Projects.Create("p")));
  }

  private static String error(String code, String message) {
    return "{\"code\": \"" + code + "\", \"message\": \"" + message + "\"}";
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID, false",
    "401, UNAUTHORIZED, false",
    "402, QUOTA, false",
    "403, FORBIDDEN, false",
    "404, NOT_FOUND, false",
    "405, INVALID, false",
    "408, NO_ANSWER, true",
    "409, CONFLICT, false",
    "410, NOT_FOUND, false",
    "412, CONFLICT, false",
    "413, INVALID, false",
    "418, INVALID, false",
    "422, INVALID, false",
    "429, RATE_LIMITED, false",
    "499, NO_ANSWER, true",
    "500, UNAVAILABLE, true",
    "502, UNAVAILABLE, true",
    "503, UNAVAILABLE, true",
    "520, UNAVAILABLE, true",
  })
  void everyStatusHasOneReason(int status, Reason reason, boolean unknownEffect) {
    service.answers(status, error("SOME_CODE", "Words.")).answers(status, "");

    var failure = change();
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).contains("SOME_CODE");
    assertThat(failure).hasMessage("POST /projects answered " + status + " SOME_CODE: Words.");
    assertThat(failure.mayHaveTakenEffect()).isEqualTo(unknownEffect);

    assertThat(read().reason()).as("without a body").isEqualTo(reason);
    assertThat(service.server.getRequestCount()).as("one attempt each").isEqualTo(2);
  }

  @Test
  void readingNeverHasAnEffect() {
    service.answers(500, "").answers(200, "[");
    assertThat(read().mayHaveTakenEffect()).isFalse();
    assertThat(read().mayHaveTakenEffect()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, Out of capacity for the selected VM type., OUT_OF_CAPACITY",
    "403, FORBIDDEN, We are currently out of capacity, OUT_OF_CAPACITY",
    "409, OUT_OF_CAPACITY, Sorry., OUT_OF_CAPACITY",
    "503, INSUFFICIENT_CAPACITY, Sorry., OUT_OF_CAPACITY",
    "503, SERVICE_UNAVAILABLE, The API is over capacity., UNAVAILABLE",
    "403, FORBIDDEN, Quota exceeded for team., QUOTA",
    "400, QUOTA_EXCEEDED, Sorry., QUOTA",
    "400, BAD_REQUEST, You reached the maximum number of machines., QUOTA",
    "409, CONFLICT, Your team limit is reached., QUOTA",
    "400, BAD_REQUEST, Your team has a limit of 10 machines., QUOTA",
    "402, PAYMENT_REQUIRED, Upgrade to go past the limit of 2 machines., QUOTA",
    "403, FORBIDDEN, limit of 1 GPU machine, QUOTA",
    "403, FORBIDDEN, This is beyond your service limit., QUOTA",
    "400, BAD_REQUEST, Ask support to raise your Service Limits., QUOTA",
    "400, SERVICE_LIMIT_EXCEEDED, Sorry., QUOTA",
    "400, BAD_REQUEST, The limit has been reached for shared drives., QUOTA",
    "400, BAD_REQUEST, name is over its limit of 128 characters, INVALID",
    "400, BAD_REQUEST, integrations have a limit of 5 entries, INVALID",
    "400, BAD_REQUEST, autoSnapshotSaveCount is over its limit, INVALID",
    "400, BAD_REQUEST, This machine is currently starting., CONFLICT",
    "422, UNPROCESSABLE_CONTENT, This machine is currently stopping., CONFLICT",
    "400, BAD_REQUEST, The region is currently ny2, INVALID",
    "429, TOO_MANY_REQUESTS, Request quota exceeded., RATE_LIMITED",
    "401, UNAUTHORIZED, quota, UNAUTHORIZED",
  })
  void capacityQuotaAndARaceShowInCodeOrWords(
      int status, String code, String words, Reason reason) {
    service.answers(status, error(code, words));
    assertThat(change().reason()).isEqualTo(reason);
  }

  @Test
  void afterACapacityFailureThereMayBeHalfAMachine() {
    service.answers(409, error("CONFLICT", "out of capacity"));
    assertThat(change().mayHaveTakenEffect()).isTrue();
  }

  @Test
  void issuesNameTheirFields() {
    service.answers(
        400,
        """
        {"code": "BAD_REQUEST", "message": "Validation failed", "details": {"hint": 7}, "issues": [
          {"path": ["config", "env", 0, "value"], "message": "Required"},
          {"field": "name", "message": "Too long"}, {"message": "Odd"}, "plain"]}
        """);
    var failure = change();
    assertThat(failure.issues())
        .containsExactly("config.env[0].value: Required", "name: Too long", "Odd", "plain");
    assertThat(failure)
        .hasMessageContaining("Validation failed (config.env[0].value: Required; name: Too long;");
    assertThat(failure.details()).contains("{\"hint\":7}");
  }

  @Test
  void textsAreBoundedAndOneLine() {
    var issue = "{\"path\": [\"f\"], \"message\": \"" + "i".repeat(900) + "\"},";
    service.answers(
        400,
        ("{\"code\": \"%s\", \"message\": \"a\\n\\u001b[31m%s\", \"details\": {\"x\": \"%s\"}, \"issues\":"
                + " [%s {}]}")
            .formatted("C".repeat(900), "m".repeat(9000), "d".repeat(9000), issue.repeat(50)));
    var failure = change();
    assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(500).matches("[^\\p{Cntrl}]+");
    assertThat(failure.code().orElseThrow()).hasSize(100);
    assertThat(failure.details().orElseThrow()).hasSize(500);
    assertThat(failure.issues()).hasSize(10).allMatch(text -> text.length() <= 200);
  }

  @ParameterizedTest
  @CsvSource({
    "403, BLOCKED, false",
    "404, BLOCKED, false",
    "502, UNAVAILABLE, true",
    "429, RATE_LIMITED, false",
    "200, UNAVAILABLE, true"
  })
  void anHtmlPageIsNamedAndNeverShown(int status, Reason reason, boolean unknownEffect) {
    var page = "<!DOCTYPE html><html><title>Error 1008</title>";
    service.answers(status, page, "Content-Type", "text/html");
    service.answers(status, "\n " + page, "Content-Type", "text/plain");
    for (int i = 0; i < 2; i++) {
      var failure = change();
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure.mayHaveTakenEffect()).isEqualTo(unknownEffect);
      assertThat(failure).hasMessageContaining("HTML page").hasMessageNotContaining("<");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 500, 502, 503, 504, 520, 525})
  void aPageWithoutAVerdictIsAnOutageAndNoBlock(int status) {
    service.answers(status, "<html>Bad gateway</html>", "Content-Type", "text/html");
    assertThat(read())
        .hasMessage(
            "GET /projects answered "
                + status
                + " with an HTML page: the service cannot be reached behind its front now");
  }

  @Test
  void onlyAPageThatForbidsIsABlockAtTheEdge() {
    service.answers(403, "<html></html>").answers(429, "<html></html>");
    assertThat(read()).hasMessageEndingWith("with an HTML page, blocked at the edge");
    assertThat(read()).hasMessage("GET /projects answered 429 with an HTML page");
  }

  @Test
  void aProxyPageIsNotTakenForGone() {
    service.answers(404, "<html></html>", "Content-Type", "text/html");
    assertThatThrownBy(() -> client.projects().get("p1")).isInstanceOf(PaperspaceException.class);
    service.answers(404, "<html></html>", "Content-Type", "text/html");
    assertThatThrownBy(() -> client.projects().delete("p1"))
        .isInstanceOf(PaperspaceException.class);
  }

  @Test
  void htmlInsideJsonStaysOut() {
    service.answers(400, error("BAD_REQUEST", "<html><body>Oops"));
    assertThat(change()).hasMessageEndingWith(": (an HTML page)");
    service.answers(400, error("BAD_REQUEST", "Answered 403: <html>\\n<body>Oops"));
    assertThat(change()).hasMessageEndingWith(": Answered 403: (an HTML page)");
  }

  @Test
  void theLoginOfAnAddressStaysOut() {
    service.answers(400, error("BAD_REQUEST", "No https://robot:tok3n@a/v2 there"));
    assertThat(change()).hasMessageEndingWith(": No https://***@a/v2 there");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, UNAUTHORIZED, false",
    "unauthorized, UNAUTHORIZED, false",
    "BAD_REQUEST, INVALID, false",
    "INTERNAL_SERVER_ERROR, UNAVAILABLE, true",
    "NEVER_SEEN, MALFORMED, true",
  })
  void anErrorMayComeAsSuccess(String code, Reason reason, boolean unknownEffect) {
    service.answers(200, error(code, "Words."));
    var failure = change();
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.status()).isEqualTo(200);
    assertThat(failure.mayHaveTakenEffect()).isEqualTo(unknownEffect);

    service.answers(200, error(code, "Words."));
    assertThat(read().reason()).as("a list").isEqualTo(reason);
    service.answers(200, error(code, "Words."));
    assertThat(failure(() -> client.projects().delete("p")).reason()).isEqualTo(reason);
  }

  @Test
  void anObjectWithCodeAndMessageIsStillAnObject() {
    service.answers("{\"code\": \"x\", \"message\": \"y\", \"id\": \"p1\"}");
    assertThat(client.projects().get("p1").orElseThrow().id()).isEqualTo("p1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\": \"p1\"} x", "OK", "[]", "{}", "7", "\"p1\"", "null", ""})
  void whatIsNotAnObjectIsMalformed(String body) {
    service.answers(200, body);
    var failure = change();
    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
  }

  @Test
  void aBodyThatBreaksOffIsAnOutageAndNotAnAnswerToUnderstand() {
    service
        .answers(
            new MockResponse.Builder()
                .body("{\"id\": \"p1\", \"name\": \"p\"}".repeat(2000))
                .onResponseBody(new SocketEffect.CloseSocket()))
        .answers(200, "{\"id\": \"p1\"")
        .answers(200, "{\"id\": \"p");
    for (int i = 0; i < 3; i++) {
      var failure = change();
      assertThat(failure.reason()).isEqualTo(Reason.NO_ANSWER);
      assertThat(failure.status()).isEqualTo(200);
      assertThat(failure.mayHaveTakenEffect()).isTrue();
      assertThat(failure).hasMessage("POST /projects answered 200, but the body broke off");
    }
  }

  @Test
  void aHugeBodyIsNotReadToItsEnd() {
    service.answers(
        new MockResponse.Builder()
            .body(new Buffer().write(new byte[(int) Transport.MAX_BODY + 1])));
    assertThat(change()).hasMessageContaining("larger than 33554432 bytes");
  }

  @Test
  void anOddFieldNeverHidesAnObject() {
    service.answers(
        """
        {"items": [{"id": 42, "name": {"odd": [1]}, "dtCreated": "yesterday", "dtDeleted": {},
          "repoUrl": [], "new": true}], "hasMore": false}
        """);
    assertThat(client.projects().list())
        .containsExactly(new Projects.View("42", null, null, null, null, null, null));
  }

  @Test
  void aConnectionThatNeverWasHasNoEffect() throws IOException {
    int port = Ports.free();
    var nobody = Paperspace.connect(ClientConfig.of(URI.create("http://127.0.0.1:" + port), KEY));
    var failure = failure(() -> nobody.projects().create(new Projects.Create("p")));
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.status()).isEqualTo(-1);
    assertThat(failure.mayHaveTakenEffect()).isFalse();
  }

  @Test
  void aLostAnswerIsUnknownAndNothingIsSentTwice() {
    service.answers("[]"); // leaves a pooled connection, where OkHttp likes to try again
    client.projects().list();
    service.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
    var failure = change();
    assertThat(failure.reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(failure.status()).isEqualTo(-1);
    assertThat(failure.mayHaveTakenEffect()).isTrue();

    service.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
    assertThat(failure(() -> client.projects().delete("p")).reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(service.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void aSilentServiceIsUnknownToo() {
    var hasty =
        Paperspace.connect(
            service
                .config()
                .withTimeouts(
                    Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5)));
    service.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
    var failure = failure(() -> hasty.projects().create(new Projects.Create("p")));
    assertThat(failure.reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
    assertThat(service.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aCallEndsThoughTheServiceDripsBytes() {
    var hasty =
        Paperspace.connect(
            service
                .config()
                .withTimeouts(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200)));
    service.answers(
        new MockResponse.Builder()
            .body(" ".repeat(4096))
            .throttleBody(1, 50, TimeUnit.MILLISECONDS));
    var failure = failure(() -> hasty.projects().create(new Projects.Create("p")));
    assertThat(failure.mayHaveTakenEffect()).isTrue();
  }

  /** As of a sign-in or of maintenance: the service is behind it, and is not there now. */
  @Test
  void redirectsAreRefused() {
    var elsewhere = service.server.url("/elsewhere?session=s3cr3t").toString();
    service.answers(307, "", "Location", elsewhere).answers(302, "<html>", "Location", elsewhere);
    service.answers(301, "", "Location", ":").answers("[]");
    var failure = change();
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
    var redirect = ", a redirect to " + service.server.getHostName() + ", which is not followed";
    assertThat(failure).hasMessage("POST /projects answered 307" + redirect);
    failure = read();
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.getMessage())
        .startsWith("GET /projects answered 302 with an HTML page" + redirect + ": the service")
        .doesNotContain("session");
    assertThat(read().getMessage()).endsWith(" answered 301, a redirect, which is not followed");
    assertThat(service.server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void okHttpsOwnRepetitionsAreOff() {
    service.answers(503, "", "Retry-After", "0").answers(503, "", "Retry-After", "0");
    service.answers(408, "").answers(503, "", "Retry-After", "99999999999");
    assertThat(read().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(failure(() -> client.projects().delete("p")).status()).isEqualTo(503);
    assertThat(read().status()).isEqualTo(408);
    assertThat(read().retryAfter()).contains(Duration.ofHours(1));
    assertThat(service.server.getRequestCount()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "7|PT7S",
        " 7 |PT7S",
        "0|PT1S",
        "86400|PT1H",
        "Sat, 21 Nov 2026 10:00:30 GMT|PT30S",
        "Sat, 21 Nov 2026 09:00:00 GMT|PT1S",
        "Sun, 22 Nov 2026 10:00:00 GMT|PT1H",
        "soon|-",
        "-5|-",
      })
  void retryAfterIsSecondsOrADate(String header, Duration expected) {
    service.answers(429, "", "Retry-After", header, "Date", "Sat, 21 Nov 2026 10:00:00 GMT");
    assertThat(read().retryAfter().orElse(null)).isEqualTo(expected);
  }

  @Test
  void aDateWithoutTheServicesClockIsJudgedByOurs() {
    var now = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    var paperspace = Paperspace.connect(service.config().withClock(now, () -> 0));
    service.answers(429, "", "Retry-After", "Sat, 21 Nov 2026 10:00:20 GMT");
    var failure = failure(() -> paperspace.projects().list());
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
  }

  @Test
  void theServicesClockIsRemembered() {
    var now = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    var paperspace = Paperspace.connect(service.config().withClock(now, () -> 0));
    assertThat(paperspace.serverNow()).isEqualTo(now.instant());
    service.answers(500, "", "Date", "Sat, 21 Nov 2026 10:05:00 GMT");
    failure(() -> paperspace.projects().list());
    assertThat(paperspace.serverNow()).isEqualTo(Instant.parse("2026-11-21T10:05:00.500Z"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "300000, false, it went on",
    "300900, false, as good as it knows the service's time",
    "299100, false, likewise",
    "900000, true, it was put forward",
    "-300000, true, it was put back",
    "0, true, it stood still",
  })
  void aClockThatWasSetIsNoticed(long byClock, boolean isSet, String why) throws Exception {
    var time = new VirtualTime();
    var clock = new SetClock(time);
    var paperspace = Paperspace.connect(service.config().withClock(clock, time::nanoTime));
    assertThat(paperspace.isClockSet()).as("nothing was told yet").isFalse();
    service.answers(500, "", "Date", "Sat, 21 Nov 2026 10:05:00 GMT");
    failure(() -> paperspace.projects().list());
    time.advance(Duration.ofMinutes(5));
    clock.set(Duration.ofMillis(byClock).minus(Duration.ofMinutes(5)));
    assertThat(paperspace.isClockSet()).as(why).isEqualTo(isSet);
    service.answers(500, "");
    failure(() -> paperspace.projects().list());
    assertThat(paperspace.isClockSet()).as("to ask again would not help").isFalse();
    assertThat(paperspace.serverNow()).isEqualTo(Instant.parse("2026-11-21T10:10:00.500Z"));
    service.answers(500, "", "Date", "Sat, 21 Nov 2026 10:10:00 GMT");
    failure(() -> paperspace.projects().list());
    assertThat(paperspace.serverNow()).isEqualTo(Instant.parse("2026-11-21T10:10:00.500Z"));
  }

  @Test
  void theKeyIsNeverShown() {
    var echo = "bad token Bearer " + KEY;
    service.answers(
        401,
        ("{\"code\": \"%s\", \"message\": \"%s\", \"details\": {\"got\": \"%s\"}, \"issues\":"
                + " [{\"path\": [\"%s\"], \"message\": \"%s\"}]}")
            .formatted(KEY, echo, echo, KEY, echo));
    var failure = change();
    assertThat(failure.getMessage() + failure.code() + failure.details() + failure.issues())
        .contains("bad token Bearer ***")
        .doesNotContain(KEY);
    assertThat(failure.toString() + service.config() + service.calls).doesNotContain(KEY);
    assertThat(service.config().toString()).contains("apiKey=***");
  }

  @Test
  void aBrokenStatusLineIsNotQuotedWithTheKey() {
    service.answers(new MockResponse.Builder().status("ECHO " + KEY));
    var failure = change();
    assertThat(failure).hasMessageNotContaining(KEY).hasNoCause();
  }

  @Test
  void secretsSentAreTakenOutOfWhatIsEchoed() {
    var value = "line-one-of-pem\nline-two-\"quoted\"";
    service.answers(
        400,
        """
        {"code": "BAD_REQUEST", "message": "bad line-one-of-pem\\nline-two-\\"quoted\\" here",
         "details": {"value": "line-two-\\"quoted\\""}}
        """);
    var body = new Secrets.Create("S", value);
    var failure = failure(() -> client.projectSecrets().create("p", body));
    assertThat(failure.getMessage()).endsWith(": bad *** here");
    assertThat(failure.details()).contains("{\"value\":\"***\"}");
  }

  @Test
  void aShortSecretDoesNotShredTheMessage() {
    service.answers(400, error("BAD_REQUEST", "a value like a is bad"));
    var body = new Secrets.Change("a");
    assertThat(failure(() -> client.projectSecrets().update("p", "S", body)))
        .hasMessageEndingWith(": *** value like *** is bad");
  }

  @Test
  void keysThatCannotBeSentAreRefusedUnseen() {
    var url = URI.create("http://localhost");
    assertThatThrownBy(() -> ClientConfig.of(url, "top\nsecret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ClientConfig.of(url, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ClientConfig.of(url, " trimmed\n").apiKey()).isEqualTo("trimmed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void anIdThatWouldReachAnotherPathIsNotSent(String id) {
    var failure = failure(() -> client.projects().delete(id));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
    assertThat(failure).hasMessage("/projects/{id} not called: no usable value for {id}");
    assertThat(failure(() -> client.machineAccess().get(id, "u1")))
        .hasMessage("/machines/{id}/accessors/{userId} not called: no usable value for {id}");
    assertThat(service.server.getRequestCount()).isZero();
    assertThat(service.calls).as("what nobody made is no call").isEmpty();
  }

  /** People look for the object by it; the metrics stay by route. */
  @Test
  void aRefusalSaysOfWhichObject() {
    service.answers(404, "{}").answers(404, "{}");
    var body = new Secrets.Change("value-of-it");
    assertThat(failure(() -> client.projectSecrets().update("p1", "TOKEN", body)))
        .hasMessage("PATCH /projects/p1/secrets/TOKEN answered 404");
    assertThat(failure(() -> client.projectSecrets().update(KEY, "value-of-it", body)))
        .as("what was taken for an id")
        .hasMessage("PATCH /projects/***/secrets/*** answered 404");
    assertThat(service.calls)
        .extracting(Listener.Call::route)
        .containsOnly("/projects/{id}/secrets/{name}");
  }

  /** The service has taken it for an id, but a key stays out, and what does not look like one. */
  @Test
  void aChangeThatWasCarriedOutIsToldWithItsIds() {
    var body = new Secrets.Change("value-of-it");
    for (var id : List.of("p1", "192.0.2.7", KEY, "a b")) {
      service.answers("{\"name\": \"TOKEN\"}");
      client.projectSecrets().update(id, "TOKEN", body);
    }
    assertThat(service.calls)
        .extracting(Listener.Call::path)
        .containsExactly(
            "/projects/p1/secrets/TOKEN",
            "/projects/192.0.2.7/secrets/TOKEN",
            "/projects/***/secrets/TOKEN",
            "/projects/***/secrets/TOKEN");
  }

  @Test
  void idsAreWholeSegments() {
    service.answers("null");
    client.projects().get("../a b?c#d%2e");
    assertThat(service.taken()).isEqualTo("GET /v1/projects/..%2Fa%20b%3Fc%23d%252e");
  }

  @Test
  void whoWeAre() throws InterruptedException {
    service.answers("null");
    client.projects().get("p");
    var headers = service.server.takeRequest().getHeaders();
    assertThat(headers.get("User-Agent")).startsWith("paperspace-operator/");
    assertThat(headers.get("Accept")).isEqualTo("application/json");
  }

  @Test
  void everyCallIsHeardOnce() {
    service.answers("null").answers(429, "", "Retry-After", "9").answers("<html>");
    client.projects().get("p1");
    change();
    read();
    assertThat(service.calls)
        .extracting(
            it -> it.method() + " " + it.route() + " " + it.status() + " " + it.reason(),
            Listener.Call::retryAfter,
            Listener.Call::mutating)
        .containsExactly(
            tuple("GET /projects/{id} 200 null", null, false),
            tuple("POST /projects 429 RATE_LIMITED", Duration.ofSeconds(9), true),
            tuple("GET /projects 200 UNAVAILABLE", null, false));
    assertThat(service.calls).allMatch(it -> !it.duration().isNegative());
  }

  @Test
  void aClientThatIsCheckedFurtherIsHeardToo() {
    service.answers("null");
    client.checkedBy(() -> {}).projects().get("p1");
    assertThat(service.calls).extracting(Listener.Call::route).containsExactly("/projects/{id}");
  }

  @Test
  void aCallIsToldOfBeforeItLeavesToo() {
    var told = new ArrayList<String>();
    var listener =
        new Listener() {
          @Override
          public void calling() {
            told.add("calling " + service.server.getRequestCount());
          }

          @Override
          public void called(Call call) {
            told.add("called " + service.server.getRequestCount());
          }
        };
    service.answers(503, "");
    var paperspace = Paperspace.connect(service.config().withListener(listener));
    assertThatThrownBy(() -> paperspace.projects().get("p1"))
        .isInstanceOf(PaperspaceException.class);
    assertThat(told).containsExactly("calling 0", "called 1");
  }

  @Test
  void aBrokenListenerDoesNotLoseTheAnswer() {
    var paperspace =
        Paperspace.connect(
            service
                .config()
                .withListener(
                    call -> {
                      throw new IllegalStateException();
                    }));
    service.answers("{\"id\": \"p1\"}");
    assertThat(paperspace.projects().create(new Projects.Create("p")).id()).isEqualTo("p1");
  }

  // One object

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"code\": \"NOT_FOUND\", \"message\": \"x\"}",
        "404|''",
        "200|null",
        "204|''",
        "200|{\"id\": \"p1\", \"dtDeleted\": \"2026-11-01T00:00:00Z\"}",
        "200|{\"code\": \"NOT_FOUND\", \"message\": \"x\"}"
      })
  void theseAllMeanGone(int status, String body) {
    service.answers(status, body);
    assertThat(client.projects().get("p1")).isEmpty();
  }

  @Test
  void anEmptyAnswerIsNotTakenForGone() {
    service.answers(200, "");
    assertThatThrownBy(() -> client.projects().get("p1"))
        .isInstanceOfSatisfying(
            PaperspaceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"dtDeleted\": null", ", \"dtDeleted\": {}"})
  void theseAllMeanAlive(String rest) {
    service.answers("{\"id\": \"p1\"" + rest + "}");
    assertThat(client.projects().get("p1")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200|{\"id\": \"p1\"}", "204|''", "202|''", "200|null", "404|''"})
  void theseAllMeanDeleted(int status, String body) {
    service.answers(status, body);
    client.projects().delete("p1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1");
  }
}
