package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.client.Auth;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** One API key in use: its client, its pace, and the team it belongs to. Prints no key. */
public final class Connection {
  private final Paperspace api;
  private final KeyLimiter limiter;
  private final KeyedHash hash;
  private volatile String teamId;
  private volatile String teamName;
  private volatile String userId;
  private volatile boolean all;
  private volatile Instant checkedAt = Instant.EPOCH;
  private volatile boolean outdated;
  private final AtomicLong ticks = new AtomicLong();
  private volatile long checkTick;
  private volatile Instant usedAt = Instant.MAX;

  Connection(String apiKey, Paperspace api, KeyLimiter limiter) {
    this.api = api;
    this.limiter = limiter;
    this.hash = new KeyedHash(apiKey);
  }

  public Paperspace api() {
    return api;
  }

  /** Whether the key shows an object, of which nothing else is read. */
  public boolean shows(Adapter<?, ?, ?> adapter, String id) {
    return adapter.get(id, api).isPresent();
  }

  KeyLimiter limiter() {
    return limiter;
  }

  /** Id of the team the key belongs to; null until the session was asked for. */
  public String teamId() {
    return teamId;
  }

  public String teamName() {
    return teamName;
  }

  /** Id of the user who made the key; null when unknown. */
  public String userId() {
    return userId;
  }

  /**
   * Whether the key sees all of its team: a plain member's may not (docs/paperspace-api.md 10.30).
   */
  public boolean seesAll() {
    return all;
  }

  /** Numbers looks and checks in the order in which they start. */
  public long tick() {
    return ticks.incrementAndGet();
  }

  /** Whether a check of the session with a higher number has succeeded. */
  boolean isCheckedAfter(long tick) {
    return checkTick > tick;
  }

  /** When the last check that succeeded was started. */
  Instant checkedAt() {
    return checkedAt;
  }

  /**
   * Notes whose key it is, as the API answered a check that started at this time with this number.
   */
  void checked(Instant at, long tick, Auth.Session session) {
    teamId = session.team().id();
    teamName = session.team().namespace();
    userId = session.userId();
    all = session.seesAll();
    checkedAt = at;
    outdated = false;
    // Last, for it vouches for the others to whoever reads meanwhile.
    checkTick = tick;
  }

  boolean isCheckedSince(Instant time) {
    return !outdated && checkedAt.isAfter(time);
  }

  /** Has the session checked again before the next use. */
  void forgetCheck() {
    outdated = true;
  }

  void used(Instant at) {
    usedAt = at;
  }

  /** When a pass used it last; far ahead before the first. */
  Instant usedAt() {
    return usedAt;
  }

  /** Whether since then neither a pass used it nor a list was to be read with it. */
  boolean isIdleSince(Instant time) {
    return usedAt.isBefore(time) && limiter.isIdleSince(time);
  }

  /** A hash of a value, different for every salt; without the API key it tells nothing. */
  public String digest(String salt, String value) {
    return hash.of(salt + "\0" + value);
  }
}
