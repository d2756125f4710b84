package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get no answer has words, and none is the name of a class. */
class FailureWordsTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), "connection refused"),
        Arguments.of(
            new ConnectException("Failed to connect to api/1.2.3.4:443"),
            "connection refused: Failed to connect to api/1.2.3.4:443"),
        Arguments.of(new SocketTimeoutException("timeout"), "timed out"),
        Arguments.of(new InterruptedIOException("timeout"), "timed out"),
        Arguments.of(
            new UnknownHostException("api.example"),
            "the name of the host is not known: api.example"),
        Arguments.of(new NoRouteToHostException(null), "there is no route to the host"),
        Arguments.of(
            new SSLHandshakeException(
                "(certificate_unknown) sun.security.validator.ValidatorException: PKIX path failed"),
            "no TLS connection: (certificate_unknown) PKIX path failed"),
        Arguments.of(new EOFException(), "the connection was closed"),
        Arguments.of(
            new EOFException("\\n not found: limit=0 content=\u2026"), "the connection was closed"),
        Arguments.of(
            new IOException("Unexpected response code for CONNECT: 403"), "the proxy answered 403"),
        Arguments.of(
            new SocketException("Connection reset"), "the connection broke off: Connection reset"),
        Arguments.of(
            new IOException("unexpected end of stream on http://api/..."),
            "unexpected end of stream on http://api/..."),
        Arguments.of(
            new IOException("java.io.IOException: Request failed", new ConnectException(null)),
            "connection refused"),
        Arguments.of(new IllegalStateException(new IOException()), "an unexpected failure"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void words(Throwable failure, String words) {
    assertThat(Words.of(failure)).isEqualTo(words).doesNotContain("Exception");
  }
}
