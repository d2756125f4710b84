package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The wire between operator and simulator. The JDK's server stamps answers with the wall clock,
 * whatever we tell it; here the stamp is exchanged for virtual time, byte for byte.
 */
public final class ClockedWire implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final String HEADER = "\r\nDate: ";
  private static final int STAMP_LENGTH = 29;

  private final URI target;
  private final Clock clock;
  private final ServerSocket entry;

  public ClockedWire(URI target, Clock clock) {
    this.target = target;
    this.clock = clock;
    try {
      entry = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + entry.getLocalPort() + target.getPath());
  }

  private void accept() throws IOException {
    while (!entry.isClosed()) {
      var client = entry.accept();
      var server = new Socket(target.getHost(), target.getPort());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      run(() -> pump(client, server, false));
      run(() -> pump(server, client, true));
    }
  }

  private void pump(Socket from, Socket to, boolean stamped) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var bytes = new byte[1 << 16];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (stamped) {
          stamp(bytes, n);
        }
        out.write(bytes, 0, n);
      }
    }
  }

  private void stamp(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, ISO_8859_1);
    int at = text.indexOf(HEADER);
    if (text.startsWith("HTTP/1.1 ") && at > 0) {
      var now = STAMP.format(clock.instant()).getBytes(ISO_8859_1);
      System.arraycopy(now, 0, bytes, at + HEADER.length(), STAMP_LENGTH);
    }
  }

  private interface Work {
    void go() throws IOException;
  }

  private static void run(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.go();
              } catch (IOException e) {
                // One side hung up; the other learns it because both are closed.
                Thread.currentThread().interrupt();
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
