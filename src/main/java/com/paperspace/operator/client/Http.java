package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** A call from its check to its answer: one attempt, told to the listener, nothing logged. */
final class Http {
  /** Characters; a shorter key may be a word of an answer, or one of its field names. */
  private static final int ECHOED = 16;

  private final Transport transport;
  private final Clock clock;
  private final Listener listener;
  private final Runnable beforeMutation;
  private final Sittings sittings;
  private final Redactor keyless;
  private final Redactor echoed;

  Http(ClientConfig config, OkHttpClient shared) {
    transport = new Transport(config, shared);
    clock = config.clock();
    listener = config.listener();
    beforeMutation = config.beforeMutation();
    sittings = Sittings.NONE;
    var key = List.of(config.apiKey());
    keyless = Redactor.of(key);
    echoed = config.apiKey().length() < ECHOED ? Redactor.of(List.of()) : keyless;
  }

  private Http(Http other, Runnable beforeMutation, Sittings sittings) {
    transport = other.transport;
    clock = other.clock;
    listener = other.listener;
    keyless = other.keyless;
    echoed = other.echoed;
    this.beforeMutation = beforeMutation;
    this.sittings = sittings;
  }

  /** The same, but what changes something has to pass a further check. */
  Http checkedBy(Runnable check) {
    return new Http(
        this,
        () -> {
          beforeMutation.run();
          check.run();
        },
        sittings);
  }

  /** The same, but lists are read in sittings. */
  Http in(Sittings other) {
    return new Http(this, beforeMutation, other);
  }

  Sittings sittings() {
    return sittings;
  }

  /** How long a whole call may take. */
  Duration callTimeout() {
    return transport.callTimeout();
  }

  /** The service's time less ours, as of its last answer; zero before the first. */
  Duration ahead() {
    return transport.ahead();
  }

  /** Whether our clock was set since the service's last answer. */
  boolean isClockSet() {
    return transport.isClockSet();
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
    var url = transport.url(route);
    var mutating = !method.equals("GET");
    if (mutating) {
      beforeMutation.run();
    }
    var names = new Fields.Names(body, route.called());
    var faults = new ErrorMapping(method, route, names, new Masks(keyless, body), clock);
    var sent = mutating ? new OneShotBody(body, beforeMutation) : null;
    var request = transport.request(method, url, sent, headers);
    long start = System.nanoTime();
    HttpAnswer answer = null;
    PaperspaceException failure = null;
    tell(listener::calling);
    try {
      answer = transport.exchange(request, faults);
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
        report(method, route, mutating ? faults : null, status, took, failure);
      }
    }
  }

  /**
   * Tells the listener.
   *
   * @param change names where a change went; null when nothing was to change
   */
  private void report(
      String method,
      Route route,
      ErrorMapping change,
      int status,
      Duration took,
      PaperspaceException failure) {
    tell(
        () ->
            listener.called(
                new Listener.Call(
                    method,
                    change == null ? null : change.path(failure == null),
                    route.template(),
                    status,
                    took,
                    failure == null ? null : failure.reason(),
                    failure == null ? null : failure.retryAfter().orElse(null),
                    failure != null && failure.mayHaveTakenEffect())));
  }

  private static void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      // The answer of a mutation must not be lost to a metric.
      return;
    }
  }

  /** Reads one successful answer. */
  interface Decoder<T> {
    T decode(JsonReply reply);
  }
}
