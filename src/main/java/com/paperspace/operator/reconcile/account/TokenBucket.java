package com.paperspace.operator.reconcile.account;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a key may make: so many per second, with some saved up for a burst. Background
 * work leaves a part of the burst to what people ask for. Its {@link KeyLimiter} lets in one thread
 * at a time.
 */
final class TokenBucket {
  /** The real limit is not published; 10 a second look at 1,000 resources in under 2 minutes. */
  static final double DEFAULT_RATE = 10;

  /** Five seconds of the rate, so that an edit of some 20 resources goes through at once. */
  static final int DEFAULT_BURST = 50;

  /** A quarter of the burst is 12 calls: the two to four of an edit, for several people. */
  private static final double BACKGROUND_RESERVE = 0.25;

  private static final double NANOS_PER_SECOND = 1e9;

  private double rate = DEFAULT_RATE;
  private int burst = DEFAULT_BURST;
  private double tokens = DEFAULT_BURST;
  private Instant refilled;
  private Instant lastTurn;
  private Instant lastUrgentTurn;

  TokenBucket(Instant now) {
    refilled = now;
    lastTurn = now;
    lastUrgentTurn = now;
  }

  /**
   * Sets calls per second and calls at once; answers whether turns now come sooner than those that
   * were given: they are given anew.
   */
  boolean limit(double rate, int burst, Instant now) {
    boolean isFaster = rate > this.rate;
    if (isFaster) {
      lastTurn = now;
      lastUrgentTurn = now;
    }
    this.rate = rate;
    this.burst = burst;
    tokens = Math.min(tokens, burst);
    return isFaster;
  }

  /** Whether a pass may begin; {@code urgent} when a person asked for it. */
  boolean hasRoom(Instant now, boolean urgent) {
    refill(now);
    return tokens > (urgent ? 0 : burst * BACKGROUND_RESERVE);
  }

  /** Calls that may be made at once now; below zero where more were made than it gives. */
  double left(Instant now) {
    refill(now);
    return tokens;
  }

  /** The most that are saved up. */
  int burst() {
    return burst;
  }

  /** Counts a call that was made, even when none is left: later passes wait for it. */
  void spend(Instant now) {
    refill(now);
    tokens -= 1;
  }

  /**
   * When to come back, as a wait from now. Turns follow each other at the rate, and people queue
   * apart from background work.
   */
  Duration turn(Instant earliest, Instant now, boolean urgent) {
    var last = urgent ? lastUrgentTurn : lastTurn;
    var turn =
        (last.isAfter(earliest) ? last : earliest).plusNanos((long) (NANOS_PER_SECOND / rate));
    if (urgent) {
      lastUrgentTurn = turn;
    } else {
      lastTurn = turn;
    }
    return Duration.between(now, turn);
  }

  /** The last turn that was given to a pass a person asked for. */
  Instant lastUrgentTurn() {
    return lastUrgentTurn;
  }

  private void refill(Instant now) {
    double seconds = Duration.between(refilled, now).toNanos() / NANOS_PER_SECOND;
    if (seconds > 0) {
      tokens = Math.min(burst, tokens + seconds * rate);
      refilled = now;
    }
  }
}
