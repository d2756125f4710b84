package com.paperspace.operator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The JVM of all that is measured: the flags of the image, in the memory the chart gives. */
final class Jvm {
  /** Where Java is; the image runs 25. */
  private static final Path HOME =
      Path.of(System.getProperty("bench.java", System.getProperty("java.home")));

  private static final Pattern FEATURE = Pattern.compile("version \"(\\d+)");
  private static final Pattern FLAGS = Pattern.compile("printf '%s.n' (.*?)>jvm", Pattern.DOTALL);
  private static final Pattern FLAG = Pattern.compile("-[XD]\\S+");
  private static final Pattern LIMIT = Pattern.compile("limits:\\s+cpu:.*\\s+memory: (\\d+)Mi");

  private Jvm() {}

  static String program(String name) {
    return HOME.resolve("bin").resolve(name).toString();
  }

  static String version() {
    var lines = Machine.output(program("java"), "-version").lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** Which Java it is. */
  static int feature() {
    var found = FEATURE.matcher(Machine.output(program("java"), "-version"));
    if (!found.find()) {
      throw new IllegalStateException(HOME + " does not say its version");
    }
    return Integer.parseInt(found.group(1));
  }

  /** The command that starts Java as the image does, before what it is to run. */
  static List<String> command() {
    var command = new ArrayList<String>(List.of(program("java")));
    // An older Java does without the flags it does not know.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(
        FLAG.matcher(find(FLAGS, Path.of("Dockerfile")))
            .results()
            .map(MatchResult::group)
            .toList());
    // What the JVM takes for the size of the machine is the limit of the container.
    command.add(
        "-XX:MaxRAM=%sm".formatted(find(LIMIT, Path.of("helm/paperspace-operator/values.yaml"))));
    return command;
  }

  private static String find(Pattern pattern, Path file) {
    try {
      var found = pattern.matcher(Files.readString(file, UTF_8));
      if (!found.find()) {
        throw new IllegalStateException(file + " does not say " + pattern);
      }
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
