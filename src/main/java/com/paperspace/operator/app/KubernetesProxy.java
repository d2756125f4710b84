package com.paperspace.operator.app;

import com.paperspace.operator.client.NoProxy;
import com.paperspace.operator.client.ProxyUrl;
import io.fabric8.kubernetes.client.Config;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way to Kubernetes, by the rules that hold for Paperspace. Fabric8 reads the same variables by
 * its own: it ends the start over a space, a star or a missing port, knows them in capitals alone,
 * calls this machine through the proxy, and quotes what it cannot read, password and all.
 */
final class KubernetesProxy {
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "https", 443, "socks5", 1080);
  private static final String FABRIC8 = "https.proxy";
  private static final String PLAIN = "http.proxy";
  private static final String ALL = "all.proxy";

  private final Config config;
  private final Map<String, String> environment;

  private KubernetesProxy(Config config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /**
   * Decides for the API server of this configuration, once: it is the only host of its client.
   *
   * @throws UnusableKubernetesException when the proxy is no URL; without its text, for it may hold
   *     a password
   */
  static void decide(Config config, Map<String, String> environment) {
    new KubernetesProxy(config, environment).decide();
  }

  private void decide() {
    var server = server();
    if (server == null || server.getProtocol().equals("http")) {
      return;
    }
    var variable = variable();
    var misplaced = misplaced();
    var proxy = misplaced.or(() -> Optional.ofNullable(config.getHttpsProxy())).or(() -> variable);
    // That of a kubeconfig is meant for its server alone, as with kubectl.
    boolean isGeneral = misplaced.isEmpty() && (proxy.equals(variable) || proxy.equals(said(ALL)));
    boolean straight = isGeneral && direct().covers(server.getHost(), server.getPort());
    config.setHttpsProxy(straight ? null : proxy.map(this::whole).orElse(null));
    config.setNoProxy(new String[0]);
  }

  /** Null where it is no URL, of which Fabric8 speaks itself. */
  private URL server() {
    try {
      return new URL(config.getMasterUrl());
    } catch (MalformedURLException e) {
      return null;
    }
  }

  /** What a kubeconfig names by http:// is kept for servers without TLS, and never used. */
  private Optional<String> misplaced() {
    var plain = said(PLAIN).or(() -> said(ALL));
    return Optional.ofNullable(config.getHttpProxy()).filter(it -> !plain.equals(Optional.of(it)));
  }

  private Optional<String> variable() {
    return said(FABRIC8).or(() -> Setting.HTTPS_PROXY.in(environment));
  }

  private Optional<String> said(String property) {
    var variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
    return Stream.of(System.getProperty(property, ""), environment.getOrDefault(variable, ""))
        .filter(it -> !it.isEmpty())
        .findFirst();
  }

  private NoProxy direct() {
    var known = config.getNoProxy();
    return new NoProxy(
        known == null ? Setting.NO_PROXY.in(environment).orElse("") : String.join(",", known));
  }

  private String whole(String proxy) {
    var it =
        ProxyUrl.of(proxy)
            .filter(url -> url.port() > 0 || PORTS.containsKey(url.scheme()))
            .orElseThrow(() -> UnusableKubernetesException.behind(config.getMasterUrl()));
    if (it.isUnderscored()) {
      throw UnusableKubernetesException.behindUnderscore(config.getMasterUrl());
    }
    var user = it.user() == null ? "" : it.user() + "@";
    int port = it.port() > 0 ? it.port() : PORTS.get(it.scheme());
    return "%s://%s%s:%d".formatted(it.scheme(), user, it.host(), port);
  }
}
