package com.paperspace.operator.e2e;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Every request the API server refused with 403: a right that is missing, or a dying namespace. */
final class Refusals implements Interceptor {
  private final List<String> all = new CopyOnWriteArrayList<>();

  @Override
  public Response intercept(Chain chain) throws IOException {
    var request = chain.request();
    var response = chain.proceed(request);
    if (response.code() == 403) {
      all.add(request.method() + " " + request.url().encodedPath());
    }
    return response;
  }

  List<String> all() {
    return List.copyOf(all);
  }

  /**
   * Those that are not about an event: that is told beside the work, so it may come to a namespace
   * that dies since, and nobody misses it.
   */
  List<String> ofWork() {
    return all.stream().filter(it -> !it.startsWith("POST /apis/events.k8s.io/")).toList();
  }
}
