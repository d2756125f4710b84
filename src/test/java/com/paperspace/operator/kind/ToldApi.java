package com.paperspace.operator.kind;

import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A service that answers what a test tells it to, and notes what it was asked to change. What it
 * was told nothing of is not there, and no machine has events. Its time is that of {@link Given}.
 */
final class ToldApi implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Map<String, MockResponse> answers = new ConcurrentHashMap<>();
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
  private final Paperspace api;

  ToldApi() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    get("/machine-events", "[]");
    api =
        Paperspace.connect(
            ClientConfig.of(server.url("/v1").uri(), "key-0123456789")
                .withClock(Clock.fixed(Given.NOW, ZoneOffset.UTC), () -> 0));
  }

  Paperspace api() {
    return api;
  }

  /** What a path answers, in JSON with single quotes. */
  ToldApi get(String path, String json) {
    return answer("GET " + path, 200, json);
  }

  /** What a call answers. */
  ToldApi answer(String call, int status, String json) {
    var answer =
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(json.replace('\'', '"'));
    answers.put(call, answer.build());
    return this;
  }

  /** A machine of an id in a state; "gone" for none. */
  ToldApi machine(String id, String state) {
    return state.equals("gone")
        ? this
        : get("/machines/" + id, "{'id': '%s', 'name': 'm', 'state': '%s'}".formatted(id, state));
  }

  /** What it was asked to change, in order. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private MockResponse answer(RecordedRequest request) {
    var path = request.getTarget().replaceFirst("^/v1", "").replaceFirst("\\?.*", "");
    var call = request.getMethod() + " " + path;
    if (!"GET".equals(request.getMethod())) {
      var body = request.getBody() == null ? "" : request.getBody().utf8().replace('"', '\'');
      changes.add((call + " " + body).strip());
    }
    return answers.getOrDefault(
        call,
        new MockResponse.Builder()
            .code(404)
            .setHeader("Content-Type", "application/json")
            .body("{\"message\": \"not found\"}")
            .build());
  }

  @Override
  public void close() {
    server.close();
  }
}
