package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The pace of one API key, shared by all kinds: a token bucket with a lane for people, the floor a
 * 429 sets, and a circuit breaker. A pass asks before it starts; nothing ever blocks.
 */
public final class KeyLimiter {
  /** Calls per second when the account sets no budget. */
  static final double DEFAULT_RATE = 10;

  /** Calls that may come at once when the account sets no budget. */
  static final int DEFAULT_BURST = 50;

  private static final int FAILURES_TO_OPEN = 5;

  /** Short at first, for most outages are; a probe that fails costs one call. */
  private static final Backoff PROBES =
      Backoff.doubling(Duration.ofSeconds(2), Duration.ofSeconds(30));

  private static final Duration REJECTED = Duration.ofMinutes(5);
  private static final double BACKGROUND_RESERVE = 0.25;

  /** A pass that is due begins within this time, or there is none any more. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** No sooner is it asked again whether the queue has ended: a look at it costs a pass. */
  private static final Duration QUEUE_STEP = Duration.ofSeconds(1);

  private final Clock clock;
  private final RetryAfterHold throttle;
  private final Map<String, PaperspaceAccount.Budget> budgets = new HashMap<>();
  private double rate = DEFAULT_RATE;
  private int burst = DEFAULT_BURST;
  private double tokens = DEFAULT_BURST;
  private Instant refilled;
  private Instant lastSlot;
  private Instant lastUrgentSlot;
  private Instant rejectedUntil = Instant.MIN;
  private Instant probeAt = Instant.MIN;
  private int failures;
  private boolean doubted;
  private final Map<Runnable, Instant> turnedAway = new HashMap<>();
  private final Set<Runnable> waiting = new HashSet<>();

  KeyLimiter(Clock clock, Pacing pacing) {
    this.clock = clock;
    this.throttle = new RetryAfterHold(pacing);
    this.refilled = clock.instant();
    this.lastSlot = refilled;
    this.lastUrgentSlot = refilled;
  }

  /**
   * Sets the budget an account declares; null means none. Of several accounts with this key the
   * smallest rate and the smallest burst hold, and the defaults where nobody declares any.
   */
  public synchronized void budget(String account, PaperspaceAccount.Budget declared) {
    if (declared == null) {
      budgets.remove(account);
    } else {
      budgets.put(account, declared);
    }
    rate =
        budgets.values().stream()
            .map(PaperspaceAccount.Budget::requestsPerSecond)
            .filter(Objects::nonNull)
            .mapToDouble(Number::doubleValue)
            .min()
            .orElse(DEFAULT_RATE);
    burst =
        budgets.values().stream()
            .map(PaperspaceAccount.Budget::burst)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .min()
            .orElse(DEFAULT_BURST);
    tokens = Math.min(tokens, burst);
  }

  /**
   * Why and how long a pass must wait, or empty when it may go.
   *
   * @param urgent whether a person asked for it; background work leaves a quarter of the bucket
   * @param wake runs when the API is back, for those turned away by the breaker
   */
  public synchronized Optional<Verdict> closed(boolean urgent, Runnable wake) {
    var away = away(urgent, wake);
    return away.isPresent() ? away : noToken(urgent, wake);
  }

  /**
   * Why the API cannot be asked at all now. A pass that was let in asks this alone for a further
   * call: what it has begun it can finish, and those to come pay for it.
   */
  synchronized Optional<Verdict> away(boolean urgent, Runnable wake) {
    var now = clock.instant();
    if (now.isBefore(rejectedUntil)) {
      return Optional.of(
          Verdict.stalled(Reason.CredentialsInvalid, Failures.CREDENTIALS_MESSAGE)
              .notBefore(Duration.between(now, rejectedUntil)));
    }
    if (throttle.holds(now)) {
      return Optional.of(
          Verdict.of(
                  Verdict.Shape.TRANSIENT,
                  Reason.RateLimited,
                  "The API asked to slow down; calls go on when it allows.")
              .notBefore(slotAfter(throttle.until(), now, urgent)));
    }
    if (failures >= FAILURES_TO_OPEN) {
      if (now.isBefore(probeAt)) {
        waiting.add(wake);
        return Optional.of(
            Verdict.of(
                    Verdict.Shape.TRANSIENT,
                    Reason.ProviderUnavailable,
                    "The API has been failing; one call at a time tests whether it is back.")
                .notBefore(Duration.between(now, probeAt)));
      }
      probeAt = now.plus(probeWait());
    }
    return Optional.empty();
  }

