package com.paperspace.operator.client;

import java.util.Collection;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.TlsVersion;

/**
 * What is offered over TLS: the cipher suites of the JVM in its order, which {@code
 * jdk.tls.client.cipherSuites} can set. OkHttp has an order of its own otherwise, AES-GCM first,
 * and that is slow where the second compiler does not run: 10 to 20 MB/s against 90 of ChaCha20.
 */
public final class Tls {
  /** What OkHttp takes as well. */
  private static final List<TlsVersion> VERSIONS = List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);

  private Tls() {}

  /** With TLS 1.3 and 1.2. */
  public static List<ConnectionSpec> specs() {
    return specs(VERSIONS);
  }

  /** With these versions of TLS alone; URLs without TLS are called as well. */
  public static List<ConnectionSpec> specs(Collection<TlsVersion> versions) {
    var secure =
        new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .allEnabledCipherSuites()
            .tlsVersions(versions.toArray(TlsVersion[]::new))
            .build();
    return List.of(secure, ConnectionSpec.CLEARTEXT);
  }
}
