package com.paperspace.operator.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Paperspace API on this machine, with its estates in memory. */
public final class Simulator implements AutoCloseable {
  private final World world;
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Map<String, Team> teams = new ConcurrentHashMap<>();
  private final Api api;
  private final ExecutorService threads;
  private final HttpServer server;

  /** Starts on a free port and on real time. */
  public static Simulator start() {
    return start(Clock.systemUTC(), 0);
  }

  /** Starts on a free port; everything that takes time takes it on this clock. */
  public static Simulator start(Clock clock) {
    return start(clock, 0);
  }

  /** Starts on loopback; port 0 is any free one. */
  public static Simulator start(Clock clock, int port) {
    return new Simulator(clock, port);
  }

  private Simulator(Clock clock, int port) {
    // Without it every answer on a kept connection waits 40 ms for the client's delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Longer than clients keep idle connections, so that none is closed under a request.
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    world = new World(clock);
    api = new Api(world, journal, it -> keys.getOrDefault(it, new Key(clock, this::team)));
    var front = new Front(world, api, faults, journal);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "paperspace-simulator");
              thread.setDaemon(true);
              return thread;
            });
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", front::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The base URL, as clients are configured with it. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** A key to give to a team, limit or revoke; it is refused until it has a team. */
  public Key key(String text) {
    return keys.computeIfAbsent(text, it -> new Key(world.clock, this::team));
  }

  /** The new key belongs to the old one's team; the old one is revoked. */
  public Key rotateKey(String oldText, String newText) {
    var team = key(oldText).team().orElseThrow();
    key(oldText).revoke();
    return key(newText).team(team.name());
  }

  /** A team's estate, empty at first. */
  public Team team(String name) {
    return teams.computeIfAbsent(name, it -> new Team(it, world, api::console));
  }

  public Faults faults() {
    return faults;
  }

  public Mishaps mishaps() {
    return world.mishaps;
  }

  public Journal journal() {
    return journal;
  }

  /** Requests that broke the contract; a test of a client expects none. */
  public List<Journal.Violation> violations() {
    return journal.violations();
  }

  /** Takes a side where the documents leave it open; see {@link Choices}. */
  public Simulator choose(Enum<?>... choices) {
    world.choices.choose(choices);
    return this;
  }

  public Simulator delay(Delay delay, Duration duration) {
    world.delay(delay, duration);
    return this;
  }

  /** Everything asynchronous is done by the next request. */
  public Simulator instant() {
    for (var delay : Delay.values()) {
      if (delay != Delay.DELETED_SHOWN) {
        world.delay(delay, Duration.ZERO);
      }
    }
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Runs until killed: {@code --port 8090 --key name=team}, which may be repeated. */
  public static void main(String[] args) {
    int port = 0;
    var keys = new HashMap<String, String>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--port" -> port = Integer.parseInt(args[i + 1]);
        case "--key" -> {
          var parts = args[i + 1].split("=", 2);
          keys.put(parts[0], parts.length == 2 ? parts[1] : parts[0]);
        }
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    var simulator = start(Clock.systemUTC(), port);
    keys.forEach((key, team) -> simulator.key(key).team(team));
    System.out.println(simulator.url());
  }
}
