package com.paperspace.operator.app;

import com.paperspace.operator.client.Authorities;
import com.paperspace.operator.client.Network;
import com.paperspace.operator.client.NoProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The checked settings of one operator process. Prints no key.
 *
 * @param paperspaceApiUrl base URL of the API, without a slash at the end
 * @param apiKey the operator's own key as it is now; empty if it has none
 * @param network how the API is reached
 * @param watchNamespaces namespaces to watch; empty for all
 * @param kinds names of the kinds to serve; empty for all
 * @param roleBinding the RoleBinding to hold in each of them; empty to hold none
 * @param syncPeriod how often the cloud is compared with the specs, 10 s to 24 h
 * @param syncPeriods other ones, by kind
 * @param slowRound how often what no list shows is read, 10 s to 24 h
 * @param leaderElection whether to act only while holding the lease
 * @param leaderElectionNamespace namespace of the lease; empty for the operator's own
 * @param leaderElectionLease name of the lease
 * @param httpPort port of health and metrics; 0 for any free one
 * @param objectMetrics whether each resource has metrics of its own
 * @param reconcileThreads threads that reconcile, 1 to 256
 * @param logFormat {@code text} or {@code json}
 * @param logLevel lowest level logged
 */
public record OperatorConfig(
    URI paperspaceApiUrl,
    Supplier<Optional<String>> apiKey,
    Network network,
    Set<String> watchNamespaces,
    Set<String> kinds,
    Optional<String> roleBinding,
    Duration syncPeriod,
    Map<String, Duration> syncPeriods,
    Duration slowRound,
    boolean leaderElection,
    Optional<String> leaderElectionNamespace,
    String leaderElectionLease,
    int httpPort,
    boolean objectMetrics,
    int reconcileThreads,
    String logFormat,
    String logLevel) {

  /** With more workers all would only wait for the limiter of their key. */
  private static final int MOST_THREADS = 256;

  /** TCP has no higher one. */
  private static final int LAST_PORT = 65_535;

  /**
   * Reads every setting.
   *
   * @param value what was given for a setting, or its default; never null
   * @throws InvalidSettingException naming the first setting that cannot be used
   */
  static OperatorConfig from(Function<Setting, String> value) {
    Function<Setting, GivenSetting> given = it -> new GivenSetting(it, value.apply(it));
    return new OperatorConfig(
        given.apply(Setting.PAPERSPACE_API_URL).url(),
        apiKey(
            value.apply(Setting.PAPERSPACE_API_KEY), value.apply(Setting.PAPERSPACE_API_KEY_FILE)),
        network(value),
        given.apply(Setting.WATCH_NAMESPACES).namespaces(),
        given.apply(Setting.KINDS).someOf(Kinds.names()),
        given.apply(Setting.ROLE_BINDING).nameOf("RoleBinding"),
        given.apply(Setting.SYNC_PERIOD).period(),
        given.apply(Setting.SYNC_PERIODS).periods(Kinds.managed()),
        given.apply(Setting.SLOW_ROUND).period(),
        given.apply(Setting.LEADER_ELECTION).oneOf("true", "false").equals("true"),
        given.apply(Setting.LEADER_ELECTION_NAMESPACE).namespace(),
        given.apply(Setting.LEADER_ELECTION_LEASE).requiredNameOf("Lease"),
        given.apply(Setting.HTTP_PORT).number(0, LAST_PORT),
        given.apply(Setting.OBJECT_METRICS).oneOf("true", "false").equals("true"),
        given.apply(Setting.RECONCILE_THREADS).number(1, MOST_THREADS),
        given.apply(Setting.LOG_FORMAT).oneOf("text", "json"),
        given.apply(Setting.LOG_LEVEL).oneOf("error", "warn", "info", "debug", "trace"));
  }

  /** Hands format and level to logback.xml; must come before the first logger is made. */
  void applyLogging() {
    System.setProperty(Setting.LOG_FORMAT.name(), logFormat);
    System.setProperty(Setting.LOG_LEVEL.name(), logLevel);
    // Below this libraries print whole bodies, and with them the API key and the values of Secrets.
    boolean chatty = logLevel.equals("debug") || logLevel.equals("trace");
    System.setProperty("LIBRARY_LOG_LEVEL", chatty ? "info" : logLevel);
  }

  private static Network network(Function<Setting, String> value) {
    var network = Network.DEFAULT;
    var proxy = value.apply(Setting.HTTPS_PROXY);
    if (!proxy.isBlank()) {
      try {
        network = network.through(proxy, new NoProxy(value.apply(Setting.NO_PROXY)));
      } catch (IllegalArgumentException e) {
        throw Setting.HTTPS_PROXY.invalid(e.getMessage() + ".");
      }
    }
    var file = value.apply(Setting.PAPERSPACE_CA_FILE).strip();
    try {
      return file.isEmpty() ? network : network.trusting(Authorities.in(Path.of(file)));
    } catch (FileSystemException | InvalidPathException e) {
      throw Setting.PAPERSPACE_CA_FILE.invalid("must name a file that can be read.");
    } catch (IOException e) {
      throw Setting.PAPERSPACE_CA_FILE.invalid(
          "must be a file of PEM certificates, but " + e.getMessage() + ".");
    }
  }

  private static ApiKey apiKey(String key, String file) {
    if (!key.isBlank() && !file.isBlank()) {
      throw Setting.PAPERSPACE_API_KEY.invalid(
          "and " + Setting.PAPERSPACE_API_KEY_FILE + " exclude each other: set one of them.");
    }
    if (!key.isBlank()) {
      return ApiKey.of(key);
    }
    try {
      return file.isBlank() ? ApiKey.none() : ApiKey.in(Path.of(file.strip()));
    } catch (InvalidPathException e) {
      throw Setting.PAPERSPACE_API_KEY_FILE.invalid("must be a path.");
    }
  }
}
