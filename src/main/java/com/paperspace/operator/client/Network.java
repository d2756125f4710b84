package com.paperspace.operator.client;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;

/**
 * The way from here to the service: through a proxy or straight, and which authorities vouch for
 * it. One for all keys of a process, so that they share connections. Prints no password.
 */
public final class Network {
  /** As the JVM has it. */
  public static final Network DEFAULT = new Network(null, null);

  private final HttpProxy proxy;
  private final Authorities authorities;
  private final SSLSocketFactory sockets;

  private Network(HttpProxy proxy, Authorities authorities) {
    this.proxy = proxy;
    this.authorities = authorities;
    this.sockets = authorities == null ? null : context(authorities).getSocketFactory();
  }

  /**
   * The same through an HTTP proxy, for https only.
   *
   * @param proxy {@code http://host:port}, also with {@code user:password@}, in which what is
   *     special in a URL is encoded; the scheme may be left out
   * @param direct whom to call without it
   * @throws IllegalArgumentException saying what is expected; without the text, for it may hold a
   *     password
   */
  public Network through(String proxy, NoProxy direct) {
    return new Network(HttpProxy.of(proxy, direct), authorities);
  }

  /** The same, trusting the authorities in a file as well. */
  public Network trusting(Authorities more) {
    return new Network(proxy, more);
  }

  void applyTo(OkHttpClient.Builder client) {
    if (proxy != null) {
      client.proxySelector(proxy).proxyAuthenticator(proxy.authenticator());
    }
    if (authorities != null) {
      client.sslSocketFactory(sockets, authorities);
    }
  }

  private static SSLContext context(TrustManager trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  @Override
  public String toString() {
    return proxy == null ? "straight" : proxy.toString();
  }
}
