package com.paperspace.operator.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Something that goes wrong between client and service.
 *
 * @param effect whether the service still carries the request out
 * @param answer what the client gets instead of the real answer; null for the real one
 * @param pause what a request waits for before anything happens to it, at most for the duration
 */
public record Fault(String name, boolean effect, Delivery delivery, Answer answer, Pause pause) {
  private static final Pause NO_PAUSE = new Pause(new CountDownLatch(0), Duration.ZERO);

  /** How an answer travels. */
  enum Delivery {
    WHOLE,
    HALF,
    CONNECTION_CLOSED,
    NEVER
  }

  record Pause(CountDownLatch until, Duration atMost) {}

  public static final Fault TOO_MANY_REQUESTS =
      answering("429", Refusal.tooManyRequests().answer());
  public static final Fault INTERNAL_ERROR =
      answering("500", error(500, "INTERNAL_SERVER_ERROR", "Internal server error"));
  public static final Fault BAD_GATEWAY =
      answering("502 HTML", Answer.html(502, "<html><body>502 Bad Gateway</body></html>"));
  public static final Fault UNAVAILABLE =
      answering(
          "503 with Retry-After: 0",
          Refusal.unavailable("Service unavailable").answer().with("Retry-After", "0"));
  public static final Fault BLOCKED_AT_EDGE =
      answering(
          "403 HTML",
          Answer.html(403, "<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title>"));

  /** Where an answer belongs comes a page of the front, of maintenance for instance. */
  public static final Fault PAGE =
      answering("html 200", Answer.html(200, "<html>Back soon</html>"));

  public static final Fault REQUEST_TIMEOUT =
      answering("408", error(408, "TIMEOUT", "Request timeout"));
  public static final Fault REFUSED = answering("400", error(400, "BAD_REQUEST", "Not like this."));
  public static final Fault FORBIDDEN =
      answering("403", error(403, "FORBIDDEN", "Not for this team."));
  public static final Fault NO_QUOTA =
      answering("402", error(402, "PAYMENT_REQUIRED", "The quota of the team is reached."));
  public static final Fault NOT_FOUND = answering("404", error(404, "NOT_FOUND", "Not found."));
  public static final Fault CONFLICT = answering("409", Refusal.conflict("Not now.").answer());
  public static final Fault UNAUTHORIZED =
      answering("401", error(401, "UNAUTHORIZED", "Unauthorized"));
  public static final Fault OUT_OF_CAPACITY =
      answering("no capacity", error(409, "CONFLICT", "We are currently out of capacity."));
  public static final Fault RESET_BEFORE_EFFECT =
      delivering("reset before effect", false, Delivery.CONNECTION_CLOSED);
  public static final Fault RESET_AFTER_EFFECT =
      delivering("reset after effect", true, Delivery.CONNECTION_CLOSED);
  public static final Fault TIMEOUT_BEFORE_EFFECT =
      delivering("timeout before effect", false, Delivery.NEVER);
  public static final Fault TIMEOUT_AFTER_EFFECT =
      delivering("timeout after effect", true, Delivery.NEVER);
  public static final Fault TRUNCATED_BODY = delivering("truncated body", true, Delivery.HALF);
  public static final Fault EMPTY_BODY = answering("empty 200", ok("")).afterEffect();
  public static final Fault NULL_BODY = answering("null 200", ok("null")).afterEffect();

  /** A list that shows nothing, though there is something. */
  public static final Fault EMPTY_LIST =
      answering("empty list", ok("{\"items\": [], \"hasMore\": false}"));

  /** A 429 that says how many seconds to wait. */
  public static Fault tooManyRequests(int seconds) {
    var value = Integer.toString(seconds);
    return answering("429", Refusal.tooManyRequests().answer().with("Retry-After", value));
  }

  /** A 429 that says until when to wait; HTTP dates have whole seconds. */
  public static Fault tooManyRequestsUntil(Instant time) {
    return answering("429", Refusal.tooManyRequests().answer().with("Retry-After", date(time)));
  }

  /** The right answer, late by so much real time. */
  public static Fault delay(Duration duration) {
    return new Fault(
        "delay", true, Delivery.WHOLE, null, new Pause(new CountDownLatch(1), duration));
  }

  /** Nothing happens to the request until the latch opens, or a minute has passed. */
  public static Fault hold(CountDownLatch latch) {
    return new Fault("hold", true, Delivery.WHOLE, null, new Pause(latch, Duration.ofMinutes(1)));
  }

  /** The same to the client, but the service carries the request out. */
  public Fault afterEffect() {
    return new Fault(name, true, delivery, answer, pause);
  }

  static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static Fault answering(String name, Answer answer) {
    return new Fault(name, false, Delivery.WHOLE, answer, NO_PAUSE);
  }

  private static Fault delivering(String name, boolean effect, Delivery delivery) {
    return new Fault(name, effect, delivery, null, NO_PAUSE);
  }

  private static Answer error(int status, String code, String message) {
    return Answer.json(status, Json.object().put("code", code).put("message", message));
  }

  private static Answer ok(String body) {
    return new Answer(200, "application/json; charset=utf-8", body, Map.of());
  }
}
