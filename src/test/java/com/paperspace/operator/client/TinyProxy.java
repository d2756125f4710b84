package com.paperspace.operator.client;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real HTTP proxy on this machine that asks who calls. */
final class TinyProxy implements AutoCloseable {
  private static final int TRIES = 200;

  final int port;
  private final Path log;
  private final Process process;

  TinyProxy(Path folder, String user, String password) {
    Binaries.onPathOrSkip("tinyproxy");
    log = folder.resolve("tinyproxy.log");
    try {
      port = Ports.free();
      var settings = folder.resolve("tinyproxy.conf");
      Files.writeString(
          settings,
          """
          Port %d
          Listen 127.0.0.1
          Allow 127.0.0.1
          Timeout 60
          LogFile "%s"
          LogLevel Connect
          BasicAuth %s %s
          """
              .formatted(port, log, user, password));
      process =
          new ProcessBuilder("tinyproxy", "-d", "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("tinyproxy.out").toFile())
              .start();
      untilItListens();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void untilItListens() throws InterruptedException, IOException {
    for (int left = TRIES; ; left--) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (left == 0 || !process.isAlive()) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** What it was asked for. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
