package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever was frozen after it was allowed to change something, and connected meanwhile, is asked
 * again before the first byte: a process that lost the lease while it slept sends nothing.
 */
class HaltedCallTest {
  private static final class Deposed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static Stream<Consumer<Paperspace>> mutations() {
    return Stream.of(
        api -> api.projects().create(new Projects.Create("p")),
        api -> api.projects().update("p1", new Projects.Change("p")),
        api -> api.projects().delete("p1"),
        api -> api.machines().start("m1"),
        api -> api.machines().delete("m1"));
  }

  /** What a server on a real socket reads until the connection ends. */
  private static CompletableFuture<Integer> bytesRead(ServerSocket server) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (var connection = server.accept()) {
            return connection.getInputStream().readAllBytes().length;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Paperspace client(ServerSocket server, Runnable check, List<Listener.Call> calls) {
    var url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    return Paperspace.connect(
        ClientConfig.of(url, "key").withListener(calls::add).withBeforeMutation(check));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void nothingLeavesWhenTheCheckFailsAfterConnecting(Consumer<Paperspace> mutation)
      throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var read = bytesRead(server);
      var checks = new AtomicInteger();
      var calls = new ArrayList<Listener.Call>();
      Runnable check =
          () -> {
            if (checks.incrementAndGet() > 1) {
              throw new Deposed();
            }
          };
      assertThatThrownBy(() -> mutation.accept(client(server, check, calls)))
          .isInstanceOf(Deposed.class);
      assertThat(read.join()).as("bytes that left").isZero();
      assertThat(calls).as("no call was made").isEmpty();
    }
  }

  /** HTTP/2 would send the head of a request before its body is asked for. */
  @Test
  void speaksNoProtocolThatSendsAheadOfTheCheck() {
    assertThat(Paperspace.SHARED.protocols()).containsExactly(Protocol.HTTP_1_1);
  }

  @Test
  void whoSleptForLongerThanACallMayTakeHasSentNothingEither() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var read = bytesRead(server);
      var checks = new AtomicInteger();
      var slept = new CountDownLatch(1);
      Runnable check =
          () -> {
            if (checks.incrementAndGet() > 1) {
              await(slept);
              throw new Deposed();
            }
          };
      var url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
      var timeout = Duration.ofMillis(50);
      var api =
          Paperspace.connect(
              ClientConfig.of(url, "key")
                  .withTimeouts(timeout, timeout, timeout)
                  .withBeforeMutation(check));
      assertThatThrownBy(() -> api.machines().start("m1")).isInstanceOf(Deposed.class);
      assertThat(read.join()).as("bytes that left").isZero();
    }
  }

  /** Until the time of the call is over: nobody ever counts down. */
  private static void await(CountDownLatch never) {
    try {
      assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void aFurtherCheckHoldsForTheSameCalls(Consumer<Paperspace> mutation) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var checks = new AtomicInteger();
      Runnable late =
          () -> {
            if (checks.incrementAndGet() > 1) {
              throw new Deposed();
            }
          };
      var read = bytesRead(server);
      var api = client(server, () -> {}, new ArrayList<>()).checkedBy(late);
      assertThatThrownBy(() -> mutation.accept(api)).isInstanceOf(Deposed.class);
      assertThat(read.join()).as("bytes that left").isZero();
    }
  }
}
