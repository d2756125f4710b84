package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.ContainerRegistries.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Check;
import java.io.IOException;
import java.util.HashMap;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken from the answers about a registry, whose password nobody reads back. */
class RegistryAnswersTest {
  private static final ContainerRegistry HUB =
      Given.resource(
          ContainerRegistry.class,
          "{name: hub, url: 'https://a', username: bot,"
              + " passwordFrom: {secretKeyRef: {name: s, key: k}}}");

  private final Adapter<ContainerRegistry, ContainerRegistry.Observed, Remote<View>> adapter =
      ContainerRegistryKind.adapter();
  private final MockWebServer server = new MockWebServer();
  private Paperspace api;

  @BeforeEach
  void start() throws IOException {
    server.start();
    api = Paperspace.connect(ClientConfig.of(server.url("/v1").uri(), "key-0123456789"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answers(int status, String json) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(json.replace('\'', '"'))
            .build());
  }

  private static String row(String modified) {
    return "{'id':'cr1','name':'hub','dtModified':'2026-11-20T" + modified + "Z'}";
  }

  /** An answer may be rounded, and a read may lag. */
  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "10:00:00, 200, 10:00:01, 10:00:01, the read is later",
    "10:00:01, 200, 10:00:00, 10:00:01, the answer is later",
    "10:00:00, 500, 10:00:01, 10:00:00, a read that fails undoes no write",
    "10:00:00, 404, 10:00:01, 10:00:00, nor does one that does not find it yet",
  })
  void aPasswordCountsAsWrittenAtTheLaterOfAnswerAndRead(
      String answered, int status, String read, String noted, String why) {
    answers(200, row(answered));
    answers(status, row(read));
    var outcome = adapter.create(HUB, Given.given()).call().send(api);
    assertThat(outcome.marks())
        .as(why)
        .containsEntry("dtModified", "2026-11-20T" + noted + "Z")
        .containsEntry("value", "digest(s3cret)");
    assertThat(outcome.remote().view().dtModified())
        .isEqualTo("2026-11-20T" + (status == 200 ? read : answered) + "Z");
  }

  /** A mark of before our own write would make it somebody else's, and be sent for ever. */
  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "passwordFrom, PUT, a password that was sent",
    "username, PUT, another field alone",
  })
  void aWriteThatNoReadShowsYetIsOursWhenItShows(String field, String call, String why) {
    var before =
        Remote.of(
            "",
            Given.read(
                View.class,
                "{id: cr1, name: hub, username: "
                    + (field.equals("username") ? "old" : "bot")
                    + ", url: 'https://a', dtModified: '2026-11-20T10:00:00Z'}"));
    var known = marks(field.equals("username") ? "s3cret" : "old", "2026-11-20T10:00:00Z");
    dated(204, "");
    dated(200, row("10:00:00"));
    dated(200, row("10:00:00"));
    var todo = adapter.diff(HUB, before, known);
    var outcome = adapter.next(HUB, before, todo, known).call().send(api);
    var noted = new HashMap<>(known.marks());
    noted.putAll(outcome.marks());
    noted.values().removeIf(Objects::isNull);
    var after = new Given(noted, "s3cret");
    assertThat(found("10:30:04.900", after)).as(why).isEmpty();
    assertThat(found("10:00:00", after)).as("a read that lags").isEmpty();
    assertThat(found("10:30:30", after)).as("somebody else").contains("changed elsewhere");
  }

  private String found(String modified, Given inputs) {
    var shown =
        Given.read(
            View.class,
            "{id: cr1, name: hub, username: bot, url: 'https://a', dtModified: '2026-11-20T"
                + modified
                + "Z'}");
    return Given.words(adapter.diff(HUB, Remote.of("", shown), inputs));
  }

  /** Marks of a password that was sent. */
  static Given marks(String sent, String modified) {
    return Given.given(
        "value",
        "digest(" + sent + ")",
        "valueKey",
        "digest()",
        "valueSource",
        "v1",
        "dtModified",
        modified);
  }

  /** Answered by a service whose clock shows half past ten. */
  private void dated(int status, String json) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .setHeader("Date", "Fri, 20 Nov 2026 10:30:05 GMT")
            .body(json.replace('\'', '"'))
            .build());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'success':true} | LoginAccepted | The service could log in.",
        "{'success':false} | LoginRefused | The service could not log in. Correct url,"
            + " registryNamespace, username or the password.",
        "{'success':false,'error':'bot with s3cret is unknown'} | LoginRefused | The service could"
            + " not log in: bot with *** is unknown. Correct url, registryNamespace, username or the"
            + " password.",
        "{'success':false,'error':'<html><h1>403 s3cret</h1>'} | LoginRefused | The service could"
            + " not log in: (an HTML page). Correct url, registryNamespace, username or the"
            + " password.",
        "{'success':false,'error':'403\\nof https://bot:other@hub/v2: <!DOCTYPE html>'} | LoginRefused"
            + " | The service could not log in: 403 of https://***@hub/v2: (an HTML page). Correct"
            + " url, registryNamespace, username or the password.",
      })
  void whatATestOfTheLoginTellsHoldsNoPassword(String answer, Reason reason, String message) {
    answers(200, answer);
    var seen = Remote.of("", Given.read(View.class, "{id: cr1, name: hub}"));
    var check = adapter.check(HUB, seen, Given.given()).orElseThrow();
    assertThat(check.call().send(api))
        .isEqualTo(new Check.Outcome(reason == Reason.LoginAccepted, reason, message));
  }
}
