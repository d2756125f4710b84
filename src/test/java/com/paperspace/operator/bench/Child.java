package com.paperspace.operator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process that is measured: the operator's jar, or a baseline out of the test classes. */
final class Child implements AutoCloseable {
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
    // A frozen one would outlive a benchmark that is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts the finished jar; its log goes to {@code target/bench/<name>.log}. */
  static Child operator(String name, Map<String, String> variables) {
    var program = List.of("-jar", Bundle.OPERATOR.toString());
    var flags = Aot.flags("operator", Bundle.OPERATOR, "PATCH .*/paperspaceprojects/", program);
    return new Child(name, variables, joined(flags, program), false);
  }

  /** Starts a class of this room that works by itself. */
  static Child baseline(String name, Class<?> main, String... arguments) {
    return new Child(name, Map.of(), joined(Bundle.program(main), List.of(arguments)), false);
  }

  /** The same with classes loaded ahead of time, as the operator has them. */
  static Child trained(
      String name, Class<?> main, Map<String, String> variables, String... arguments) {
    var program = Bundle.program(main);
    var flags = Aot.flags(main.getSimpleName(), Bundle.JAR, "GET /v1/auth/session", program);
    var what = joined(flags, joined(program, List.of(arguments)));
    return new Child(name, variables, what, false);
  }

  /** Starts a class of this room that is told by lines what to do. */
  static Child told(String name, Class<?> main, String... arguments) {
    return new Child(name, Map.of(), joined(Bundle.program(main), List.of(arguments)), true);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
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

  /** Asks it to end, as Kubernetes does, and returns when it has. */
  void end() {
    signal("TERM");
    process.onExit().join();
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
