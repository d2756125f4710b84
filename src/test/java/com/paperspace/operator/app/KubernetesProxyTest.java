package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to Kubernetes is that to Paperspace, whatever Fabric8 makes of the variables. */
class KubernetesProxyTest {
  private static final String PASSWORD = "canary-of-the-proxy";

  private static Config config(String server, String proxy, String... direct) {
    var config = Config.empty();
    config.setMasterUrl(server);
    config.setHttpsProxy(proxy);
    config.setNoProxy(direct.length == 0 ? null : direct);
    return config;
  }

  private static String way(Config config, Map<String, String> environment) {
    KubernetesProxy.decide(config, environment);
    // As Fabric8 takes it.
    KubernetesClients.open(config, new KubernetesSerialization(), List.of()).close();
    return config.getHttpsProxy();
  }

  private static String general(String server, String proxy, String... direct) {
    return way(config(server, proxy, direct), Map.of("HTTPS_PROXY", proxy));
  }

  @ParameterizedTest(name = "{0} with NO_PROXY {1}: {2}")
  @CsvSource({
    "https://k8s.invalid:6443/, x.org, http://p.invalid:3128",
    "https://k8s.invalid:6443/, *, ",
    "https://k8s.invalid:6443/, '*.invalid', ",
    "https://k8s.invalid:6443/, ' k8s.invalid', ",
    "https://k8s.invalid:6443/, k8s.invalid:6443, ",
    "https://k8s.invalid:6443/, k8s.invalid:443, http://p.invalid:3128",
    "https://k8s.invalid:6443/, s.invalid, http://p.invalid:3128",
    "https://k8s.invalid:6443/, 10.0.0.0/, http://p.invalid:3128",
    "https://127.0.0.1:6443/, x.org, ",
    "https://10.96.0.1/, 10.0.0.0/8, ",
    "https://[fd00::1]:443/, fd00::1, ",
  })
  void whomToCallStraightIsTheSameForKubernetes(String server, String direct, String way) {
    assertThat(general(server, "http://p.invalid:3128", "y.org", direct)).isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({
    "http://p.invalid, http://p.invalid:80",
    "p.invalid:3128, http://p.invalid:3128",
    "'http://me:p%40ss@p.invalid:3128/\n', http://me:p%40ss@p.invalid:3128",
    "socks5://p.invalid, socks5://p.invalid:1080",
  })
  void aProxyIsCompleted(String proxy, String whole) {
    assertThat(general("https://k8s.invalid/", proxy)).isEqualTo(whole);
  }

  @Test
  void smallLettersCountToo() {
    var proxy = "http://p.invalid:1";
    var config = config("https://k8s.invalid/", null);
    assertThat(way(config, Map.of("https_proxy", proxy))).isEqualTo(proxy);
    var direct = Map.of("https_proxy", proxy, "no_proxy", "k8s.invalid");
    assertThat(way(config("https://k8s.invalid/", null), direct)).isNull();
    assertThat(way(config("https://k8s.invalid/", null), Map.of())).isNull();
  }

  @Test
  void theProxyOfAKubeconfigHoldsForItsServerWhateverElseIsSaid() {
    var own = "socks5://127.0.0.1:1080";
    var elsewhere = Map.of("HTTPS_PROXY", "http://p.invalid:1", "NO_PROXY", "*");
    assertThat(way(config("https://127.0.0.1:6443/", own, "*"), elsewhere)).isEqualTo(own);
  }

  @Test
  void theProxyOfAKubeconfigIsTakenThoughFabric8KeepsItForServersWithoutTls() {
    var config =
        Config.fromKubeconfig(
            """
        apiVersion: v1
        kind: Config
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443", proxy-url: "http://p.invalid:1"}}]
        users: [{name: u, user: {token: t}}]
        """);
    assertThat(way(config, Map.of("NO_PROXY", "*"))).isEqualTo("http://p.invalid:1");
    var plain = config("https://k8s.invalid/", null);
    plain.setHttpProxy("http://p.invalid:1");
    assertThat(way(plain, Map.of("HTTP_PROXY", "http://p.invalid:1"))).isNull();
  }

  @Test
  void aServerWithoutTlsIsLeftToItsOwnVariable() {
    var config = config("http://k8s.invalid/", "http://p.invalid:1");
    assertThat(way(config, Map.of())).isEqualTo("http://p.invalid:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:%s @p:1", "http://me:%s", "http:// %s", "ftp://%s"})
  void whatIsNoProxyIsRefusedAndNotRepeated(String text) {
    var proxy = text.formatted(PASSWORD);
    assertThatThrownBy(() -> general("https://k8s.invalid/", proxy))
        .isInstanceOf(UnusableKubernetesException.class)
        .hasMessageContaining("The proxy to Kubernetes at https://k8s.invalid/ must be a URL")
        .hasMessageContaining("%40")
        .hasMessageNotContaining(PASSWORD)
        .hasNoCause();
  }

  /** Fabric8 finds neither its host nor its port, and says that the port is missing. */
  @Test
  void aHostWithAnUnderscoreIsRefusedByThatName() {
    var proxy = "http://me:" + PASSWORD + "@corp_proxy:3128";
    assertThatThrownBy(() -> general("https://k8s.invalid/", proxy))
        .isInstanceOf(UnusableKubernetesException.class)
        .hasMessageContaining("Kubernetes at https://k8s.invalid/ has an underscore in the name")
        .hasMessageContaining("NO_PROXY")
        .hasMessageNotContaining(PASSWORD);
    assertThat(general("https://k8s.invalid/", proxy, "k8s.invalid")).isNull();
  }
}
