package com.paperspace.operator.faults;

import com.paperspace.operator.api.Annotations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** What goes wrong between one operator process and its API server. */
final class KubeFaults implements Interceptor {
  private static final int LOSE_ANSWER = -1;
  private static final int ANSWER_LATE = -2;

  /** An error nobody asks again about, so that a dead process is not waited for. */
  private static final int DEAD = 400;

  private final List<Rule> rules = new ArrayList<>();
  private boolean dead;
  private boolean frozen;

  private static final class Rule {
    private final Predicate<Request> when;
    private final Runnable first;
    private final int status;
    private int left;

    private Rule(Predicate<Request> when, int times, int status, Runnable first) {
      this.when = when;
      this.left = times;
      this.status = status;
      this.first = first;
    }
  }

  /** A write of a status. */
  static boolean isStatus(Request request) {
    return request.method().equals("PUT") && request.url().encodedPath().endsWith("/status");
  }

  /** A write of a machine's status. */
  static boolean isMachineStatus(Request request) {
    return isStatusOf("machines", request);
  }

  /** The write of the status of something of a kind. */
  static boolean isStatusOf(String plural, Request request) {
    return isStatus(request) && request.url().encodedPath().contains("/" + plural + "/");
  }

  /** The write of a machine's status with some text in it. */
  static boolean isMachineStatusWith(String regex, Request request) {
    return isMachineStatus(request) && Pattern.compile(regex).matcher(text(request)).find();
  }

  /** The write that announces a create. */
  static boolean isIntent(Request request) {
    return request.method().equals("PATCH") && text(request).contains("create-intent");
  }

  /** The write that holds a machine without a create. */
  static boolean isHold(Request request) {
    return request.method().equals("PATCH")
        && request.url().encodedPath().contains("/machines/")
        && text(request).contains(Annotations.FINALIZER)
        && !isIntent(request);
  }

  /** The write that lets a machine go. */
  static boolean isFarewell(Request request) {
    return request.method().equals("PATCH")
        && request.url().encodedPath().contains("/machines/")
        && !text(request).contains(Annotations.FINALIZER);
  }

  /** Answers the next matching requests with an error instead of passing them on. */
  synchronized void fail(Predicate<Request> when, int times, int status) {
    rules.add(new Rule(when, times, status, () -> {}));
  }

  /** Does something right before the next matching request is passed on. */
  synchronized void before(Predicate<Request> when, Runnable action) {
    rules.add(new Rule(when, 1, 0, action));
  }

  /** Does something while the next matching request is carried out but not yet answered. */
  synchronized void after(Predicate<Request> when, Runnable action) {
    rules.add(new Rule(when, 1, ANSWER_LATE, action));
  }

  /** From the next matching request on the process is cut off, as if it had crashed there. */
  synchronized void crashAt(Predicate<Request> when) {
    rules.add(new Rule(when, 1, 0, this::die));
  }

  /** From the next matching request on, which is still carried out, the process is cut off. */
  synchronized void crashAfter(Predicate<Request> when) {
    rules.add(new Rule(when, 1, LOSE_ANSWER, this::die));
  }

  /** Loses the answer to the next matching request, which is carried out; then does something. */
  synchronized void loseAnswer(Predicate<Request> when, Runnable action) {
    rules.add(new Rule(when, 1, LOSE_ANSWER, action));
  }

  synchronized void die() {
    dead = true;
  }

  /** The process sleeps: what it asks of the API server waits. */
  synchronized void freeze() {
    frozen = true;
  }

  synchronized void thaw() {
    frozen = false;
    notifyAll();
  }

  private synchronized void stayFrozen() throws IOException {
    try {
      while (frozen) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  synchronized boolean isDead() {
    return dead;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    stayFrozen();
    var request = chain.request();
    var rule = strike(request);
    if (rule == null) {
      return isDead() ? refusal(request, DEAD) : chain.proceed(request);
    }
    if (rule.status == ANSWER_LATE) {
      var answer = chain.proceed(request);
      rule.first.run();
      return answer;
    }
    if (rule.status == LOSE_ANSWER) {
      try (var lost = chain.proceed(request)) {
        rule.first.run();
        throw new IOException("crashed after " + lost.code());
      }
    }
    rule.first.run();
    if (isDead()) {
      return refusal(request, DEAD);
    }
    return rule.status == 0 ? chain.proceed(request) : refusal(request, rule.status);
  }

  private synchronized Rule strike(Request request) {
    for (var rule : rules) {
      if (!dead && rule.left > 0 && rule.when.test(request)) {
        rule.left--;
        return rule;
      }
    }
    return null;
  }

  private static Response refusal(Request request, int status) {
    var body =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "message": "no"}
        """
            .formatted(status);
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(status)
        .message("no")
        .body(ResponseBody.create(body, MediaType.get("application/json")))
        .build();
  }

  private static String text(Request request) {
    if (request.body() == null) {
      return "";
    }
    try (var buffer = new okio.Buffer()) {
      request.body().writeTo(buffer);
      return buffer.readUtf8();
    } catch (IOException e) {
      return "";
    }
  }
}
