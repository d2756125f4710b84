package com.paperspace.operator.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Bytes; no list page of 120 rows comes near it. */
  static final long MAX_BODY = 32L << 20;

  private final HttpUrl base;
  private final String apiKey;
  private final Clock clock;
  private final OkHttpClient client;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  Transport(ClientConfig config, OkHttpClient shared) {
    base = HttpUrl.get(config.baseUrl().toString());
    apiKey = config.apiKey();
    clock = config.clock();
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
    return ahead.get();
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

  /** HTTP dates are whole seconds: half of one is added to be right on average. */
  private void noteTime(Response response) {
    Instant date = response.headers().getInstant("Date");
    if (date != null) {
      ahead.set(Duration.between(clock.instant(), date.plusMillis(500)));
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
