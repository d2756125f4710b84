package com.paperspace.operator.app;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting of the operator: an environment variable, and the flag of the same name. */
enum Setting {
  PAPERSPACE_API_URL(
      "https://api.paperspace.com/v1",
      "URL",
      "Base URL of the Paperspace API: https, or http on loopback only; no user, query or"
          + " fragment."),
  PAPERSPACE_API_KEY(
      "",
      "KEY",
      "The operator's own API key, for what names no account in a namespace without a"
          + " PaperspaceAccount called default. Prefer the file: other users of the machine can read"
          + " flags."),
  PAPERSPACE_API_KEY_FILE(
      "", "FILE", "File with the operator's own API key; read again whenever it changes."),
  PAPERSPACE_CA_FILE(
      "",
      "FILE",
      "File with PEM certificates of authorities to trust for the Paperspace API beside the usual ones;"
          + " read again whenever it changes."),
  HTTPS_PROXY(
      "",
      "URL",
      "HTTP proxy to reach the Paperspace API through, as http://proxy.example.com:3128, with"
          + " user:password@ where it asks who calls. As a variable it also holds for Kubernetes."),
  NO_PROXY(
      "",
      "HOSTS",
      "Comma-separated hosts to call without the proxy: names with all below them, addresses, ranges"
          + " as 10.0.0.0/8, or * for all. As a variable it also holds for Kubernetes."),
  WATCH_NAMESPACES("", "NAMES", "Comma-separated namespaces to watch; all namespaces when empty."),
  KINDS(
      "",
      "NAMES",
      "Comma-separated kinds to serve, as Machine,SharedDrive; all kinds when empty."
          + " PaperspaceAccount always is. The CRDs of the others may be absent."),
  ROLE_BINDING(
      "",
      "NAME",
      "Name of the RoleBinding that gives the operator its rights in each of WATCH_NAMESPACES; it is"
          + " held while objects need it, so that a namespace can be deleted."),
  SYNC_PERIOD(
      "5m",
      "DURATION",
      "How often the cloud is compared with the specs: 10s to 24h, as 30s, 5m, 1h or ISO-8601."),
  SYNC_PERIODS(
      "",
      "PERIODS",
      "Other sync periods for some kinds, comma-separated, as Machine=1m,PaperspaceProject=30m."),
  SLOW_ROUND(
      "1h",
      "DURATION",
      "How often what no list shows of an object is read: 10s to 24h; never more often than the"
          + " sync period."),
  LEADER_ELECTION(
      "false", "true|false", "Act only while holding a lease; needed for more than one replica."),
  LEADER_ELECTION_NAMESPACE(
      "", "NAME", "Namespace of the lease; when empty, the operator's own namespace."),
  LEADER_ELECTION_LEASE("paperspace-operator", "NAME", "Name of the lease."),
  HTTP_PORT("8080", "PORT", "Port of /healthz, /readyz and /metrics: 0 to 65535, 0 for any free."),
  OBJECT_METRICS(
      "true",
      "true|false",
      "Whether each resource has metrics of its own; with tens of thousands they are many series."),
  RECONCILE_THREADS("32", "NUMBER", "Threads that reconcile, shared by all kinds: 1 to 256."),
  LOG_FORMAT("text", "text|json", "Format of the log on standard output."),
  LOG_LEVEL(
      "info",
      "LEVEL",
      "Lowest level logged: error, warn, info, debug or trace; libraries stay at info.");

  private final String byDefault;
  private final String label;
  private final String description;

  Setting(String byDefault, String label, String description) {
    this.byDefault = byDefault;
    this.label = label;
    this.description = description;
  }

  /** The value when neither flag nor variable is set; empty for none. */
  String byDefault() {
    return byDefault;
  }

  /** What help calls the value. */
  String label() {
    return label;
  }

  /** One or two sentences for help. */
  String description() {
    return description;
  }

  /** The flag, for example {@code --http-port}. */
  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What the environment says; nothing where it is not there. Of a proxy it speaks in either case.
   */
  Optional<String> in(Map<String, String> environment) {
    boolean either = this == HTTPS_PROXY || this == NO_PROXY;
    return Stream.of(name(), either ? name().toLowerCase(Locale.ROOT) : name())
        .map(it -> environment.getOrDefault(it, ""))
        .filter(it -> !it.isBlank())
        .findFirst();
  }

  /** A complaint that names the setting and what is allowed, and never the value. */
  InvalidSettingException invalid(String allowed) {
    return new InvalidSettingException(name() + " (" + flag() + ") " + allowed);
  }
}
