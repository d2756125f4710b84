package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.reconcile.status.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds calls back while the API fails, all but one now and then that tests whether it is back. Its
 * {@link KeyLimiter} lets in one thread at a time.
 */
final class CircuitBreaker {
  /** Fewer failures in a row are a hiccup, for which the retries of each resource are enough. */
  private static final int FAILURES_TO_OPEN = 5;

  /** Most outages are short, so probes begin after 2 s; in a long one they cost a call in 30 s. */
  private static final Backoff PROBES =
      Backoff.doubling(Duration.ofSeconds(2), Duration.ofSeconds(30));

  /** From its turn to its call a pass takes milliseconds; one that makes none is no probe. */
  private static final Duration TO_BEGIN = Duration.ofSeconds(2);

  /** As long as a call may take ({@code ClientConfig.callTimeout}). */
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);

  /** A pass let in before it opened has begun its call by then; the first probe comes later. */
  private static final Duration LET_IN_BEFORE = Duration.ofSeconds(1);

  private final Set<Runnable> turnedAway = new HashSet<>();
  private int failures;
  private Instant opened = Instant.MIN;
  private Instant probeAt = Instant.MIN;

  /**
   * How long a pass has to wait; empty when it may begin. When a probe is due, the first pass that
   * is let in is the probe.
   *
   * @param wake runs when the API is back, if the pass has to wait
   */
  Optional<Duration> holds(Instant now, Runnable wake) {
    if (!isOpen()) {
      return Optional.empty();
    }
    if (now.isBefore(probeAt)) {
      turnedAway.add(wake);
      return Optional.of(Duration.between(now, probeAt));
    }
    return Optional.empty();
  }

  /** Has something run when the API is back, while calls are held back. */
  void onReturn(Runnable wake) {
    if (isOpen()) {
      turnedAway.add(wake);
    }
  }

  /** Notes that a pass was let in; where it makes no call, the next to come is the probe. */
  void letIn(Instant now) {
    holdBack(now, TO_BEGIN);
  }

  /** Notes a call that begins; where it is a probe, no other is made until it has ended. */
  void calling(Instant now) {
    if (!wasLetInBefore(now)) {
      holdBack(now, TO_ANSWER);
    }
  }

  /** Notes a call that was answered with what does not tell whether the API is back. */
  void leftOpen(Instant now) {
    if (isOpen()) {
      probeAt = now.plus(untilProbe());
    }
  }

  private boolean wasLetInBefore(Instant began) {
    return began.isBefore(opened.plus(LET_IN_BEFORE));
  }

  private void holdBack(Instant now, Duration span) {
    var until = now.plus(span);
    if (isOpen() && until.isAfter(probeAt)) {
      probeAt = until;
    }
  }

  /**
   * Notes a call the API failed to answer. Calls that are under way together fail together: while
   * it is open only probes count.
   *
   * @param began when the call began
   */
  void failed(Instant began, Instant now) {
    if (isOpen() && wasLetInBefore(began)) {
      return;
    }
    failures++;
    if (failures == FAILURES_TO_OPEN) {
      opened = now;
    }
    probeAt = now.plus(untilProbe());
  }

  /** Notes a call that was answered, be it with a refusal; answers whom to wake. */
  Set<Runnable> answered() {
    boolean wasOpen = isOpen();
    failures = 0;
    if (!wasOpen) {
      return Set.of();
    }
    var woken = Set.copyOf(turnedAway);
    turnedAway.clear();
    return woken;
  }

  /** Whether calls are held back. */
  boolean isOpen() {
    return failures >= FAILURES_TO_OPEN;
  }

  private Duration untilProbe() {
    return PROBES.after(failures - FAILURES_TO_OPEN + 1);
  }
}
