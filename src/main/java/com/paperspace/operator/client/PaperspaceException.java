package com.paperspace.operator.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a call to Paperspace failed, and whether it may have taken effect all the same. Its texts are
 * bounded and never hold the API key, a secret that was sent, or HTML.
 */
public final class PaperspaceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final Pattern NO_CAPACITY =
      Pattern.compile(
          "out[ _]of[ _]capacity|(no|insufficient|not enough)[ _](available[ _])?capacity"
              + "|capacity (is )?(not available|unavailable|exhausted)");

  /** The closed set of causes (docs/paperspace-api.md 5 and 10.5). */
  public enum Reason {
    /** 400, 405, 413, 422: the request itself is wrong. No effect. */
    INVALID,
    /** 401: the key is bad or revoked. No effect. */
    UNAUTHORIZED,
    /** 403: the key lacks the right, or the account is not in good standing. No effect. */
    FORBIDDEN,
    /** 403 or 404 as an HTML page: the edge answered, not the service. No effect. */
    BLOCKED,
    /** 404, 410: no such object, or it belongs to another team. No effect. */
    NOT_FOUND,
    /** 409, 412: wrong state, duplicate, or in use. No effect. */
    CONFLICT,
    /**
     * No room for the machine type now. A half-made machine may exist (docs/paperspace-api.md 5).
     */
    OUT_OF_CAPACITY,
    /** 402, or a limit of the team is reached. No effect. */
    QUOTA,
    /** 429: too many requests; {@link #retryAfter()} is a floor for the whole key. No effect. */
    RATE_LIMITED,
    /**
     * 5xx, a redirect, or an HTML page in place of an answer: unknown effect. Also no connection at
     * all (status -1): certainly no effect.
     */
    UNAVAILABLE,
    /** The request was sent and no whole answer came, or 408 or 499. Unknown effect. */
    NO_ANSWER,
    /** The answer cannot be understood: broken JSON. Unknown effect. */
    MALFORMED
  }

  private final Reason reason;
  private final int status;
  private final String code;
  private final String details;
  private final ArrayList<String> issues;
  private final Duration retryAfter;
  private final boolean mayHaveTakenEffect;

  /** A failure of a mutating call with nothing but a reason, as tests and fakes need it. */
  public PaperspaceException(Reason reason, int status, String message) {
    this(reason, status, message, ErrorBody.NOTHING, null, unknownEffect(reason, status));
  }

  PaperspaceException(
      Reason reason,
      int status,
      String message,
      ErrorBody said,
      Duration retryAfter,
      boolean mayHaveTakenEffect) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.code = said.code();
    this.details = said.details();
    this.issues = new ArrayList<>(said.issues());
    this.retryAfter = retryAfter;
    this.mayHaveTakenEffect = mayHaveTakenEffect;
  }

  /** Whether a mutation that failed like this may have been carried out. */
  static boolean unknownEffect(Reason reason, int status) {
    return switch (reason) {
      // Without capacity a half-made object may turn up (docs/paperspace-api.md 5).
      case NO_ANSWER, MALFORMED, OUT_OF_CAPACITY -> true;
      case UNAVAILABLE -> status >= 0;
      default -> false;
    };
  }

  public Reason reason() {
    return reason;
  }

  /** HTTP status, 100..599, or -1 when there was no answer. */
  public int status() {
    return status;
  }

  /** The service's own code, such as {@code BAD_REQUEST}; at most 100 characters. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** The service's free-form details as JSON text; at most 500 characters. */
  public Optional<String> details() {
    return Optional.ofNullable(details);
  }

  /** Validation problems, "field: what is wrong"; at most 10 of at most 200 characters. */
  public List<String> issues() {
    return List.copyOf(issues);
  }

  /** How long the service asked to be left alone, 1 s to 1 h. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** True when the call was a mutation and may have been carried out: look before repeating it. */
  public boolean mayHaveTakenEffect() {
    return mayHaveTakenEffect;
  }

  /** Whether words of the service, in an answer or in an event, say that it has no room now. */
  public static boolean saysNoCapacity(String words) {
    return words != null && NO_CAPACITY.matcher(words.toLowerCase(Locale.ROOT)).find();
  }
}
