package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The operator as users start it: the finished jar, in a process and a working directory of its
 * own, with nothing but the variables it is given.
 */
final class OperatorJar implements AutoCloseable {
  private static final Path JAR = Path.of("target/paperspace-operator.jar").toAbsolutePath();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path log;
  private final Process process;
  private final String http;

  /** Starts it; its output goes to {@code target/e2e/<name>.log}. */
  static OperatorJar start(String name, Map<String, String> variables) {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(
          JAR + " is missing: these tests run after packaging, so start them with mvn verify");
    }
    try {
      return new OperatorJar(name, variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OperatorJar(String name, Map<String, String> variables) throws IOException {
    var folder = Files.createDirectories(Path.of("target/e2e").toAbsolutePath());
    var port = String.valueOf(Ports.free());
    log = folder.resolve(name + ".log");
    http = "http://127.0.0.1:" + port;
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                JAR.toString())
            .directory(Files.createTempDirectory(folder, "elsewhere").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var environment = new HashMap<>(variables);
    environment.putIfAbsent("HTTP_PORT", port);
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** What it answers to a GET; status 0 when it does not. */
  HttpAnswer get(String path) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(http + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.ofString());
      return new HttpAnswer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new HttpAnswer(0, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HttpAnswer(0, "");
    }
  }

  record HttpAnswer(int status, String body) {}

  OperatorJar untilReady() {
    await("ready; see " + log)
        .atMost(Duration.ofSeconds(60))
        .failFast("it ended: " + log, () -> !process.isAlive())
        .until(() -> get("/readyz").status() == 200);
    return this;
  }

  /** Sends a signal, such as TERM, KILL, STOP or CONT. */
  void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code of a process that ends by itself, within a generous time. */
  int exitCode() {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end; see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Everything it printed. */
  String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }
}
