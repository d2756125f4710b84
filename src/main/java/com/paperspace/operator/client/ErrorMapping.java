package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.client.PaperspaceException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.Headers;

/**
 * Turns what went wrong with one call into the one exception; the only place where a status becomes
 * a {@link Reason} (docs/paperspace-api.md 5 and 10.5).
 *
 * @param scrubber asked for only when there is something to say, for most calls succeed
 */
record ErrorMapping(
    String call, boolean mutating, Fields.Names names, Supplier<Redactor> scrubber, Clock clock) {
  /** OkHttp re-sends by itself on some values of Retry-After, so it never sees that name. */
  static final String RETRY_AFTER = "x-renamed-retry-after";

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  private static final Map<String, Integer> STATUS_OF_CODE =
      Map.ofEntries(
          Map.entry("BAD_REQUEST", 400),
          Map.entry("PARSE_ERROR", 400),
          Map.entry("UNAUTHORIZED", 401),
          Map.entry("PAYMENT_REQUIRED", 402),
          Map.entry("FORBIDDEN", 403),
          Map.entry("NOT_FOUND", 404),
          Map.entry("METHOD_NOT_SUPPORTED", 405),
          Map.entry("TIMEOUT", 408),
          Map.entry("CONFLICT", 409),
          Map.entry("PRECONDITION_FAILED", 412),
          Map.entry("PAYLOAD_TOO_LARGE", 413),
          Map.entry("UNPROCESSABLE_CONTENT", 422),
          Map.entry("TOO_MANY_REQUESTS", 429),
          Map.entry("CLIENT_CLOSED_REQUEST", 499),
          Map.entry("INTERNAL_SERVER_ERROR", 500),
          Map.entry("SERVICE_UNAVAILABLE", 503));

  private static final Pattern NO_QUOTA =
      Pattern.compile(
          "(\\b|_)quota(\\b|_)|maxmachines|maximum number of"
              + "|(machine|team|account|plan|instance|resource|service)s?[ _]limit"
              + "|limit (has been |was |is )?reached|reached (the|your|its) limit"
              + "|limit of \\d+ ([a-z0-9-]+ )?(machine|vm|instance|gpu|project|deployment"
              + "|notebook|drive|network|address|template)(s|es)?\\b");

  /**
   * Overlapping power calls fail with "This machine is currently starting." (docs/paperspace-api.md
   * 2.2).
   */
  private static final Pattern IN_BETWEEN = Pattern.compile("is currently [a-z]+ing\\b");

  /** An answer outside 2xx, or a page that no service sends. */
  PaperspaceException refused(HttpAnswer answer) {
    if (answer.html()) {
      return html(answer);
    }
    var body = answer.jsonOrNothing();
    return refused(answer, answer.status(), body);
  }

  /** A 2xx whose body is an error; its code says which. */
  PaperspaceException refused(HttpAnswer answer, JsonNode body) {
    var code = body.path("code").asText("").toUpperCase(Locale.ROOT);
    return refused(answer, STATUS_OF_CODE.getOrDefault(code, answer.status()), body);
  }

  private PaperspaceException refused(HttpAnswer answer, int meant, JsonNode body) {
    var said = ErrorBody.in(body, names, scrubber.get());
    var code = said.code() == null ? "" : " " + said.code();
    var words = said.words().isEmpty() ? "" : ": " + said.words();
    var message = call + " answered " + answer.status() + code + words;
    var reason = reason(meant, said);
    var effect = PaperspaceException.unknownEffect(reason, meant);
    return exception(reason, answer, message, said, effect);
  }

  private static Reason reason(int status, ErrorBody said) {
    var text = (said.code() + " " + said.words()).toLowerCase(Locale.ROOT);
    return switch (status) {
      case 401 -> Reason.UNAUTHORIZED;
      case 404, 410 -> Reason.NOT_FOUND;
      case 408, 499 -> Reason.NO_ANSWER;
      case 429 -> Reason.RATE_LIMITED;
      case 402 -> scarce(text, Reason.QUOTA);
      case 403 -> scarce(text, Reason.FORBIDDEN);
      case 409, 412, 423 -> scarce(text, Reason.CONFLICT);
      default -> {
        if (status >= 500) {
          yield PaperspaceException.saysNoCapacity(text)
              ? Reason.OUT_OF_CAPACITY
              : Reason.UNAVAILABLE;
        }
        var refused = IN_BETWEEN.matcher(text).find() ? Reason.CONFLICT : Reason.INVALID;
        yield status >= 400 ? scarce(text, refused) : Reason.MALFORMED;
      }
    };
  }

  private static Reason scarce(String text, Reason otherwise) {
    if (PaperspaceException.saysNoCapacity(text)) {
      return Reason.OUT_OF_CAPACITY;
    }
    return NO_QUOTA.matcher(text).find() ? Reason.QUOTA : otherwise;
  }

  private PaperspaceException html(HttpAnswer answer) {
    int status = answer.status();
    // A 404 page may be any proxy's: taking it for "gone" would make things twice.
    var edge = status == 403 || status == 404;
    // A page of success is its front's too: of maintenance, or of a sign-in.
    var down = answer.successful() || status >= 500;
    var otherwise = down ? Reason.UNAVAILABLE : reason(status, ErrorBody.NOTHING);
    var reason = edge ? Reason.BLOCKED : otherwise;
    var message = call + " answered " + status + " with an HTML page" + page(edge, down);
    var effect = PaperspaceException.unknownEffect(reason, status);
    return exception(reason, answer, message, ErrorBody.NOTHING, effect);
  }

  private static String page(boolean edge, boolean down) {
    if (edge) {
      return ", blocked at the edge";
    }
    return down ? ": the service cannot be reached behind its front now" : "";
  }

  /** A success of which only the first part came; for a mutation its effect is unknown. */
  PaperspaceException brokenOff(HttpAnswer answer) {
    var message = call + " answered " + answer.status() + ", but the body broke off";
    return exception(Reason.NO_ANSWER, answer, message, ErrorBody.NOTHING, true);
  }

  /** An answer that was not understood; for a mutation its effect is unknown. */
  PaperspaceException malformed(HttpAnswer answer, String why) {
    var message = call + " answered " + answer.status() + ", not understood: " + why;
    return exception(Reason.MALFORMED, answer, message, ErrorBody.NOTHING, true);
  }

  /** Name look-up, connection or TLS failed: nothing of the request has left. */
  PaperspaceException notSent(IOException cause) {
    return silent(Reason.UNAVAILABLE, " not sent, no connection: ", cause, false);
  }

  /** The request, or a part of it, has left. */
  PaperspaceException noAnswer(IOException cause) {
    return silent(Reason.NO_ANSWER, " got no answer: ", cause, true);
  }

  /** The cause is named and not attached: its message may quote what the server sent. */
  private PaperspaceException silent(Reason reason, String what, IOException e, boolean effect) {
    var message = ErrorBody.clean(call + what + Words.of(e), scrubber.get(), ErrorBody.MAX_TEXT);
    return new PaperspaceException(
        reason, -1, message, ErrorBody.NOTHING, null, effect && mutating);
  }

  private PaperspaceException exception(
      Reason reason, HttpAnswer answer, String message, ErrorBody said, boolean effect) {
    return new PaperspaceException(
        reason,
        answer.status(),
        ErrorBody.bound(message, ErrorBody.MAX_TEXT),
        said,
        retryAfter(answer.headers()),
        effect && mutating);
  }

  /** Seconds or an HTTP date, the date judged by the service's own clock where it shows one. */
  private Duration retryAfter(Headers headers) {
    var header = headers.get(RETRY_AFTER);
    if (header == null) {
      return null;
    }
    if (header.strip().matches("\\d+")) {
      var seconds = header.strip();
      return clamp(seconds.length() > 9 ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(seconds)));
    }
    Instant until = headers.getInstant(RETRY_AFTER);
    if (until == null) {
      return null;
    }
    Instant date = headers.getInstant("Date");
    return clamp(Duration.between(date == null ? clock.instant() : date, until));
  }

  private static Duration clamp(Duration wait) {
    if (wait.compareTo(MIN_WAIT) < 0) {
      return MIN_WAIT;
    }
    return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
  }
}
