package com.paperspace.operator.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lists that change rarely, remembered for a while by all who share a client. */
final class Recent {
  /** Who joins a team or a catalogue is looked for by name again, see {@link #find}. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** What is missing in a list of this age may have come since; many that miss ask once. */
  private static final Duration MISSED_ANEW = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Map<String, Reading<?>> known = new ConcurrentHashMap<>();

  /** Takes what goes on whatever becomes of a clock, in nanoseconds. */
  Recent(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Reading<T>(List<T> rows, long nanos) {}

  /** The list, not older than five minutes. */
  <T> List<T> list(String name, Supplier<List<T>> read) {
    return list(name, read, REMEMBERED);
  }

  /** The first that fits; for one that is missing the list is read once more. */
  <T> Optional<T> find(String name, Supplier<List<T>> read, Predicate<T> fits) {
    return list(name, read).stream()
        .filter(fits)
        .findFirst()
        .or(() -> list(name, read, MISSED_ANEW).stream().filter(fits).findFirst());
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> list(String name, Supplier<List<T>> read, Duration age) {
    var reading = (Reading<T>) known.get(name);
    if (reading == null || nanoTime.getAsLong() - reading.nanos() >= age.toNanos()) {
      reading = new Reading<>(List.copyOf(read.get()), nanoTime.getAsLong());
      known.put(name, reading);
    }
    return reading.rows();
  }
}
