package com.paperspace.operator.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The way from here to the service: through a proxy or straight, and which authorities vouch for
 * it. One for all keys of a process, so that they share connections. Prints no password.
 */
public final class Network {
  private static final String TUNNEL = "Proxy-Authorization";
  private static final int LAST_PORT = 65_535;
  private static final int USUAL_PORT = 80;

  /** As the JVM has it. */
  public static final Network USUAL = new Network(null, null, null, null);

  private final ProxySelector proxies;
  private final Authenticator user;
  private final Authorities authorities;

  /** One of all keys as well: connections of two factories are not shared. */
  private final SSLSocketFactory sockets;

  private Network(
      ProxySelector proxies,
      Authenticator user,
      Authorities authorities,
      SSLSocketFactory sockets) {
    this.proxies = proxies;
    this.user = user;
    this.authorities = authorities;
    this.sockets = sockets;
  }

  /**
   * The same through an HTTP proxy, for https only.
   *
   * @param proxy {@code http://host:port}, also with {@code user:password@}; the scheme may be left
   *     out
   * @param direct whom to call without it
   * @throws IllegalArgumentException saying what is expected; without the text, for it may hold a
   *     password
   */
  public Network through(String proxy, NoProxy direct) {
    var uri = uri(proxy.contains("://") ? proxy : "http://" + proxy);
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    boolean usable = "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    if (!usable || port == 0 || port > LAST_PORT) {
      throw malformed();
    }
    // Its name is looked up for each connection, for it may move.
    var host = uri.getHost().replaceAll("[\\[\\]]", "");
    var address = InetSocketAddress.createUnresolved(host, port);
    return new Network(
        new Selector(address, direct), authenticator(uri.getUserInfo()), authorities, sockets);
  }

  /** The same, trusting the authorities in a file as well. */
  public Network trusting(Authorities more) {
    return new Network(proxies, user, more, context(more).getSocketFactory());
  }

  void applyTo(OkHttpClient.Builder client) {
    if (proxies != null) {
      client.proxySelector(proxies).proxyAuthenticator(user);
    }
    if (authorities != null) {
      client.sslSocketFactory(sockets, authorities);
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      // Its message repeats the text.
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "must be an HTTP proxy, as http://proxy.example.com:3128; in a user or password, other"
            + " characters than letters and digits are written as %40 for @");
  }

  /**
   * Answers a proxy once that wants to know who asks; with the same words it would refuse again.
   */
  private static Authenticator authenticator(String userInfo) {
    if (userInfo == null) {
      return Authenticator.NONE;
    }
    var parts = userInfo.split(":", 2);
    // As curl and Go: what is percent-encoded is UTF-8.
    var credentials =
        Credentials.basic(parts[0], parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8);
    return (route, response) -> {
      Request request = response.request();
      return request.header(TUNNEL) != null
          ? null
          : request.newBuilder().header(TUNNEL, credentials).build();
    };
  }

  @Override
  public String toString() {
    return proxies == null ? "straight" : proxies.toString();
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

  /** Whom to call through the proxy. */
  private static final class Selector extends ProxySelector {
    private final List<Proxy> proxy;
    private final NoProxy direct;

    Selector(InetSocketAddress address, NoProxy direct) {
      this.proxy = List.of(new Proxy(Proxy.Type.HTTP, address));
      this.direct = direct;
    }

    @Override
    public List<Proxy> select(URI uri) {
      boolean through = "https".equals(uri.getScheme()) && !direct.covers(uri);
      return through ? proxy : List.of(Proxy.NO_PROXY);
    }

    @Override
    public String toString() {
      return "through " + proxy.get(0).address();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The call fails with it; there is no other proxy.
    }
  }
}
