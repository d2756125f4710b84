package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;

/** The transport: one attempt per call, whole answers or an exception, nothing logged. */
final class Http {
  private static final String USER_AGENT = "paperspace-operator/" + version();

  /** Bytes; no list page of 120 rows comes near it. */
  static final long MAX_BODY = 32L << 20;

  /** Characters; a shorter key may be a word of an answer, or one of its field names. */
  private static final int ECHOED = 16;

  private final HttpUrl base;
  private final String apiKey;
  private final Clock clock;
  private final Listener listener;
  private final Runnable beforeMutation;
  private final Redactor keyless;
  private final Redactor echoed;
  private final OkHttpClient client;
  private final AtomicReference<Duration> ahead;

  Http(ClientConfig config, OkHttpClient shared) {
    base = HttpUrl.get(config.baseUrl().toString());
    apiKey = config.apiKey();
    clock = config.clock();
    listener = config.listener();
    beforeMutation = config.beforeMutation();
    ahead = new AtomicReference<>(Duration.ZERO);
    keyless = Redactor.of(List.of(apiKey));
    echoed = Redactor.of(apiKey.length() < ECHOED ? List.of() : List.of(apiKey));
    client =
        shared
            .newBuilder()
            .connectTimeout(config.connectTimeout())
            .readTimeout(config.readTimeout())
            .writeTimeout(config.readTimeout())
            .callTimeout(config.callTimeout())
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .eventListener(new Departure())
            .addNetworkInterceptor(Http::hideRetryAfter)
            .build();
  }

  /** Like another, but what changes something has to pass a further check. */
  Http(Http other, Runnable check) {
    base = other.base;
    apiKey = other.apiKey;
    clock = other.clock;
    listener = other.listener;
    client = other.client;
    ahead = other.ahead;
    keyless = other.keyless;
    echoed = other.echoed;
    beforeMutation =
        () -> {
          other.beforeMutation.run();
          check.run();
        };
  }

  /** How long a whole call may take. */
  Duration callTimeout() {
    return Duration.ofMillis(client.callTimeoutMillis());
  }

  /** The service's time less ours, as of its last answer; zero before the first. */
  Duration ahead() {
    return ahead.get();
  }

  /** Empty when there is no such object: 404, 204, null, or soft-deleted. */
  <T extends Record> Optional<T> find(Route route, JsonShape<T> shape) {
    try {
      return read(route, reply -> reply.alive(shape));
    } catch (PaperspaceException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  <T> T read(Route route, Decoder<T> decoder) {
    return call("GET", route, null, Map.of(), decoder);
  }

  <T> T send(String method, Route route, Object body, Decoder<T> decoder) {
    return call(method, route, body, Map.of(), decoder);
  }

  /** Gone already is success; the answer is then {@code gone}. */
  <T> T delete(Route route, Decoder<T> decoder, T gone) {
    try {
      return send("DELETE", route, null, decoder);
    } catch (PaperspaceException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return gone;
      }
      throw e;
    }
  }

  void delete(Route route) {
    delete(route, JsonReply::nothing, null);
  }

  <T> T call(
      String method, Route route, Object body, Map<String, String> headers, Decoder<T> decoder) {
    var mutating = !method.equals("GET");
    if (mutating) {
      beforeMutation.run();
    }
    Supplier<Redactor> scrubber = () -> keyless.and(Masking.secrets(body));
    var names = new Fields.Names(body, route.called());
    var faults =
        new ErrorMapping(method + " " + route.template(), mutating, names, scrubber, clock);
    var request = request(method, route, body, headers);
    long start = System.nanoTime();
    HttpAnswer answer = null;
    PaperspaceException failure = null;
    try {
      answer = exchange(request, faults);
      if (!answer.successful()) {
        throw faults.refused(answer);
      }
      return decoder.decode(JsonReply.of(answer.masked(echoed), faults));
    } catch (PaperspaceException e) {
      failure = e;
      throw e;
    } finally {
      // What was stopped before it left is no call.
      if (answer != null || failure != null) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        int status = answer != null ? answer.status() : failure.status();
        report(method, route, status, took, failure, mutating);
      }
    }
  }

  private HttpAnswer exchange(Request request, ErrorMapping faults) {
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

  private Request request(String method, Route route, Object body, Map<String, String> headers) {
    var request =
        new Request.Builder()
            .url(route.on(base))
            .tag(AtomicBoolean.class, new AtomicBoolean())
            .header("Authorization", "Bearer " + apiKey)
            .header("Accept", "application/json")
            .header("User-Agent", USER_AGENT)
            .method(method, method.equals("GET") ? null : new OneShotBody(body, beforeMutation));
    headers.forEach(request::header);
    return request.build();
  }

  /** HTTP dates are whole seconds: half of one is added to be right on average. */
  private void noteTime(Response response) {
    Instant date = response.headers().getInstant("Date");
    if (date != null) {
      ahead.set(Duration.between(clock.instant(), date.plusMillis(500)));
    }
  }

  private void report(
      String method,
      Route route,
      int status,
      Duration took,
      PaperspaceException failure,
      boolean mutating) {
    var reason = failure == null ? null : failure.reason();
    var retryAfter = failure == null ? null : failure.retryAfter().orElse(null);
    try {
      listener.called(
          new Listener.Call(method, route.template(), status, took, reason, retryAfter, mutating));
    } catch (RuntimeException e) {
      // The answer of a mutation must not be lost to a metric.
      return;
    }
  }

  /** OkHttp would send again on 503 with {@code Retry-After: 0}, even a GET we count as one. */
  private static Response hideRetryAfter(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    var value = response.header("Retry-After");
    var visible = response.newBuilder().removeHeader("Retry-After");
    visible.removeHeader(ErrorMapping.RETRY_AFTER);
    return value == null
        ? visible.build()
        : visible.header(ErrorMapping.RETRY_AFTER, value).build();
  }

  /** Reads one successful answer. */
  interface Decoder<T> {
    T decode(JsonReply reply);
  }

  /** Notes the moment the first byte of a request may have left. */
  private static final class Departure extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      call.request().tag(AtomicBoolean.class).set(true);
    }
  }

  private static String version() {
    var version = Http.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
