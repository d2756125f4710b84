package com.paperspace.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;

/** An HTTP proxy that https tunnels through, and whom to call without it. Prints no password. */
final class HttpProxy extends ProxySelector {
  private static final String CREDENTIALS = "Proxy-Authorization";

  private final ProxyUrl url;
  private final NoProxy direct;

  private HttpProxy(ProxyUrl url, NoProxy direct) {
    this.url = url;
    this.direct = direct;
  }

  /** As {@link Network#through}. */
  static HttpProxy of(String text, NoProxy direct) {
    return ProxyUrl.of(text)
        .filter(it -> it.scheme().equals("http") && it.port() > 0)
        .map(it -> new HttpProxy(it, direct))
        .orElseThrow(HttpProxy::malformed);
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
    var host = url.host().replaceAll("[\\[\\]]", "");
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, url.port()));
  }

  /** Says who calls, once: with the same words a proxy that refused them would refuse again. */
  Authenticator authenticator() {
    if (url.user() == null) {
      return Authenticator.NONE;
    }
    var parts = url.user().split(":", 2);
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
    return "through " + url;
  }
}
