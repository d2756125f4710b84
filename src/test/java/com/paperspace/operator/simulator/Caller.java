package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A plain HTTP client for the simulator's own tests; holds every JSON answer to the contract. */
final class Caller {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Simulator simulator;
  private final String key;
  private final Set<String> succeeded = new ConcurrentSkipListSet<>();

  /** An answer with its body as text and, where it is JSON, as a tree. */
  record Reply(int status, JsonNode json, HttpResponse<String> raw) {
    String text(String pointer) {
      return json.at(pointer).asText();
    }
  }

  Caller(Simulator simulator, String key) {
    this.simulator = simulator;
    this.key = key;
  }

  /** Operations that have been answered 200. */
  Set<String> succeeded() {
    return succeeded;
  }

  JsonNode ok(String method, String path, String... body) {
    var reply = call(method, path, body);
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.json()).isEqualTo(200);
    return reply.json();
  }

  Reply call(String method, String path, String... body) {
    var request =
        HttpRequest.newBuilder(URI.create(simulator.url() + path))
            .header("Authorization", "Bearer " + key)
            .timeout(Duration.ofSeconds(10));
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, body.length > 0 ? BodyPublishers.ofString(body[0]) : BodyPublishers.noBody());
    return send(request.build());
  }

  Reply send(HttpRequest request) {
    try {
      var raw = http.send(request, BodyHandlers.ofString());
      var reply = new Reply(raw.statusCode(), parse(raw.body()), raw);
      holdToContract(request, reply);
      return reply;
    } catch (IOException e) {
      return new Reply(0, Json.object(), null);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void holdToContract(HttpRequest request, Reply reply) {
    var path = request.uri().getPath().substring("/v1".length());
    var contract = Contract.shared();
    contract
        .find(request.method(), path)
        .ifPresent(
            it -> {
              if (reply.json().isObject() || reply.json().isArray()) {
                assertThat(contract.checkAnswer(it, reply.status(), reply.json().toString()))
                    .as("%s %s answered %s", it.method(), it.template(), reply.json())
                    .isEmpty();
              }
              if (reply.status() == 200) {
                succeeded.add(it.method() + " " + it.template());
              }
            });
  }

  private static JsonNode parse(String body) {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(body);
    }
  }
}
