package com.paperspace.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;

/** An HTTP proxy that https tunnels through, and whom to call without it. Prints no password. */
final class HttpProxy extends ProxySelector {
  private static final String CREDENTIALS = "Proxy-Authorization";
  private static final int LAST_PORT = 65_535;

  private final URI uri;
  private final NoProxy direct;

  private HttpProxy(URI uri, NoProxy direct) {
    this.uri = uri;
    this.direct = direct;
  }

  /** As {@link Network#through}. */
  static HttpProxy of(String text, NoProxy direct) {
    var uri = uri(text.contains("://") ? text : "http://" + text);
    boolean usable = "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    if (!usable || uri.getPort() <= 0 || uri.getPort() > LAST_PORT) {
      throw malformed();
    }
    return new HttpProxy(uri, direct);
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
        "must be an HTTP proxy with its port, as http://proxy.example.com:3128; in a user or password,"
            + " other characters than letters and digits are written as %40 for @");
  }

  private boolean isOnTheWayTo(URI there) {
    return "https".equalsIgnoreCase(there.getScheme()) && !direct.covers(there);
  }

  @Override
  public List<Proxy> select(URI there) {
    return List.of(isOnTheWayTo(there) ? proxy() : Proxy.NO_PROXY);
  }

  /** Its name is looked up for each connection, for it may move. */
  private Proxy proxy() {
    var host = uri.getHost().replaceAll("[\\[\\]]", "");
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, uri.getPort()));
  }

  /** Says who calls, once: with the same words a proxy that refused them would refuse again. */
  Authenticator authenticator() {
    if (uri.getRawUserInfo() == null) {
      return Authenticator.NONE;
    }
    var parts = uri.getRawUserInfo().split(":", 2);
    var credentials =
        Credentials.basic(plain(parts[0]), parts.length < 2 ? "" : plain(parts[1]), UTF_8);
    return (route, response) -> {
      Request request = response.request();
      return request.header(CREDENTIALS) != null
          ? null
          : request.newBuilder().header(CREDENTIALS, credentials).build();
    };
  }

  private static String plain(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
  }

  @Override
  public void connectFailed(URI there, SocketAddress address, IOException failure) {
    // The call fails with it; there is no other proxy.
  }

  @Override
  public String toString() {
    return "through " + uri.getHost() + ":" + uri.getPort();
  }
}
