package com.paperspace.operator.client;

import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real HTTP proxy on this machine that asks who calls. */
final class TinyProxy implements AutoCloseable {
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
      await().failFast("tinyproxy ended", () -> !process.isAlive()).until(this::listens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
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
