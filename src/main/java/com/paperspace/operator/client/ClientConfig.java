package com.paperspace.operator.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Where and as whom to call.
 *
 * @param baseUrl up to and with the version, such as {@code https://api.paperspace.com/v1}
 * @param apiKey one team's key; white space around it is dropped
 * @param connectTimeout for one connection attempt, positive
 * @param readTimeout between two bytes either way, positive
 * @param callTimeout for a whole call, positive
 * @param network how the service is reached
 * @param clock what {@link Paperspace#serverNow()} is compared with
 * @param nanoTime goes on whatever becomes of the clock, which tells that that was set
 * @param beforeMutation runs before every call that changes something, and again right before its
 *     body is written; what it throws goes through and the call is not made
 */
public record ClientConfig(
    URI baseUrl,
    @Sensitive String apiKey,
    Duration connectTimeout,
    Duration readTimeout,
    Duration callTimeout,
    Network network,
    Clock clock,
    LongSupplier nanoTime,
    Listener listener,
    Runnable beforeMutation) {
  /**
   * Characters, far more than a key of the service has. What is made of each key is kept for days,
   * and a Secret holds a megabyte.
   */
  public static final int LONGEST_KEY = 4_096;

  public ClientConfig {
    Objects.requireNonNull(baseUrl, "baseUrl");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(nanoTime, "nanoTime");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(beforeMutation, "beforeMutation");
    apiKey = apiKey.strip();
    requireKey(apiKey);
    positive(connectTimeout);
    positive(readTimeout);
    positive(callTimeout);
  }

  /**
   * 5 s to connect, 20 s without a byte and 30 s in all, on which the grace of a create counts; the
   * system's clock, nobody listening.
   */
  public static ClientConfig of(URI baseUrl, String apiKey) {
    return new ClientConfig(
        baseUrl,
        apiKey,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Network.DEFAULT,
        Clock.systemUTC(),
        System::nanoTime,
        Listener.NONE,
        () -> {});
  }

  public ClientConfig withTimeouts(Duration connect, Duration read, Duration call) {
    return new ClientConfig(
        baseUrl, apiKey, connect, read, call, network, clock, nanoTime, listener, beforeMutation);
  }

  public ClientConfig withNetwork(Network other) {
    return with(other, clock, nanoTime, listener, beforeMutation);
  }

  public ClientConfig withListener(Listener other) {
    return with(network, clock, nanoTime, other, beforeMutation);
  }

  /** With another clock, and with what goes on whatever becomes of it, in nanoseconds. */
  public ClientConfig withClock(Clock other, LongSupplier goesOn) {
    return with(network, other, goesOn, listener, beforeMutation);
  }

  public ClientConfig withBeforeMutation(Runnable other) {
    return with(network, clock, nanoTime, listener, other);
  }

  private ClientConfig with(
      Network way, Clock time, LongSupplier goesOn, Listener told, Runnable check) {
    return new ClientConfig(
        baseUrl, apiKey, connectTimeout, readTimeout, callTimeout, way, time, goesOn, told, check);
  }

  /** Says what is wrong, for nobody may be shown the key to see it. */
  private static void requireKey(String apiKey) {
    if (apiKey.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (apiKey.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "it has more than %d characters, and no key is that long".formatted(LONGEST_KEY));
    }
    if (apiKey.lines().count() > 1) {
      throw new IllegalArgumentException("it has a line break inside, and a key is one line");
    }
    if (apiKey.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("it has white space inside, and a key is one word");
    }
    if (!apiKey.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "it has a character that is not printable ASCII, such as an umlaut");
    }
  }

  private static void positive(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout has to be positive, not " + timeout);
    }
  }

  @Override
  public String toString() {
    return Masking.toString(this);
  }
}
