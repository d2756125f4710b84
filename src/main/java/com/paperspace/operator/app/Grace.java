package com.paperspace.operator.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A check that complains only once another one has complained without a break for long enough:
 * outages of the API server pass by themselves, and a restart would only make them longer.
 */
public final class Grace implements Supplier<Optional<String>> {
  private final Supplier<Optional<String>> check;
  private final Duration grace;
  private final LongSupplier nanoTime;
  private boolean well = true;
  private long since;

  /** Judges whenever it is asked, so it must be asked more often than the grace is long. */
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
