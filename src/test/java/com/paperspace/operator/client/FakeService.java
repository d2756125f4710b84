package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A service that says what it is told to, and shows the exact requests it got. */
final class FakeService implements AutoCloseable {
  static final String KEY = "key-0123456789abcdef";

  final MockWebServer server = new MockWebServer();
  final List<Listener.Call> calls = new ArrayList<>();

  FakeService() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One with TLS, on the address this machine is known by to others. */
  FakeService(SSLSocketFactory tls) {
    try {
      server.useHttps(tls);
      server.start(InetAddress.getLocalHost(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClientConfig config() {
    return ClientConfig.of(server.url("/v1").uri(), KEY)
        .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10))
        .withListener(calls::add);
  }

  Paperspace client() {
    return Paperspace.connect(config());
  }

  FakeService answers(String json) {
    return answers(200, json);
  }

  FakeService answers(int status, String body, String... headers) {
    var response = new MockResponse.Builder().code(status).body(body);
    if (!body.isEmpty()) {
      response.setHeader("Content-Type", "application/json; charset=utf-8");
    }
    for (int i = 0; i < headers.length; i += 2) {
      response.setHeader(headers[i], headers[i + 1]);
    }
    return answers(response);
  }

  FakeService answers(MockResponse.Builder response) {
    server.enqueue(response.build());
    return this;
  }

  /** Method, target, and the content type and body if there are any. */
  String taken() {
    try {
      var request = server.takeRequest(5, TimeUnit.SECONDS);
      assertThat(request).as("a request").isNotNull();
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
      var type = request.getHeaders().get("Content-Type");
      var body = request.getBody() == null ? "" : request.getBody().utf8();
      return (request.getMethod()
              + " "
              + request.getTarget()
              + (type == null ? "" : " " + type)
              + " "
              + body)
          .strip();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static PaperspaceException failure(ThrowingCallable call) {
    var failure = catchThrowableOfType(PaperspaceException.class, call);
    assertThat(failure).as("a failure").isNotNull();
    return failure;
  }

  @Override
  public void close() {
    server.close();
  }
}
