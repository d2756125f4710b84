package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** What is offered is what the JVM has, in its order, whatever OkHttp prefers. */
class TlsTest {
  private static final HeldCertificate OWN = new HeldCertificate.Builder().build();
  private static final HandshakeCertificates AUTHORITIES =
      new HandshakeCertificates.Builder()
          .heldCertificate(OWN)
          .addTrustedCertificate(OWN.certificate())
          .build();

  /** The suites that are enabled on the socket of a call. */
  private static List<String> offered(OkHttpClient client) throws IOException {
    List<String> suites = new ArrayList<>();
    try (var service = new FakeService(AUTHORITIES.sslSocketFactory())) {
      service.answers(200, "{}");
      var seeing =
          client
              .newBuilder()
              .sslSocketFactory(AUTHORITIES.sslSocketFactory(), AUTHORITIES.trustManager())
              .hostnameVerifier((host, session) -> true)
              .addNetworkInterceptor(
                  chain -> {
                    var socket = (SSLSocket) chain.connection().socket();
                    suites.addAll(List.of(socket.getEnabledCipherSuites()));
                    return chain.proceed(chain.request());
                  })
              .build();
      seeing.newCall(new Request.Builder().url(service.server.url("/")).build()).execute().close();
    }
    return suites;
  }

  @Test
  void theApiIsOfferedTheSuitesOfTheJvmInItsOrder() throws IOException {
    assertThat(offered(Paperspace.SHARED))
        .containsExactly(AUTHORITIES.sslContext().getDefaultSSLParameters().getCipherSuites());
  }

  @Test
  void versionsThatAreNotWantedAreNotOffered() {
    assertThat(Tls.specs(Set.of(TlsVersion.TLS_1_3)))
        .extracting(ConnectionSpec::tlsVersions)
        .containsExactly(List.of(TlsVersion.TLS_1_3), null);
  }
}
