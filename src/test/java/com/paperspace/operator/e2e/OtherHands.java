package com.paperspace.operator.e2e;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Somebody else writes an object just before the operator's first status write of its kind, so that
 * each kind has a conflict.
 */
final class OtherHands implements Interceptor {
  private final Namespace here;
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();

  OtherHands(Namespace here) {
    this.here = here;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    var request = chain.request();
    var path = request.url().pathSegments();
    if (request.method().equals("PUT") && path.get(path.size() - 1).equals("status")) {
      var name = path.get(path.size() - 2);
      var kind = path.get(path.size() - 3);
      if (kinds.add(kind)) {
        here.kubectl("label", kind + ".paperspace.com/" + name, "hands=other").orFail();
      }
    }
    return chain.proceed(request);
  }
}
