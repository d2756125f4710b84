package com.paperspace.operator.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One API key: whose it is, and how fast it may be used. */
public final class Key {
  /** Whose keys are of no member in particular. */
  static final String OWNER = "urowner1";

  private final Clock clock;
  private final Function<String, Team> teams;
  private Team team;
  private String user = OWNER;
  private double burst;
  private double perSecond;
  private double tokens;
  private Instant filled;

  Key(Clock clock, Function<String, Team> teams) {
    this.clock = clock;
    this.teams = teams;
  }

  /** Gives the key, new or old, to a team. */
  public synchronized Key team(String name) {
    team = teams.apply(name);
    return this;
  }

  /** Says who made the key; until then it was the owner of the team. */
  public synchronized Key user(String id) {
    user = id;
    return this;
  }

  synchronized String user() {
    return user;
  }

  /** The service no longer knows the key. */
  public synchronized Key revoke() {
    team = null;
    return this;
  }

  /** Allows so many requests at once and so many per second after that; more are answered 429. */
  public synchronized Key limit(int atOnce, double eachSecond) {
    burst = atOnce;
    perSecond = eachSecond;
    tokens = atOnce;
    filled = clock.instant();
    return this;
  }

  /** Takes the limit away. */
  public synchronized Key unlimited() {
    burst = 0;
    return this;
  }

  synchronized Optional<Team> team() {
    return Optional.ofNullable(team);
  }

  /** Takes one token; otherwise tells how long until there is one. */
  synchronized Optional<Duration> take() {
    if (burst == 0) {
      return Optional.empty();
    }
    var now = clock.instant();
    tokens = Math.min(burst, tokens + perSecond * Duration.between(filled, now).toNanos() / 1e9);
    filled = now;
    if (tokens >= 1) {
      tokens--;
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * 1e9)));
  }
}
