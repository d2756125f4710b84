package com.paperspace.operator.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The demo's voice: what it does, what it expects, and whether that came. */
final class Narrator {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int LONGEST_OUTPUT = 30;

  private final PrintStream out;
  private final long startedAt = System.nanoTime();
  private int steps;

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Begins a step. */
  void step(String title) {
    say("");
    say("=== %d. %s (%.0f s)", ++steps, title, seconds());
  }

  void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  /** Shows a command as it would be typed. */
  void command(String line) {
    say("%s", "$ " + line);
  }

  /** Shows what a command printed; very long output is cut. */
  void output(String text) {
    var lines = text.stripTrailing().lines().toList();
    lines.stream().limit(LONGEST_OUTPUT).forEach(line -> say("%s", line));
    if (lines.size() > LONGEST_OUTPUT) {
      say("... and %d more lines", lines.size() - LONGEST_OUTPUT);
    }
  }

  /** Looks until what is expected is seen, and answers with that. */
  <T> T expect(String expected, Supplier<T> look, Predicate<T> asExpected) {
    var seen = new AtomicReference<T>();
    try {
      Awaitility.await()
          .atMost(DEADLINE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                seen.set(look.get());
                return asExpected.test(seen.get());
              });
    } catch (ConditionTimeoutException e) {
      throw new DemoFailed(
          expected, seen.get() + " (after " + DEADLINE.toSeconds() + " s of looking)");
    }
    say("ok: %s", expected);
    return seen.get();
  }

  double seconds() {
    return (System.nanoTime() - startedAt) / 1e9;
  }
}
