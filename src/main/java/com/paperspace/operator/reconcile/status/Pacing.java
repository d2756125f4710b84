package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When to look again. All waits carry up to 20 % of jitter.
 *
 * @param syncPeriod between two looks at an object at rest; 10 s to 24 h
 * @param slowRound between two looks at what no list shows of one; 10 s to 24 h
 * @param movingMin first look at a moving object; grows with the time it moves
 * @param movingMax longest wait between two looks at a moving object
 * @param retryMin first wait after a failure; doubles with each
 * @param retryMax longest wait after a failure that will pass by itself
 * @param slow between two tries of what only a person can mend
 * @param createGrace how long a create without an answer may still turn up; as long as the time to
 *     send it, the call timeout and the list lag together
 * @param lag how long after a write the API may still answer with the state before it
 * @param random from 0 to 1, for the jitter
 */
public record Pacing(
    Duration syncPeriod,
    Duration slowRound,
    Duration movingMin,
    Duration movingMax,
    Duration retryMin,
    Duration retryMax,
    Duration slow,
    Duration createGrace,
    Duration lag,
    DoubleSupplier random) {

  /** Enough that objects which fail together come back apart, too little to slow anybody down. */
  private static final double JITTER = 0.2;

  private static final double SWEEP_JITTER = 0.05;

  /** Capacity comes and goes: tried from a minute to 15 minutes, with {@code slow} at 30. */
  private static final int CAPACITY_FIRST = 30;

  private static final int CAPACITY_LAST = 2;

  /** What no list shows changes seldom. */
  private static final Duration ROUND = Duration.ofHours(1);

  /** Longest waits of what moves. */
  private static final int ROWS_IN_WAITS = 5;

  /** Ten hours at the default period, as long as controllers commonly wait. */
  private static final int LONGEST_IN_PERIODS = 120;

  /**
   * 16 s at first: a person who mends it at once waits little, and one who does not costs little.
   */
  private static final int STALLED_FIRST = 8;

  /** A look after half the time it has moved shows the end late by a third of the whole at most. */
  private static final int MOVING_PART = 2;

  /**
   * While the API is away some pass must come often enough to notice that it is back; the limiter
   * of the key turns most of them away at no cost.
   */
  private static final Duration PROBE = Duration.ofSeconds(30);

  /** The pace in production. */
  public static Pacing every(Duration syncPeriod) {
    return new Pacing(
        syncPeriod,
        ROUND,
        // The quickest changes of the API, a start or a small rollout, take several seconds.
        Duration.ofSeconds(5),
        // The slowest take half an hour, and whoever waits for them does not miss a minute.
        Duration.ofSeconds(60),
        // A fault of a moment costs a moment.
        Duration.ofSeconds(2),
        // Whoever mended something does not wait longer than that to see it.
        Duration.ofMinutes(2),
        // A person who mends it edits the spec or asks at once; this only covers who does not.
        Duration.ofMinutes(30),
        // 30 s until it is sent, 30 s for the call, 30 s until the list shows what it made.
        Duration.ofSeconds(90),
        // An assumption: the API promises nothing.
        Duration.ofSeconds(30),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * The wait after a verdict.
   *
   * @param attempts failures in a row, this one included
   * @param movingFor how long the object has been moving
   */
  public Duration after(Verdict verdict, int attempts, Duration movingFor) {
    var wait = wait(verdict, attempts, movingFor);
    if (verdict.notAfter() != null && verdict.notAfter().compareTo(wait) < 0) {
      return jittered(verdict.notAfter());
    }
    var least = least(verdict);
    return least != null && least.compareTo(wait) > 0 ? least : jittered(wait);
  }

  private Duration least(Verdict verdict) {
    var asked = verdict.notBefore();
    return switch (verdict.reason()) {
      // A machine that was half made may still turn up, so nothing is tried again before.
      case OutOfCapacity -> lag;
      // Whoever answers for a service that is away may ask for an hour, and it is back in a minute.
      case ProviderUnavailable -> asked == null ? null : min(asked, PROBE);
      default -> asked;
    };
  }

  /**
   * From the beginning of a sweep of a list to that of the next: a period at the most. There are
   * few, so that little jitter keeps them apart.
   */
  public Duration sweep() {
    return syncPeriod.minusMillis(
        (long) (syncPeriod.toMillis() * SWEEP_JITTER * random.getAsDouble()));
  }

  /** The longest time between two looks at what no list shows of an object at rest. */
  public Duration round() {
    return max(slowRound, syncPeriod);
  }

  /** Until the next look at what is to be looked at at least once a period. */
  public Duration within(Duration period) {
    return period.minusMillis((long) (period.toMillis() * JITTER * random.getAsDouble()));
  }

  /** The same for the first of those looks: all begin at once, and come back spread evenly. */
  public Duration spread(Duration period) {
    return Duration.ofMillis((long) (period.toMillis() * random.getAsDouble()));
  }

  /** The pace of one that is looked at at least once a period, the jitter included. */
  public Pacing keeping(Duration period) {
    return at(Duration.ofMillis((long) (period.toMillis() / (1 + JITTER))), slowRound);
  }

  /** The same pace with other looks at what is at rest. */
  public Pacing at(Duration period, Duration round) {
    return new Pacing(
        period, round, movingMin, movingMax, retryMin, retryMax, slow, createGrace, lag, random);
  }

  /** Between two looks at what lists show; each change wakes it before. */
  public Duration longest() {
    return jittered(syncPeriod.multipliedBy(LONGEST_IN_PERIODS));
  }

  /** Whether looks at what is at rest come more seldom than once in a period. */
  public boolean isSlowerThan(Duration period) {
    return period.compareTo(syncPeriod) < 0;
  }

  /**
   * How long the rows of lists may stand in place of a look at what is on its way. What no row
   * tells, such as the event of a change that failed, is late by that at most; a delete that was
   * lost is asked for again after as long.
   */
  public Duration rowsInPlace() {
    return movingMax.multipliedBy(ROWS_IN_WAITS);
  }

  /** The wait after so many failures in a row of what passes by itself. */
  public Duration retry(int failures) {
    return jittered(growing(retryMin, retryMax, failures));
  }

  private Duration wait(Verdict verdict, int attempts, Duration movingFor) {
    return switch (verdict.shape()) {
      case SETTLED, PAUSED -> syncPeriod;
      case QUEUED -> Duration.ZERO;
      case MOVING, DELETING -> moving(movingFor);
      case SHOWN ->
          switch (verdict.observation().phase()) {
            case READY -> syncPeriod;
            case PROGRESSING, BUSY -> moving(movingFor);
            case FAILED, UNMADE -> min(slow, syncPeriod);
          };
      case WAITING, DELETE_WAITING ->
          switch (verdict.reason()) {
            case OutOfCapacity ->
                growing(slow.dividedBy(CAPACITY_FIRST), slow.dividedBy(CAPACITY_LAST), attempts);
            case ProviderUnavailable, RateLimited -> away(attempts);
            default -> growing(retryMin, retryMax, attempts);
          };
      case TRANSIENT -> away(attempts);
      case FAILED -> min(slow, syncPeriod);
      case STALLED, DELETE_STALLED ->
          growing(
              retryMin.multipliedBy(STALLED_FIRST),
              slow.dividedBy(mends(verdict.reason())),
              attempts);
    };
  }

  private Duration away(int attempts) {
    return growing(retryMin, min(PROBE, retryMax), attempts);
  }

  /**
   * How many times sooner than the rest it is tried again. Nothing here tells that it was mended
   * where that happens outside Kubernetes: a key after 5 minutes, a right or a quota after 10.
   */
  private static int mends(Reason reason) {
    return switch (reason) {
      case CredentialsInvalid -> 6;
      case Forbidden, Blocked, QuotaExceeded -> 3;
      default -> 1;
    };
  }

  /** The wait for what has been on its way for so long. */
  public Duration moving(Duration movingFor) {
    return clamp(movingFor.dividedBy(MOVING_PART), movingMin, movingMax);
  }

  /** A wait made longer by up to 20 %, so that many do not end at once. */
  Duration jittered(Duration wait) {
    return wait.plusMillis((long) (wait.toMillis() * JITTER * random.getAsDouble()));
  }

  private static Duration growing(Duration first, Duration most, int attempts) {
    return Backoff.doubling(first, most).after(attempts);
  }

  private static Duration clamp(Duration value, Duration least, Duration most) {
    return min(value.compareTo(least) < 0 ? least : value, most);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
