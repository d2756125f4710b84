package com.paperspace.operator.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URL of a proxy, taken apart. Its host may have an underscore, as services of a compose file
 * do: Java's URI knows no host, user and port then. Prints no password.
 *
 * @param scheme in small letters
 * @param user with its password, as encoded; null for none
 * @param host an address of IPv6 stands in brackets
 * @param port negative for none
 */
public record ProxyUrl(String scheme, String user, String host, int port) {
  private static final Pattern UNDERSCORED =
      Pattern.compile("(?:([^@]*)@)?([a-zA-Z0-9_.-]*_[a-zA-Z0-9_.-]*)(?::(\\d{1,5}))?");

  private static final int LAST_PORT = 65_535;

  /** Empty where it is none; the scheme may be left out. */
  public static Optional<ProxyUrl> of(String text) {
    try {
      var uri = new URI((text.contains("://") ? text : "http://" + text).strip());
      return uri.getScheme() == null
          ? Optional.empty()
          : parts(uri).filter(it -> it.port() != 0 && it.port() <= LAST_PORT);
    } catch (URISyntaxException e) {
      // Its message repeats the text.
      return Optional.empty();
    }
  }

  private static Optional<ProxyUrl> parts(URI uri) {
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() != null) {
      return Optional.of(new ProxyUrl(scheme, uri.getRawUserInfo(), uri.getHost(), uri.getPort()));
    }
    var authority = UNDERSCORED.matcher(String.valueOf(uri.getRawAuthority()));
    return authority.matches()
        ? Optional.of(
            new ProxyUrl(
                scheme,
                authority.group(1),
                authority.group(2),
                authority.group(3) == null ? -1 : Integer.parseInt(authority.group(3))))
        : Optional.empty();
  }

  /** Whether only this class knows a host in it. */
  public boolean isUnderscored() {
    return host.contains("_");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
