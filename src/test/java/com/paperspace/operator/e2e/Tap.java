package com.paperspace.operator.e2e;

import com.paperspace.operator.simulator.Simulator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The wire from one operator to the simulated cloud that all share; knows who called what. */
final class Tap implements AutoCloseable {
  private static final Set<String> HEADERS =
      Set.of("Authorization", "Content-Type", "Accept", "User-Agent");

  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI cloud;
  private final HttpServer server;

  Tap(Simulator simulator) {
    cloud = simulator.url();
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** What the operator takes for the cloud. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + cloud.getPath();
  }

  /** Every call so far. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Every call so far that was meant to change something. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      var call = method + " " + exchange.getRequestURI();
      calls.add(call);
      if (!method.equals("GET")) {
        changes.add(call);
      }
      var request =
          HttpRequest.newBuilder(cloud.resolve(exchange.getRequestURI()))
              .method(method, BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (var header : HEADERS) {
        var value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      var body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
