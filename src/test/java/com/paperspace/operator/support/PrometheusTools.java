package com.paperspace.operator.support;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Debian's prometheus and promtool, which {@code src/test/prometheus/install} gets. */
public final class PrometheusTools {
  private static final String INSTALL = "src/test/prometheus/install";

  private PrometheusTools() {}

  /**
   * One of them for the calling test. Where it cannot be had the test is skipped, and says so on
   * the console; where everything must be tested it fails.
   */
  public static Path orSkip(String name) {
    Result installed = Place.INSTALLED;
    if (installed.exit() == 0) {
      return Path.of(installed.stdout().strip()).resolve(name);
    }
    var message =
        "SKIPPED, not tested: a test needs %s, and %s could not get it: %s"
            .formatted(name, INSTALL, installed.stdout().strip());
    if (System.getenv("CI") != null) {
      throw new AssertionError(message);
    }
    return abort(Binaries.onConsole(message));
  }

  /** Runs a program to its end in a folder; what it printed is in the result. */
  public static Result run(Path folder, Object... command) {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    try {
      var process =
          new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asked for once in a process. */
  private static final class Place {
    static final Result INSTALLED = run(Path.of("."), Path.of(INSTALL).toAbsolutePath());
  }
}
