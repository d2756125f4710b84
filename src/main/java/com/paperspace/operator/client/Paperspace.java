package com.paperspace.operator.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Typed access to the Paperspace API under one API key. Thread-safe; all keys of a process share
 * one connection pool. Every method throws {@link PaperspaceException} and never tries twice.
 */
public final class Paperspace {
  static final String USER_AGENT = "paperspace-operator/" + version();

  /**
   * Immutable in itself; each key derives its own client from it. HTTP/1.1 alone, for HTTP/2 sends
   * the head of a request before its body is asked for, and with it the last check ({@link
   * OneShotBody}).
   */
  static final OkHttpClient SHARED =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionPool(new ConnectionPool(32, 5, TimeUnit.MINUTES))
          .build();

  private final Http http;
  private final Clock clock;

  private Paperspace(Http http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** Does not call the service; ask {@link #session()} whether the key is good. */
  public static Paperspace connect(Config config) {
    return new Paperspace(new Http(config, SHARED), config.clock());
  }

  /**
   * The same client, whose calls that change something have to pass a further check, right before
   * their body is written; what it throws goes through, and nothing was sent.
   */
  public Paperspace checkedBy(Runnable check) {
    return new Paperspace(new Http(http, check), clock);
  }

  /** How long a whole call may take at the most. */
  public Duration callTimeout() {
    return http.callTimeout();
  }

  public Auth session() {
    return new Auth(http);
  }

  public Projects projects() {
    return new Projects(http);
  }

  public ProjectSecrets projectSecrets() {
    return new ProjectSecrets(http);
  }

  public Deployments deployments() {
    return new Deployments(http);
  }

  public Machines machines() {
    return new Machines(http);
  }

  public MachineEvents machineEvents() {
    return new MachineEvents(http);
  }

  public SharedDrives sharedDrives() {
    return new SharedDrives(http);
  }

  /**
   * What time the service thinks it is, to about a second; our own time before its first answer.
   */
  public Instant serverNow() {
    return clock.instant().plus(http.ahead());
  }

  private static String version() {
    var version = Paperspace.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /**
   * Where and as whom to call.
   *
   * @param baseUrl up to and with the version, such as {@code https://api.paperspace.com/v1}
   * @param apiKey one team's key; white space around it is dropped
   * @param connectTimeout for one connection attempt, positive
   * @param readTimeout between two bytes either way, positive
   * @param callTimeout for a whole call, positive
   * @param clock what {@link #serverNow()} is compared with
   * @param beforeMutation runs before every call that changes something, and again right before its
   *     body is written; what it throws goes through and the call is not made
   */
  public record Config(
      URI baseUrl,
      @Sensitive String apiKey,
      Duration connectTimeout,
      Duration readTimeout,
      Duration callTimeout,
      Clock clock,
      Listener listener,
      Runnable beforeMutation) {

    public Config {
      Objects.requireNonNull(baseUrl, "baseUrl");
      Objects.requireNonNull(clock, "clock");
      Objects.requireNonNull(listener, "listener");
      Objects.requireNonNull(beforeMutation, "beforeMutation");
      apiKey = apiKey.strip();
      requireKey(apiKey);
      positive(connectTimeout);
      positive(readTimeout);
      positive(callTimeout);
    }

    /** Timeouts of 5, 20 and 30 seconds, the system's clock, nobody listening. */
    public static Config of(URI baseUrl, String apiKey) {
      return new Config(
          baseUrl,
          apiKey,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Clock.systemUTC(),
          Listener.NONE,
          () -> {});
    }

    public Config withTimeouts(Duration connect, Duration read, Duration call) {
      return new Config(baseUrl, apiKey, connect, read, call, clock, listener, beforeMutation);
    }

    public Config withListener(Listener other) {
      return new Config(
          baseUrl, apiKey, connectTimeout, readTimeout, callTimeout, clock, other, beforeMutation);
    }

    public Config withClock(Clock other) {
      return new Config(
          baseUrl,
          apiKey,
          connectTimeout,
          readTimeout,
          callTimeout,
          other,
          listener,
          beforeMutation);
    }

    public Config withBeforeMutation(Runnable other) {
      return new Config(
          baseUrl, apiKey, connectTimeout, readTimeout, callTimeout, clock, listener, other);
    }

    /** Says what is wrong, for nobody may be shown the key to see it. */
    private static void requireKey(String apiKey) {
      if (apiKey.isEmpty()) {
        throw new IllegalArgumentException("it is empty");
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
}
