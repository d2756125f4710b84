package com.paperspace.operator.client;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom to call without the proxy, by the rules most programs have for NO_PROXY: names with all
 * below them, addresses, ranges (CIDR), each perhaps with a port, or {@code *} for all. This
 * machine is always called straight.
 */
public final class NoProxy {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  private static final Pattern HOST_AND_PORT = Pattern.compile("\\[?(.+?)]?(?::(\\d{1,5}))?");
  private static final int HTTPS = 443;
  private static final int BYTE = 8;

  private final List<String> entries;

  /**
   * Takes the list.
   *
   * @param text comma-separated; what cannot be understood covers nobody, as everywhere
   */
  public NoProxy(String text) {
    entries =
        Arrays.stream(text.split("[,\\s]+"))
            .map(it -> it.toLowerCase(Locale.ROOT))
            .filter(it -> !it.isEmpty())
            .toList();
  }

  boolean covers(URI uri) {
    return covers(uri.getHost(), uri.getPort());
  }

  /**
   * Whether a host is called straight.
   *
   * @param name an address of IPv6 may stand in brackets
   * @param given negative for that of https
   */
  public boolean covers(String name, int given) {
    var host = plain(name);
    int port = given < 0 ? HTTPS : given;
    return isThisMachine(host)
        || entries.stream().anyMatch(it -> it.equals("*") || covers(it, host, port));
  }

  /** Whether a host can only be this machine; an address of IPv6 may stand in brackets. */
  public static boolean isThisMachine(String host) {
    return LOOPBACK.matcher(plain(host)).matches();
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.contains("/")) {
      return isIn(entry, host);
    }
    if (entry.indexOf(':') != entry.lastIndexOf(':') && !entry.startsWith("[")) {
      return isSame(entry, host);
    }
    var match = HOST_AND_PORT.matcher(entry);
    if (!match.matches() || (match.group(2) != null && Integer.parseInt(match.group(2)) != port)) {
      return false;
    }
    var name = match.group(1).replaceFirst("^\\*?\\.", ".");
    return name.startsWith(".") ? host.endsWith(name) : isOrIsBelow(host, name);
  }

  /** However an address of IPv6 is written. */
  private static boolean isSame(String address, String host) {
    return isIn(address + "/128", host);
  }

  private static boolean isOrIsBelow(String host, String name) {
    return host.equals(name) || host.endsWith("." + name) || isSame(name, host);
  }

  private static boolean isIn(String range, String host) {
    var parts = range.split("/", 2);
    if (!ADDRESS.matcher(host).matches() || !ADDRESS.matcher(parts[0]).matches()) {
      return false;
    }
    try {
      var here = InetAddress.getByName(host).getAddress();
      var there = InetAddress.getByName(parts[0]).getAddress();
      int all = there.length * BYTE;
      int fixed = Integer.parseInt(parts[1]);
      return here.length == there.length
          && fixed >= 0
          && fixed <= all
          && prefix(here, all - fixed).equals(prefix(there, all - fixed));
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }

  private static BigInteger prefix(byte[] address, int free) {
    return new BigInteger(1, address).shiftRight(free);
  }
}
