package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a jar says that cannot start: one line, no stack, and what to do; and what it starts with.
 */
@NeedsControlPlane
class JarStartIT {
  private final ControlPlane plane;

  JarStartIT(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
  }

  /** Fabric8 reads the same variables, and ends over what others take. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:1 | *",
        "http://127.0.0.1:1 | *.example.com, [fd00::7]:8443",
        "127.0.0.1:1 | example.com",
      })
  void aProxyForOthersKeepsNobodyFromStarting(String proxy, String direct) {
    var variables =
        Map.of(
            "KUBECONFIG",
            plane.kubeconfig().toString(),
            "https_proxy",
            proxy,
            "NO_PROXY",
            direct,
            "WATCH_NAMESPACES",
            "default");
    try (var jar = OperatorJar.start("jar-proxy", variables)) {
      assertThat(jar.untilReady().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"false, ''", "true, ''", "true, default"})
  void withoutKubernetesItSaysInOneLineWhatToDoAndEnds(String elects, String namespaces) {
    var nowhere =
        Map.of(
            "KUBERNETES_MASTER",
            "https://127.0.0.1:1",
            "LEADER_ELECTION",
            elects,
            "WATCH_NAMESPACES",
            namespaces);
    try (var jar = OperatorJar.start("jar-alone", nowhere)) {
      assertThat(jar.exitCode()).isEqualTo(1);
      assertThat(jar.log().lines())
          .singleElement()
          .asString()
          .contains("Kubernetes at https://127.0.0.1:1/ does not answer (connection refused: ")
          .contains("KUBECONFIG");
    }
  }

  /** Fabric8 would call it without TLS, and send it the token. */
  @Test
  void aServerWithoutASchemeIsRefusedByTheNameOfItsVariable() {
    try (var jar = OperatorJar.start("jar-plain", Map.of("KUBERNETES_MASTER", "127.0.0.1:1"))) {
      assertThat(jar.exitCode()).isEqualTo(1);
      assertThat(jar.log().lines())
          .singleElement()
          .asString()
          .contains("KUBERNETES_MASTER does not begin with https://");
    }
  }

  @Test
  void withAKubeconfigThatIsNotThereItNamesIt() {
    try (var jar = OperatorJar.start("jar-lost", Map.of("KUBECONFIG", "/does/not/exist"))) {
      assertThat(jar.exitCode()).isEqualTo(1);
      assertThat(jar.log().lines()).singleElement().asString().contains("/does/not/exist");
    }
  }

  /** A parser quotes what it cannot read, and that may be a token. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ token: [canary-of-the-kubeconfig | is not valid YAML",
        "kind: Config; clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1',"
            + " certificate-authority: /nope/ca.crt}}]; contexts: [{name: a, context: {cluster: a,"
            + " user: a}}]; current-context: a; users: [{name: a, user: {token:"
            + " canary-of-the-kubeconfig}}] | /nope/ca.crt",
        "kind: Config; clusters: [{name: a, cluster: {server: 'https://me:canary@127.0.0.1:1'}}];"
            + " contexts: [{name: a, context: {cluster: a, user: a}}]; current-context: a"
            + " | https://127.0.0.1:1",
        "kind: Config; clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1'}}]; contexts:"
            + " [{name: a, context: {cluster: a, user: a}}]; current-context: a; users: [{name: a,"
            + " user: {token: \"canary\\nof the kubeconfig\"}}] | of no use",
        "kind: Config; clusters: [{name: home, cluster: {server: 'canary@127.0.0.1:1'}}]; contexts:"
            + " [{name: a, context: {cluster: home, user: a}}]; current-context: a; users: [{name:"
            + " a, user: {token: canary}}] | server of cluster home in",
      })
  void aBrokenKubeconfigIsOneLine(String text, String words, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("config"), text.replace("; ", "\n"));
    try (var jar = OperatorJar.start("jar-broken", Map.of("KUBECONFIG", file.toString()))) {
      assertThat(jar.exitCode()).isEqualTo(1);
      assertThat(jar.log().lines())
          .singleElement()
          .asString()
          .contains(words)
          .doesNotContain("canary", "Exception");
    }
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0)) {
      var port = String.valueOf(taken.getLocalPort());
      var variables = Map.of("KUBECONFIG", plane.kubeconfig().toString(), "HTTP_PORT", port);
      try (var jar = OperatorJar.start("jar-port", variables)) {
        assertThat(jar.exitCode()).isEqualTo(2);
        assertThat(jar.log().lines())
            .hasSize(2)
            .first()
            .asString()
            .contains("port " + port + " is in use");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, does not know PaperspaceAccount, CRDs",
    "403, list PaperspaceAccount (Forbidden), role"
  })
  void withAKubernetesItCannotUseItSaysInOneLineWhatToDoAndEnds(
      int status, String what, String next) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", call -> call.sendResponseHeaders(status, -1));
    server.start();
    var there = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try (var jar = OperatorJar.start("jar-refused", Map.of("KUBERNETES_MASTER", there))) {
      assertThat(jar.exitCode()).isEqualTo(1);
      assertThat(jar.log().lines()).singleElement().asString().contains(there, what, next);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAPERSPACE_API_URL | http://api.paperspace.com/v1",
        "PAPERSPACE_API_KEY | two words",
        "PAPERSPACE_API_KEY_FILE | /does/not/exist",
        "WATCH_NAMESPACES | Not_A_Namespace",
        "SYNC_PERIOD | 1s",
        "LEADER_ELECTION | perhaps",
        "HTTP_PORT | 65536",
        "RECONCILE_THREADS | 0",
        "LOG_FORMAT | xml"
      })
  void refusesABadSettingByItsName(String name, String value) {
    try (var jar = OperatorJar.start("jar-bad", Map.of("KUBECONFIG", "/none", name, value))) {
      assertThat(jar.exitCode()).isEqualTo(2);
      assertThat(jar.log()).contains(name).contains("--help").doesNotContain(value, "\tat ");
    }
  }
}
