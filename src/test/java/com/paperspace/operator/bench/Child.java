package com.paperspace.operator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that is measured: the operator's jar, or a baseline out of the test classes. */
final class Child implements AutoCloseable {
  private static final Path JAR = Path.of("target", "paperspace-operator.jar").toAbsolutePath();

  private final Process process;
  private final BufferedReader output;

  private Child(String name, Map<String, String> variables, List<String> what, boolean talks) {
    var command = new ArrayList<>(Jvm.command());
    command.addAll(what);
    var log = Bench.FOLDER.resolve(name + ".log").toFile();
    var builder = new ProcessBuilder(command).redirectError(log);
    if (!talks) {
      builder.redirectOutput(log);
    }
    builder.environment().clear();
    builder.environment().putAll(variables);
    try {
      Files.createDirectories(Bench.FOLDER);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts the finished jar; its log goes to {@code target/bench/<name>.log}. */
  static Child operator(String name, Map<String, String> variables) {
    return new Child(name, variables, List.of("-jar", JAR.toString()), false);
  }

  /** Starts a class of this room that is told by lines what to do. */
  static Child baseline(String name, Class<?> main, String... arguments) {
    var what =
        new ArrayList<>(
            List.of("-cp", System.getProperty("java.class.path"), main.getCanonicalName()));
    what.addAll(List.of(arguments));
    return new Child(name, Map.of(), what, true);
  }

  /** Says one line and waits for the one that answers it. */
  String ask(String line) {
    try {
      var input = process.outputWriter(UTF_8);
      input.write(line + "\n");
      input.flush();
      var answer = output.readLine();
      if (answer == null) {
        throw new IllegalStateException("it ended; see " + Bench.FOLDER);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Freezes it, so that work piles up before it. */
  void hold() {
    signal("STOP");
  }

  /** Lets it go on. */
  void release() {
    signal("CONT");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private void signal(String name) {
    var said = Machine.output("kill", "-" + name, String.valueOf(process.pid()));
    if (!said.isEmpty()) {
      throw new IllegalStateException(said);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
