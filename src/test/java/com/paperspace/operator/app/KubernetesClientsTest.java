package com.paperspace.operator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.client.Tls;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.ConnectionSpec;
import org.junit.jupiter.api.Test;

/** Fabric8 leaves the choice of ciphers to OkHttp; ours is that of the JVM. */
class KubernetesClientsTest {
  private static List<ConnectionSpec> offered(KubernetesClient client) {
    return ((OkHttpClientImpl) client.getHttpClient()).getOkHttpClient().connectionSpecs();
  }

  @Test
  void bothClientsOfferTheSuitesOfTheJvmInTheVersionsThatAreConfigured() {
    var config = Config.empty();
    config.setMasterUrl("https://k8s.invalid/");
    config.setTlsVersions(new TlsVersion[] {TlsVersion.TLS_1_3});
    var wanted = Tls.specs(List.of(okhttp3.TlsVersion.TLS_1_3));
    try (var clients = KubernetesClients.open(config, new KubernetesSerialization(), List.of())) {
      assertThat(Stream.of(clients.main(), clients.metadata()).map(KubernetesClientsTest::offered))
          .containsOnly(wanted);
    }
  }

  /** As where CRDs and operator come with one release of the chart. */
  @Test
  void aKindThatIsServedAMomentLateIsWaitedFor() throws IOException {
    var notYet = new AtomicInteger(2);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          boolean isServed =
              call.getRequestURI().getPath().endsWith("paperspaceaccounts")
                  || notYet.getAndDecrement() <= 0;
          var answer = (isServed ? "{\"kind\": \"MachineList\"}" : "{}").getBytes(UTF_8);
          call.sendResponseHeaders(isServed ? 200 : 404, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    server.start();
    var config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (var clients = KubernetesClients.open(config, new KubernetesSerialization(), List.of())) {
      clients.untilServed(List.of(PaperspaceAccount.class, Machine.class), null);
      assertThat(notYet).as("and then asked again").hasNegativeValue();
    } finally {
      server.stop(0);
    }
  }
}
