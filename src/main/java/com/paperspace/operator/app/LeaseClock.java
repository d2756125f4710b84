package com.paperspace.operator.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Tells how long ago the last successful renewal of the lease began, by watching the requests of
 * the elector in the Kubernetes client. Thread-safe.
 *
 * <p>A renewal is a read and a write, and the lease runs from a time the elector takes before the
 * read. So the age counts from the read. The client may repeat a read that got no answer within the
 * same renewal; then the first read counts, so that the age is never understated.
 *
 * <p>On Linux the nanoseconds stand still while the machine is suspended, so the wall clock is
 * asked too. It may be set: forward, and the lease counts as old until the next renewal; back, and
 * the nanoseconds alone count.
 */
final class LeaseClock implements Interceptor {
  /** Five tries on a dead connection fit into the renew deadline of 10 s. */
  private static final int TIMEOUT_MILLIS = 2_000;

  private final String lease;
  private final LongSupplier nanoTime;
  private final Clock wall;
  private final LeaseTrouble trouble;
  private Moment started;
  private boolean answered = true;

  /** Null before the first renewal. */
  private Moment renewed;

  private record Moment(long nanos, Instant wall) {}

  LeaseClock(String lease, LongSupplier nanoTime, Clock wall, LeaseTrouble trouble) {
    this.lease = lease;
    this.trouble = trouble;
    this.nanoTime = nanoTime;
    this.wall = wall;
  }

  /** Whether a renewal that started less than this ago, by either clock, succeeded. */
  synchronized boolean youngerThan(Duration limit) {
    return ranLessThan(limit)
        && Duration.between(renewed.wall, wall.instant()).compareTo(limit) < 0;
  }

  /** The same by the time this machine was awake, which nobody sets. */
  synchronized boolean ranLessThan(Duration limit) {
    return renewed != null && nanoTime.getAsLong() - renewed.nanos < limit.toNanos();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!isOurs(request)) {
      return chain.proceed(request);
    }
    boolean read = request.method().equals("GET");
    if (read) {
      readStarts();
    }
    Response response = send(chain, request);
    if (read) {
      readAnswered(response.code());
    } else if (response.isSuccessful()) {
      writeSucceeded();
    }
    return response;
  }

  private Response send(Chain chain, Request request) throws IOException {
    try {
      Response response =
          chain
              .withConnectTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
              .withReadTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
              .withWriteTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
              .proceed(request);
      trouble.answered(request.method(), response.code());
      return response;
    } catch (IOException e) {
      trouble.failed(request.method(), e);
      throw e;
    }
  }

  synchronized void readStarts() {
    if (answered) {
      started = new Moment(nanoTime.getAsLong(), wall.instant());
      answered = false;
    }
  }

  synchronized void readAnswered(int code) {
    answered =
        code < HttpURLConnection.HTTP_INTERNAL_ERROR && code != KubernetesWords.TOO_MANY_REQUESTS;
  }

  synchronized void writeSucceeded() {
    renewed = started;
  }

  private boolean isOurs(Request request) {
    String path = request.url().encodedPath();
    return path.endsWith("/leases/" + lease)
        || (path.endsWith("/leases") && request.method().equals("POST"));
  }
}
