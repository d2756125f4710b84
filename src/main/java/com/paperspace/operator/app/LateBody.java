package com.paperspace.operator.app;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;

/** A body that is announced by its first byte: until then another answer can be given. */
final class LateBody extends OutputStream {
  private final HttpExchange exchange;
  private final String type;
  private OutputStream body;

  LateBody(HttpExchange exchange, String type) {
    this.exchange = exchange;
    this.type = type;
  }

  @Override
  public void write(int one) throws IOException {
    body().write(one);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    body().write(bytes, from, count);
  }

  @Override
  public void flush() throws IOException {
    if (body != null) {
      body.flush();
    }
  }

  @Override
  public void close() throws IOException {
    body().close();
  }

  private OutputStream body() throws IOException {
    if (body == null) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
      body = exchange.getResponseBody();
    }
    return body;
  }
}
