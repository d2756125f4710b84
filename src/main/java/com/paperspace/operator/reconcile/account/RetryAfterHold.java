package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.reconcile.status.Pacing;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a key is held after a 429: as long as the answer says, and longer each time when it says
 * nothing. Its {@link KeyLimiter} lets in one thread at a time.
 */
final class RetryAfterHold {
  private final Pacing pacing;
  private Instant until = Instant.MIN;
  private int bare;
  private Duration held = Duration.ZERO;

  RetryAfterHold(Pacing pacing) {
    this.pacing = pacing;
  }

  boolean holds(Instant now) {
    return now.isBefore(until);
  }

  Instant until() {
    return until;
  }

  /** For how long the key was held until now, in all. */
  Duration held(Instant now) {
    return holds(now) ? held.minus(Duration.between(now, until)) : held;
  }

  /** Notes a 429; {@code retryAfter} null means it did not say for how long. */
  void limited(Instant now, Duration retryAfter) {
    if (retryAfter != null) {
      hold(now, now.plus(retryAfter));
    } else if (!holds(now)) {
      // Calls sent together are refused together: only the first refusal counts.
      bare++;
      hold(now, now.plus(pacing.retry(bare)));
    }
  }

  /** Notes a call that was served; one served while the key is held was sent before the 429. */
  void served(Instant now) {
    if (!holds(now)) {
      bare = 0;
    }
  }

  private void hold(Instant now, Instant time) {
    if (time.isAfter(until)) {
      held = held.plus(Duration.between(holds(now) ? until : now, time));
      until = time;
    }
  }
}
