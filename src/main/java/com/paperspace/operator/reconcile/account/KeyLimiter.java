package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount.Budget;
import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.Pacing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The pace of one API key, shared by all kinds: a token bucket, the hold a 429 sets, and a circuit
 * breaker. A pass asks before it starts; nothing ever blocks.
 */
final class KeyLimiter implements Listener {
  /**
   * A key that was revoked seldom comes back, so it is tried again rarely; a new key has a limiter
   * of its own and waits for nothing.
   */
  private static final Duration REJECTED = Duration.ofMinutes(5);

  /**
   * How long a key is told of as refused after it was, and the API as away after somebody wanted to
   * ask it: who needs the key asks again within 6 minutes, and one that nobody needs any more is no
   * trouble.
   */
  private static final Duration TOLD = Duration.ofMinutes(15);

  /** A pass that has not begun so long after its turn never will: its resource is gone. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** A look whether the queue has ended costs a pass, so there is at most one a second. */
  private static final Duration QUEUE_STEP = Duration.ofSeconds(1);

  /** Lists that are read in place of looks leave the rest of the calls to what they are for. */
  private static final int SHARE = 4;

  private final Clock clock;
  private final TokenBucket bucket;
  private final TokenBucket pages;
  private final RetryAfterHold hold;
  private final CircuitBreaker breaker = new CircuitBreaker();
  private final Map<String, Budget> budgets = new HashMap<>();
  private final Map<Runnable, Instant> turns = new HashMap<>();

  /** When those turns were dropped last that are long over. */
  private Instant turnsKept = Instant.MIN;

  private Instant rejectedUntil = Instant.MIN;
  private Instant asked = Instant.MIN;
  private boolean doubted;
  private Instant refused = Instant.MIN;

  /** How many passes were turned away, for what. */
  private final Map<Why, Long> turnedAway = new EnumMap<>(Why.class);

  /** Why a pass may not begin. */
  enum Why {
    /** The API does not accept the key. */
    REJECTED,
    /** The API asked to slow down. */
    SLOWED_DOWN,
    /** The API fails. */
    AWAY,
    /** Others come first. */
    QUEUED
  }

  /** Why a pass may not begin, and how long it has to wait at least. */
  record Closed(Why why, Duration pause) {}

  KeyLimiter(Clock clock, Pacing pacing) {
    this.clock = clock;
    this.bucket = new TokenBucket(clock.instant());
    this.pages = new TokenBucket(clock.instant());
    limit(TokenBucket.DEFAULT_RATE, TokenBucket.DEFAULT_BURST);
    this.hold = new RetryAfterHold(pacing);
  }

  /**
   * Sets the budget an account declares; null means none. Of several accounts with this key the
   * smallest rate and the smallest burst hold, and the defaults where nobody declares any. Whom a
   * person waits for at a lower rate is woken to get a sooner turn.
   */
  void budget(String account, Budget declared) {
    declare(account, declared).forEach(Runnable::run);
  }

  private synchronized Set<Runnable> declare(String account, Budget declared) {
    if (declared == null) {
      budgets.remove(account);
    } else {
      budgets.put(account, declared);
    }
    boolean isFaster =
        limit(
            smallest(Budget::requestsPerSecond)
                .map(Integer::doubleValue)
                .orElse(TokenBucket.DEFAULT_RATE),
            smallest(Budget::burst).orElse(TokenBucket.DEFAULT_BURST));
    if (!isFaster) {
      return Set.of();
    }
    var waiting = Set.copyOf(turns.keySet());
    turns.clear();
    return waiting;
  }

  /** Answers whether turns come sooner than before. */
  private boolean limit(double rate, int burst) {
    var now = clock.instant();
    pages.limit(rate / SHARE, Math.max(1, burst / SHARE), now);
    return bucket.limit(rate, burst, now);
  }

  private Optional<Integer> smallest(Function<Budget, Integer> part) {
    return budgets.values().stream().map(part).filter(Objects::nonNull).min(Integer::compare);
  }

  /**
   * Why and how long a pass must wait, or empty when it may go.
   *
   * @param urgent whether a person asked for it
   * @param wake runs when the API is back, for those turned away by the breaker
   */
  synchronized Optional<Closed> closed(boolean urgent, Runnable wake) {
    asked = clock.instant();
    // A pass without room in the budget waits, so it cannot be the probe of the breaker.
    var closed = letIn(held(urgent, wake).or(() -> full(urgent, wake)));
    closed.ifPresent(it -> turnedAway.merge(it.why(), 1L, Long::sum));
    return closed;
  }

  /** Whether nobody has asked to begin since. */
  synchronized boolean isIdleSince(Instant time) {
    return asked.isBefore(time);
  }

  /** What metrics tell of this key, under the name of one who uses it. */
  synchronized KeyUse use(String account) {
    var now = clock.instant();
    return new KeyUse(
        account,
        bucket.left(now),
        bucket.burst(),
        breaker.isOpen() && now.isBefore(asked.plus(TOLD)),
        now.isBefore(refused.plus(TOLD)),
        hold.held(now),
        counts());
  }

