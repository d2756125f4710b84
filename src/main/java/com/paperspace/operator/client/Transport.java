package com.paperspace.operator.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;

/** The way to the service under one key: a request goes once, and a whole answer comes or none. */
final class Transport {
  private static final String USER_AGENT = "paperspace-operator/" + version();

  /** The service's time is known to a second, and less does no harm. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(1);

  /** Bytes; no list page of 120 rows comes near it. */
  static final long MAX_BODY = 32L << 20;

  private final HttpUrl base;
  private final String apiKey;
  private final Clock clock;
  private final OkHttpClient client;
  private final LongSupplier nanoTime;
  private final AtomicReference<Told> told = new AtomicReference<>();

  /** A moment by our clock, and by what goes on whatever becomes of that. */
  private record Moment(Instant at, long nanos) {
    /** How far our clock was put forward from this moment to another. */
    Duration setUntil(Moment other) {
      return Duration.between(at, other.at).minusNanos(other.nanos - nanos);
    }
  }

  /** What an answer told of the service's time: how far it was ahead of ours, and when. */
  private record Told(Duration ahead, Moment when) {}

  Transport(ClientConfig config, OkHttpClient shared) {
    base = HttpUrl.get(config.baseUrl().toString());
    apiKey = config.apiKey();
    clock = config.clock();
    nanoTime = config.nanoTime();
    var builder = shared.newBuilder();
    config.network().applyTo(builder);
    client =
        builder
            .connectTimeout(config.connectTimeout())
            .readTimeout(config.readTimeout())
            .writeTimeout(config.readTimeout())
            .callTimeout(config.callTimeout())
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .eventListener(new Departure())
            .addNetworkInterceptor(RetryAfter::hide)
            .build();
  }

  /** How long a whole call may take. */
  Duration callTimeout() {
    return Duration.ofMillis(client.callTimeoutMillis());
  }

  /** The service's time less ours, as of its last answer; zero before the first. */
  Duration ahead() {
    var last = told.get();
    return last == null ? Duration.ZERO : last.ahead();
  }

  /** Whether our clock was set since the service's last answer, or this machine slept. */
  boolean isClockSet() {
    var last = told.get();
    if (last == null) {
      return false;
    }
    return last.when().setUntil(now()).abs().compareTo(CLOCK_STEP) > 0;
  }

  /** Both of one moment: a thread may be held up between two readings. */
  private Moment now() {
    while (true) {
      long nanos = nanoTime.getAsLong();
      var at = clock.instant();
      if (nanoTime.getAsLong() - nanos < CLOCK_STEP.toNanos()) {
        return new Moment(at, nanos);
      }
    }
  }

  HttpUrl url(Route route) {
    return route.on(base);
  }

  /**
   * A request ready to go.
   *
   * @param body null for a method that has none
   */
  Request request(String method, HttpUrl url, OneShotBody body, Map<String, String> headers) {
    var request =
        new Request.Builder()
            .url(url)
            .tag(AtomicBoolean.class, new AtomicBoolean())
            .header("Authorization", "Bearer " + apiKey)
            .header("Accept", "application/json")
            .header("User-Agent", USER_AGENT)
            .method(method, body);
    headers.forEach(request::header);
    return request.build();
  }

  HttpAnswer exchange(Request request, ErrorMapping faults) {
    var sent = request.tag(AtomicBoolean.class);
    try (Response response = client.newCall(request).execute()) {
      noteTime(response);
      var head = new HttpAnswer(response.code(), response.headers(), ByteString.EMPTY);
      return new HttpAnswer(head.status(), head.headers(), body(response, head, faults));
    } catch (IOException e) {
      var halted = OneShotBody.Halted.in(e);
      if (halted.isPresent()) {
        throw halted.get();
      }
      throw sent.get() ? faults.noAnswer(e) : faults.notSent(e);
    }
  }

  /** An error keeps its status whatever its body; half a success is no success. */
  private static ByteString body(Response response, HttpAnswer head, ErrorMapping faults) {
    try {
      var source = response.body().source();
      if (!source.request(MAX_BODY + 1)) {
        return source.readByteString();
      }
    } catch (IOException e) {
      if (head.successful()) {
        throw faults.brokenOff(head);
      }
      return ByteString.EMPTY;
    }
    throw head.successful()
        ? faults.malformed(head, "the body is larger than " + MAX_BODY + " bytes")
        : faults.refused(head);
  }

  /**
   * HTTP dates are whole seconds: half of one is added to be right on average. After an answer
   * without one no other would tell more, and the time that was told last has gone on.
   */
  private void noteTime(Response response) {
    Instant date = response.headers().getInstant("Date");
    var now = now();
    if (date != null) {
      told.set(new Told(Duration.between(now.at(), date.plusMillis(500)), now));
    } else {
      told.updateAndGet(
          last ->
              last == null
                  ? new Told(Duration.ZERO, now)
                  : new Told(last.ahead().minus(last.when().setUntil(now)), now));
    }
  }

  /** Notes the moment the first byte of a request may have left. */
  private static final class Departure extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      call.request().tag(AtomicBoolean.class).set(true);
    }
  }

  private static String version() {
    var version = Transport.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
