package com.paperspace.operator.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
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
 */
final class LeaseClock implements Interceptor {
  /** Five tries on a dead connection fit into the renew deadline of 10 s. */
  private static final int TIMEOUT_MILLIS = 2_000;

  private final String lease;
  private final LongSupplier nanoTime;
  private final LeaseTrouble trouble;
  private long started;
  private boolean answered = true;
  private boolean everRenewed;
  private long renewed;

  LeaseClock(String lease, LongSupplier nanoTime, LeaseTrouble trouble) {
    this.lease = lease;
    this.trouble = trouble;
    this.nanoTime = nanoTime;
  }

  /** Whether a renewal that started less than this ago succeeded. */
  synchronized boolean youngerThan(Duration limit) {
    return everRenewed && nanoTime.getAsLong() - renewed < limit.toNanos();
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
      started = nanoTime.getAsLong();
      answered = false;
    }
  }

  synchronized void readAnswered(int code) {
    answered =
        code < HttpURLConnection.HTTP_INTERNAL_ERROR && code != KubernetesWords.TOO_MANY_REQUESTS;
  }

  synchronized void writeSucceeded() {
    renewed = started;
    everRenewed = true;
  }

  private boolean isOurs(Request request) {
    String path = request.url().encodedPath();
    return path.endsWith("/leases/" + lease)
        || (path.endsWith("/leases") && request.method().equals("POST"));
  }
}
