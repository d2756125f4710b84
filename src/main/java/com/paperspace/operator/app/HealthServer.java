package com.paperspace.operator.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /healthz}, {@code /readyz} and {@code /metrics} over HTTP. A check says what is
 * wrong, or nothing when all is well; the answer is 200, or 503 with what it said.
 */
public final class HealthServer implements AutoCloseable {
  /** One serves a probe while up to three slow readers of metrics hold the others. */
  private static final int THREADS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  /** The two forms of metrics; the first is what nobody asks for. */
  static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final Answer NOT_FOUND = new Answer(404, TEXT, "not found\n");
  private static final Answer FAILED =
      new Answer(500, TEXT, "failed unexpectedly; the log of the operator tells more\n");

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen on all addresses.
   *
   * @param port 0 for any free one
   * @param live what only a restart can mend; must not depend on the Paperspace API
   * @param ready why the operator does not work now
   * @param remark what is added when it works
   * @param metrics all metrics
   */
  public static HealthServer start(
      int port,
      Supplier<Optional<String>> live,
      Supplier<Optional<String>> ready,
      Supplier<Optional<String>> remark,
      Exposition metrics) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      serve(server, "/healthz", () -> Answer.to(live.get(), Optional.empty()));
      serve(server, "/readyz", () -> Answer.to(ready.get(), remark.get()));
      server.createContext("/metrics", exchange -> expose(exchange, metrics));
      serve(server, "/", () -> new Answer(404, TEXT, "try /healthz, /readyz or /metrics\n"));
      ExecutorService threads = Executors.newFixedThreadPool(THREADS, HealthServer::daemon);
      server.setExecutor(threads);
      server.start();
      return new HealthServer(server, threads);
    } catch (BindException e) {
      throw new InvalidSettingException(
          "HTTP_PORT (--http-port): port "
              + port
              + " is in use or not allowed; stop what uses it or choose another, 0 for any free one");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Metrics in one of their forms. */
  @FunctionalInterface
  public interface Exposition {
    /** Writes them; what fails before the first byte is answered as a failure. */
    void write(String format, OutputStream to);
  }

  /** Written as they come, for of ten thousand resources they are too much to hold twice. */
  private static void expose(HttpExchange exchange, Exposition metrics) throws IOException {
    boolean exact = exchange.getRequestURI().getPath().equals("/metrics");
    boolean wanted = exact && exchange.getRequestMethod().equals("GET");
    try (exchange) {
      if (!wanted) {
        send(exchange, () -> exact ? new Answer(200, PROMETHEUS, "") : NOT_FOUND);
        return;
      }
      var accept = exchange.getRequestHeaders().getFirst("Accept");
      boolean open = accept != null && accept.contains("application/openmetrics-text");
      var format = open ? OPEN_METRICS : PROMETHEUS;
      try {
        metrics.write(format, new LateBody(exchange, format));
      } catch (RuntimeException e) {
        LOG.error("Metrics failed unexpectedly", e);
        if (exchange.getResponseCode() < 0) {
          send(exchange, () -> FAILED);
        }
      }
    }
  }

  private static void serve(HttpServer server, String path, Supplier<Answer> answer) {
    HttpHandler handler =
        exchange -> {
          try (exchange) {
            // A context also gets everything below its path.
            boolean exact = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
            send(exchange, exact ? answer : () -> NOT_FOUND);
          }
        };
    server.createContext(path, handler);
  }

  private static void send(HttpExchange exchange, Supplier<Answer> supplier) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    Answer answer =
        head || exchange.getRequestMethod().equals("GET")
            ? answer(supplier)
            : new Answer(405, TEXT, "only GET\n");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Answer answer(Supplier<Answer> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      // Without an answer a probe waits for its timeout. The exception's words may be secret.
      LOG.error("A check or metric failed unexpectedly", e);
      return FAILED;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "health");
    thread.setDaemon(true);
    return thread;
  }

  private record Answer(int status, String type, String body) {

    static Answer to(Optional<String> problem, Optional<String> remark) {
      return problem
          .map(text -> new Answer(503, TEXT, text + "\n"))
          .orElseGet(
              () -> new Answer(200, TEXT, "ok" + remark.map("; "::concat).orElse("") + "\n"));
    }
  }
}
