package com.paperspace.operator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when something was measured.
 *
 * @param jdk of the operator and of all baselines
 * @param load how many processes wanted a core when it ended; well above the cores means that
 *     others disturbed it
 * @param note what a reader has to know of this run; empty for nothing
 */
record Machine(
    int cores, String jdk, String os, String date, String commit, double load, String note) {
  static Machine now() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        system.getAvailableProcessors(),
        Jvm.version(),
        system.getName() + " " + system.getVersion(),
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        head(),
        system.getSystemLoadAverage(),
        System.getProperty("bench.note", ""));
  }

  private static String head() {
    return output("git", "describe", "--always", "--dirty", "--exclude", "*");
  }

  /** What a short command prints. */
  static String output(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
