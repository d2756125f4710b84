package com.paperspace.operator.client;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A body OkHttp cannot send twice; without content it has no content type (docs/paperspace-api.md
 * 10.20).
 */
final class OneShotBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final byte[] bytes;
  private final Runnable check;

  /**
   * A body.
   *
   * @param check runs right before it is written, also when it is empty; what it throws comes out
   *     as {@link Halted}
   */
  OneShotBody(Object body, Runnable check) {
    this.check = check;
    bytes = body == null ? new byte[0] : Json.write(body);
  }

  /** The check forbade the request, of which nothing has left: headers wait for the body. */
  static final class Halted extends IOException {
    private static final long serialVersionUID = 1;

    private final RuntimeException why;

    Halted(RuntimeException why) {
      super(why);
      this.why = why;
    }

    /** Why a call was halted; OkHttp wraps it when the call's time was over meanwhile. */
    static Optional<RuntimeException> in(IOException failure) {
      return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
          .filter(Halted.class::isInstance)
          .map(it -> ((Halted) it).why)
          .findFirst();
    }
  }

  @Override
  public MediaType contentType() {
    return bytes.length == 0 ? null : JSON;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try {
      check.run();
    } catch (RuntimeException e) {
      throw new Halted(e);
    }
    sink.write(bytes);
  }
}
