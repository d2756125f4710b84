package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.Tls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
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
}
