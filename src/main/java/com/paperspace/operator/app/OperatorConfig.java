package com.paperspace.operator.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checked settings of one operator process. Prints no key.
 *
 * @param paperspaceApiUrl base URL of the API, without a slash at the end
 * @param apiKey the operator's own key as it is now; empty if it has none
 * @param watchNamespaces namespaces to watch; empty for all
 * @param roleBinding the RoleBinding to hold in each of them; empty to hold none
 * @param syncPeriod how often the cloud is compared with the specs, 10 s to 24 h
 * @param leaderElection whether to act only while holding the lease
 * @param leaderElectionNamespace namespace of the lease; empty for the operator's own
 * @param leaderElectionLease name of the lease
 * @param httpPort port of health and metrics; 0 for any free one
 * @param reconcileThreads threads that reconcile, 1 to 256
 * @param logFormat {@code text} or {@code json}
 * @param logLevel lowest level logged
 */
public record OperatorConfig(
    URI paperspaceApiUrl,
    Supplier<Optional<String>> apiKey,
    Set<String> watchNamespaces,
    Optional<String> roleBinding,
    Duration syncPeriod,
    boolean leaderElection,
    Optional<String> leaderElectionNamespace,
    String leaderElectionLease,
    int httpPort,
    int reconcileThreads,
    String logFormat,
    String logLevel) {

  /** Faster looks would spend the budget of a key on a few hundred resources alone. */
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(10);

  /** A correction that comes days after the drift surprises whoever relies on the drift. */
  private static final Duration LONGEST_PERIOD = Duration.ofHours(24);

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})([smh])");

  /** A DNS label of Kubernetes: 63 characters. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** A name of Kubernetes: 253 characters. */
  private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  /**
   * Reads every setting.
   *
   * @param value what was given for a setting, or its default; never null
   * @throws InvalidSettingException naming the first setting that cannot be used
   */
  static OperatorConfig from(Function<Setting, String> value) {
    return new OperatorConfig(
        url(value.apply(Setting.PAPERSPACE_API_URL)),
        apiKey(
            value.apply(Setting.PAPERSPACE_API_KEY), value.apply(Setting.PAPERSPACE_API_KEY_FILE)),
        namespaces(value.apply(Setting.WATCH_NAMESPACES)),
        roleBinding(value.apply(Setting.ROLE_BINDING)),
        period(value.apply(Setting.SYNC_PERIOD)),
        oneOf(Setting.LEADER_ELECTION, value, List.of("true", "false")).equals("true"),
        namespace(value.apply(Setting.LEADER_ELECTION_NAMESPACE)),
        lease(value.apply(Setting.LEADER_ELECTION_LEASE)),
        number(Setting.HTTP_PORT, value, 0, 65_535),
        // With more workers all would only wait for the limiter of their key.
        number(Setting.RECONCILE_THREADS, value, 1, 256),
        oneOf(Setting.LOG_FORMAT, value, List.of("text", "json")),
        oneOf(Setting.LOG_LEVEL, value, List.of("error", "warn", "info", "debug", "trace")));
  }

  /** Hands format and level to logback.xml; must come before the first logger is made. */
  void applyLogging() {
    System.setProperty(Setting.LOG_FORMAT.name(), logFormat);
    System.setProperty(Setting.LOG_LEVEL.name(), logLevel);
    // Below this libraries print whole bodies, and with them the API key and the values of Secrets.
    boolean chatty = logLevel.equals("debug") || logLevel.equals("trace");
    System.setProperty("LIBRARY_LOG_LEVEL", chatty ? "info" : logLevel);
  }

  private static URI url(String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean plain = uri.getUserInfo() == null && uri.getQuery() == null;
      if (uri.getHost() != null && plain && uri.getFragment() == null) {
        boolean local = LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
        if (scheme.equals("https") || (scheme.equals("http") && local)) {
          return uri;
        }
      }
    } catch (URISyntaxException e) {
      // Its message repeats the value, which may hold a password.
    }
    throw Setting.PAPERSPACE_API_URL.invalid(
        "must be an https URL without user, query and fragment; http is allowed on loopback only.");
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

  private static Set<String> namespaces(String text) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(text.split(",", -1)).map(String::strip).forEach(names::add);
    names.remove("");
    if (!names.stream().allMatch(name -> LABEL.matcher(name).matches())) {
      throw Setting.WATCH_NAMESPACES.invalid(
          "must be comma-separated names of namespaces: lower-case letters, digits and dashes.");
    }
    return Set.copyOf(names);
  }

  private static Optional<String> namespace(String text) {
    if (!text.isBlank() && !LABEL.matcher(text.strip()).matches()) {
      throw Setting.LEADER_ELECTION_NAMESPACE.invalid(
          "must be the name of a namespace: lower-case letters, digits and dashes.");
    }
    return Optional.of(text.strip()).filter(name -> !name.isEmpty());
  }

  private static String lease(String text) {
    if (!OBJECT.matcher(text.strip()).matches()) {
      throw Setting.LEADER_ELECTION_LEASE.invalid(
          "must be the name of a Lease: lower-case letters, digits, dashes and dots.");
    }
    return text.strip();
  }

  private static Optional<String> roleBinding(String text) {
    if (!text.isBlank() && !OBJECT.matcher(text.strip()).matches()) {
      throw Setting.ROLE_BINDING.invalid(
          "must be the name of a RoleBinding: lower-case letters, digits, dashes and dots.");
    }
    return Optional.of(text.strip()).filter(name -> !name.isEmpty());
  }

  private static Duration period(String text) {
    Duration period = duration(text.strip());
    if (period.compareTo(SHORTEST_PERIOD) < 0 || period.compareTo(LONGEST_PERIOD) > 0) {
      throw Setting.SYNC_PERIOD.invalid(
          "must be a duration from 10s to 24h, written as 30s, 5m, 1h or ISO-8601 (PT5M).");
    }
    return period;
  }

  /** Zero when it is no duration. */
  private static Duration duration(String text) {
    Matcher match = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
    try {
      return Duration.parse(match.matches() ? "PT" + text : text);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static int number(Setting setting, Function<Setting, String> value, int min, int max) {
    String text = value.apply(setting).strip();
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw setting.invalid("must be a whole number from " + min + " to " + max + ".");
  }

  private static String oneOf(
      Setting setting, Function<Setting, String> value, List<String> allowed) {
    String text = value.apply(setting).strip().toLowerCase(Locale.ROOT);
    if (!allowed.contains(text)) {
      throw setting.invalid("must be one of " + String.join(", ", allowed) + ".");
    }
    return text;
  }
}
