package com.paperspace.operator.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes loaded and linked ahead of time, as the image has them (Dockerfile): JDK 25 and later.
 */
final class Aot {
  private static final int SINCE = 25;

  /** The training run of the image ends by itself in a few seconds. */
  private static final int TRAINING_SECONDS = 30;

  private Aot() {}

  /**
   * The flags that use the cache of a program, which is trained if there is none yet.
   *
   * @param program what follows the flags of the JVM
   */
  static List<String> flags(String name, Path jar, List<String> program) {
    if (Jvm.feature() < SINCE) {
      return List.of();
    }
    try {
      var made = Files.getLastModifiedTime(jar).toMillis();
      var cache = Bench.FOLDER.resolve("%s-%d.aot".formatted(name, made)).toAbsolutePath();
      if (!Files.exists(cache)) {
        train(cache, program);
      }
      return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where nothing is found: a start comes as far as the first question to Kubernetes. */
  private static void train(Path cache, List<String> program) throws IOException {
    var nowhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nowhere.start();
    var command = new ArrayList<>(Jvm.command());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(program);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Path.of(cache + ".log").toFile());
    builder.environment().clear();
    builder.environment().put("HTTP_PORT", "0");
    builder.environment().put("LOG_FORMAT", "json");
    builder
        .environment()
        .put("KUBERNETES_MASTER", "http://127.0.0.1:" + nowhere.getAddress().getPort());
    var process = builder.start();
    try {
      if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        process.onExit().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      nowhere.stop(0);
    }
    if (!Files.exists(cache)) {
      throw new IllegalStateException("no cache came of the training; see " + cache + ".log");
    }
  }
}
