package com.paperspace.operator.support;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on now. They lie below those a system gives to outgoing
 * connections (from 32768 on Linux): one of those is taken again before a process listens on it.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES = 100;

  private Ports() {}

  /** One of them. */
  public static int free() throws IOException {
    return free(1).get(0);
  }

  /** Several different ones. */
  static List<Integer> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(held());
        ports.add(held.get(i).getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static ServerSocket held() throws IOException {
    for (int i = 1; ; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }
}