  /** How long it takes at least until all whom people wait for have had a turn; zero if none. */
  synchronized Duration queue() {
    var now = clock.instant();
    // Who did not come to its turn will not come any more.
    turnedAway.values().removeIf(slot -> slot.plus(TURN).isBefore(now));
    if (turnedAway.isEmpty()) {
      return Duration.ZERO;
    }
    var rest = Duration.between(now, lastUrgentSlot);
    return rest.compareTo(QUEUE_STEP) < 0 ? QUEUE_STEP : rest;
  }

  private Optional<Verdict> noToken(boolean urgent, Runnable wake) {
    var now = clock.instant();
    refill(now);
    double least = urgent ? 0 : burst * BACKGROUND_RESERVE;
    if (tokens > least) {
      turnedAway.remove(wake);
      return Optional.empty();
    }
    var wait = slotAfter(now, now, urgent);
    if (urgent) {
      turnedAway.put(wake, now.plus(wait));
    }
    return Optional.of(Verdict.of(Verdict.Shape.QUEUED, Reason.RateLimited, "").notBefore(wait));
  }

  /** Notes one call; {@code failure} is null when it succeeded. */
  void called(PaperspaceException.Reason failure, Duration retryAfter) {
    for (var wake : note(failure, retryAfter)) {
      wake.run();
    }
  }

  /** Notes that the key is not accepted, as an answer without an error status says it. */
  synchronized void rejected() {
    rejectedUntil = clock.instant().plus(REJECTED);
  }

  /**
   * Whether a call was answered 401 since the key was last believed: the session has to be asked.
   */
  synchronized boolean isDoubted() {
    return doubted;
  }

  /** Notes that the session vouches for the key. */
  synchronized void believe() {
    doubted = false;
  }

  /** Forgets that the key was rejected, to try it now. */
  synchronized void tryKeyAgain() {
    rejectedUntil = Instant.MIN;
  }

  private synchronized Set<Runnable> note(PaperspaceException.Reason failure, Duration retryAfter) {
    var now = clock.instant();
    refill(now);
    tokens -= 1;
    if (failure == null) {
      return recovered(now);
    }
    switch (failure) {
      case RATE_LIMITED -> throttle.limited(now, retryAfter);
      case UNAUTHORIZED -> doubted = true;
      case UNAVAILABLE, NO_ANSWER -> {
        failures++;
        probeAt = now.plus(probeWait());
      }
      case INVALID, FORBIDDEN, BLOCKED, NOT_FOUND, CONFLICT, OUT_OF_CAPACITY, QUOTA, MALFORMED -> {
        return recovered(now);
      }
    }
    return Set.of();
  }

  private Set<Runnable> recovered(Instant now) {
    throttle.served(now);
    boolean wasOpen = failures >= FAILURES_TO_OPEN;
    failures = 0;
    if (!wasOpen) {
      return Set.of();
    }
    var woken = Set.copyOf(waiting);
    waiting.clear();
    return woken;
  }

  private Duration probeWait() {
    return PROBES.after(failures - FAILURES_TO_OPEN + 1);
  }

  /** Those turned away come back one after the other, each lane in a queue of its own. */
  private Duration slotAfter(Instant earliest, Instant now, boolean urgent) {
    var last = urgent ? lastUrgentSlot : lastSlot;
    var slot = (last.isAfter(earliest) ? last : earliest).plusNanos((long) (1_000_000_000L / rate));
    if (urgent) {
      lastUrgentSlot = slot;
    } else {
      lastSlot = slot;
    }
    return Duration.between(now, slot);
  }

  private void refill(Instant now) {
    double seconds = Duration.between(refilled, now).toNanos() / 1e9;
    if (seconds > 0) {
      tokens = Math.min(burst, tokens + seconds * rate);
      refilled = now;
    }
  }
}
