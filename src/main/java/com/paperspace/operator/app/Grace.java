package com.paperspace.operator.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A check that complains only after another one has complained for a while without a break. An
 * outage of the API server passes by itself, and a restart would only make it longer.
 */
public final class Grace implements Supplier<Optional<String>> {
  private final Supplier<Optional<String>> check;
  private final Duration grace;
  private final LongSupplier nanoTime;
  private boolean well = true;
  private long since;

  /** Looks only when it is asked, so whoever asks must do so more often than once in the grace. */
  public Grace(Supplier<Optional<String>> check, Duration grace) {
    this(check, grace, System::nanoTime);
  }

  Grace(Supplier<Optional<String>> check, Duration grace, LongSupplier nanoTime) {
    this.check = check;
    this.grace = grace;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Optional<String> get() {
    Optional<String> problem = check.get();
    if (problem.isPresent() && well) {
      since = nanoTime.getAsLong();
    }
    well = problem.isEmpty();
    return problem
        .filter(text -> nanoTime.getAsLong() - since >= grace.toNanos())
        .map(text -> text + ", for more than " + grace.toSeconds() + " s");
  }
}