  /** All counts, also those that are still zero. */
  private Map<String, Long> counts() {
    var all = new TreeMap<String, Long>();
    for (var why : Why.values()) {
      all.put(why.name().toLowerCase(Locale.ROOT), turnedAway.getOrDefault(why, 0L));
    }
    return all;
  }

  /**
   * The same for one page of a list that is read in place of looks; where it may be read, it has to
   * be: it is counted.
   */
  synchronized Optional<Closed> pageClosed(Runnable wake) {
    var now = clock.instant();
    if (!pages.hasRoom(now, true)) {
      return Optional.of(new Closed(Why.QUEUED, pages.turn(now, now, true)));
    }
    var closed = closed(false, wake);
    if (closed.isEmpty()) {
      pages.spend(now);
    }
    return closed;
  }

  /**
   * Why the API cannot be asked at all now. A pass that has begun asks only this before a further
   * call, so that it can finish; the passes after it wait for the calls it takes.
   */
  synchronized Optional<Closed> away(boolean urgent, Runnable wake) {
    return letIn(held(urgent, wake));
  }

  /**
   * Has something run once the API is back, where it is away; whoever waits for that asks nothing.
   */
  synchronized void onReturn(Runnable wake) {
    breaker.onReturn(wake);
  }

  private Optional<Closed> letIn(Optional<Closed> closed) {
    if (closed.isEmpty()) {
      breaker.letIn(clock.instant());
    }
    return closed;
  }

  private Optional<Closed> held(boolean urgent, Runnable wake) {
    var now = clock.instant();
    if (now.isBefore(rejectedUntil)) {
      return Optional.of(new Closed(Why.REJECTED, Duration.between(now, rejectedUntil)));
    }
    if (hold.holds(now)) {
      return Optional.of(new Closed(Why.SLOWED_DOWN, bucket.turn(hold.until(), now, urgent)));
    }
    return breaker.holds(now, wake).map(pause -> new Closed(Why.AWAY, pause));
  }

  private Optional<Closed> full(boolean urgent, Runnable wake) {
    var now = clock.instant();
    if (bucket.hasRoom(now, urgent)) {
      turns.remove(wake);
      return Optional.empty();
    }
    var pause = bucket.turn(now, now, urgent);
    if (urgent) {
      if (now.isAfter(turnsKept.plus(TURN))) {
        dropTurns(now);
      }
      turns.put(wake, now.plus(pause));
    }
    return Optional.of(new Closed(Why.QUEUED, pause));
  }

  private void dropTurns(Instant now) {
    turnsKept = now;
    turns.values().removeIf(turn -> turn.plus(TURN).isBefore(now));
  }

  /**
   * How long it takes at least until every pass that a person asked for and that was turned away
   * has had its turn; zero if there is none.
   */
  synchronized Duration queue() {
    var now = clock.instant();
    dropTurns(now);
    if (turns.isEmpty()) {
      return Duration.ZERO;
    }
    var rest = Duration.between(now, bucket.lastUrgentTurn());
    return rest.compareTo(QUEUE_STEP) < 0 ? QUEUE_STEP : rest;
  }

  @Override
  public synchronized void calling() {
    breaker.calling(clock.instant());
  }

  @Override
  public void called(Listener.Call call) {
    called(call.reason(), call.retryAfter(), call.duration());
  }

  /** Notes one call; {@code failure} is null when it succeeded. */
  void called(PaperspaceException.Reason failure, Duration retryAfter, Duration took) {
    for (var wake : note(failure, retryAfter, took)) {
      wake.run();
    }
  }

  /** Notes that the API does not accept the key, which it says by an empty session and no error. */
  synchronized void rejected() {
    refused = clock.instant();
    rejectedUntil = refused.plus(REJECTED);
  }

  /** Whether a call was answered 401 since the session last vouched for the key. */
  synchronized boolean isDoubted() {
    return doubted;
  }

  /** Notes that the session vouches for the key. */
  synchronized void believe() {
    doubted = false;
    refused = Instant.MIN;
  }

  /** Forgets that the key was rejected, to try it now. */
  synchronized void tryKeyAgain() {
    rejectedUntil = Instant.MIN;
  }

  private synchronized Set<Runnable> note(
      PaperspaceException.Reason failure, Duration retryAfter, Duration took) {
    var now = clock.instant();
    bucket.spend(now);
    if (failure == null) {
      return answered(now);
    }
    switch (failure) {
      case RATE_LIMITED -> {
        breaker.leftOpen(now);
        hold.limited(now, retryAfter);
      }
      case UNAUTHORIZED -> {
        breaker.leftOpen(now);
        doubted = true;
        refused = now;
      }
      case UNAVAILABLE, NO_ANSWER -> breaker.failed(now.minus(took), now);
      case INVALID, FORBIDDEN, BLOCKED, NOT_FOUND, CONFLICT, OUT_OF_CAPACITY, QUOTA, MALFORMED -> {
        return answered(now);
      }
    }
    return Set.of();
  }

  private Set<Runnable> answered(Instant now) {
    hold.served(now);
    return breaker.answered();
  }
}
