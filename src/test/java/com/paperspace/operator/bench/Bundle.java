package com.paperspace.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The class path of a baseline: a jar of this room, then the operator's jar and its libraries. */
final class Bundle {
  static final Path OPERATOR = Path.of("target", "paperspace-operator.jar").toAbsolutePath();

  /** Written anew by each run. */
  static final Path JAR = Bench.FOLDER.resolve("bench.jar").toAbsolutePath();

  private Bundle() {}

  /** Writes the jar. */
  static void write() {
    try {
      var classes =
          Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Files.createDirectories(JAR.getParent());
      try (var jar = new JarOutputStream(Files.newOutputStream(JAR));
          var files = Files.walk(classes.resolve("com/paperspace/operator/bench"))) {
        add(jar, classes, classes.resolve("bench-logback.xml"));
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(jar, classes, file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(JarOutputStream jar, Path root, Path file) throws IOException {
    jar.putNextEntry(new ZipEntry(root.relativize(file).toString()));
    Files.copy(file, jar);
  }

  /** The jars, with a colon between two. */
  static String classPath() {
    try (var libraries = Files.list(OPERATOR.resolveSibling("lib"))) {
      return Stream.concat(Stream.of(JAR, OPERATOR), libraries.sorted())
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What follows the flags of the JVM to start a class of this room. */
  static List<String> program(Class<?> main) {
    return List.of(
        "-Dlogback.configurationFile=bench-logback.xml", "-cp", classPath(), main.getName());
  }
}
