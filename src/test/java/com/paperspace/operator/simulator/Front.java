package com.paperspace.operator.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The side that faces clients: reads requests, lets faults strike, sends answers. */
final class Front {
  private static final String BASE = "/v1";

  private final World world;
  private final Api api;
  private final Faults faults;
  private final Journal journal;

  Front(World world, Api api, Faults faults, Journal journal) {
    this.world = world;
    this.api = api;
    this.faults = faults;
    this.journal = journal;
  }

  void handle(HttpExchange exchange) throws IOException {
    var request = api.matched(read(exchange));
    var fault = faults.strike(request).orElse(null);
    if (fault == null) {
      var answer = api.answer(request);
      note(request, answer, "");
      send(exchange, answer, Fault.Delivery.WHOLE);
      return;
    }
    pause(fault.pause());
    var real = fault.effect() ? api.answer(request) : null;
    var answer = fault.answer() == null ? real : fault.answer();
    note(request, answer, fault.name());
    send(exchange, answer, fault.delivery());
  }

  private void note(Request request, Answer answer, String fault) {
    journal.add(
        new Journal.Entry(
            world.clock.instant(),
            api.key(request).team().map(Team::name).orElse(""),
            request.method(),
            request.route(),
            request.path(),
            request.query(),
            answer == null ? 0 : answer.status(),
            fault,
            request.mutating(),
            Journal.masked(request.body())));
  }

  private static void pause(Fault.Pause pause) {
    try {
      pause.until().await(pause.atMost().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without an answer the connection closes or, for {@code NEVER}, stays open and silent. */
  private static void send(HttpExchange exchange, Answer answer, Fault.Delivery delivery)
      throws IOException {
    switch (delivery) {
      case NEVER -> {}
      case CONNECTION_CLOSED -> exchange.close();
      case WHOLE, HALF -> {
        var body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        var length = delivery == Fault.Delivery.WHOLE ? body.length : body.length / 2;
        exchange.getResponseBody().write(body, 0, length);
        exchange.getResponseBody().flush();
        exchange.close();
      }
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var path = uri.getPath();
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    var text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    return new Request(
        exchange.getRequestMethod(),
        "",
        path.startsWith(BASE + "/") ? path.substring(BASE.length()) : "outside " + BASE + path,
        Map.of(),
        Request.query(uri.getRawQuery()),
        headers,
        text,
        body(text));
  }

  private static JsonNode body(String text) {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : Json.parse(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
