package com.paperspace.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a process has used, as Linux and its JVM count it. */
final class Usage {
  /** In which the kernel counts processor time: 100 a second on every machine of today. */
  private static final double MILLIS_PER_TICK = 10;

  private static final double KIB_PER_MB = 1000 / 1.024;

  /** After the name in brackets and eleven other fields: time in user mode, and in the kernel. */
  private static final Pattern TIMES = Pattern.compile("\\) (?:\\S+ ){11}(\\d+) (\\d+)");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private Usage() {}

  /** Milliseconds of processor time since its start. */
  static double cpuMillis(Child child) {
    var times = TIMES.matcher(read(child, "stat")).results().findFirst().orElseThrow();
    return (Long.parseLong(times.group(1)) + Long.parseLong(times.group(2))) * MILLIS_PER_TICK;
  }

  /** Megabytes of memory it holds. */
  static double residentMegabytes(Child child) {
    var found = RESIDENT.matcher(read(child, "status")).results().findFirst().orElseThrow();
    return Long.parseLong(found.group(1)) / KIB_PER_MB;
  }

  /** Bytes of live objects; counting them collects the garbage first. */
  static long liveBytes(Child child) {
    var pid = String.valueOf(child.pid());
    var histogram = Machine.output(Jvm.program("jcmd"), pid, "GC.class_histogram");
    var found = TOTAL.matcher(histogram).results().findFirst().orElseThrow();
    return Long.parseLong(found.group(1));
  }

  private static String read(Child child, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(child.pid()), file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
