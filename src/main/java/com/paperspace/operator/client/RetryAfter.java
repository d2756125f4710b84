package com.paperspace.operator.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;

/** The header by which the service asks to be left alone for a while. */
final class RetryAfter {
  private static final String HEADER = "Retry-After";

  /** OkHttp re-sends by itself on some values of Retry-After, so it never sees that name. */
  private static final String RENAMED = "x-renamed-retry-after";

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  /** OkHttp would send again on 503 with {@code Retry-After: 0}, even a GET we count as one. */
  static Response hide(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    var value = response.header(HEADER);
    var visible = response.newBuilder().removeHeader(HEADER).removeHeader(RENAMED);
    return value == null ? visible.build() : visible.header(RENAMED, value).build();
  }

  /**
   * Seconds or an HTTP date, the date judged by the service's own clock where it shows one; null
   * when it asked for nothing.
   */
  static Duration in(Headers headers, Clock clock) {
    var header = headers.get(RENAMED);
    if (header == null) {
      return null;
    }
    if (header.strip().matches("\\d+")) {
      var seconds = header.strip();
      return clamp(seconds.length() > 9 ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(seconds)));
    }
    Instant until = headers.getInstant(RENAMED);
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

  private RetryAfter() {}
}
