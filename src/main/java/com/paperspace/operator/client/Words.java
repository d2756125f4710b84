package com.paperspace.operator.client;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why something failed without an answer, in words: the name of a class tells people nothing. */
public final class Words {
  /** Others wrap messages of their causes, class and all. */
  private static final Pattern CLASS =
      Pattern.compile("(?:\\b\\w+\\.)*\\b[A-Z]\\w*(?:Exception|Error)\\b:?\\s*");

  /** OkHttp's words where a proxy refuses. */
  private static final String TUNNEL = "Unexpected response code for CONNECT:";

  /** The more telling ones first, for some are also of the kinds below. */
  private static final Map<Class<? extends Throwable>, String> SORTS = new LinkedHashMap<>();

  static {
    SORTS.put(UnknownHostException.class, "the name of the host is not known");
    SORTS.put(NoRouteToHostException.class, "there is no route to the host");
    SORTS.put(ConnectException.class, "connection refused");
    SORTS.put(InterruptedIOException.class, "timed out");
    SORTS.put(TimeoutException.class, "timed out");
    SORTS.put(SSLException.class, "no TLS connection");
    SORTS.put(EOFException.class, "the connection was closed");
    SORTS.put(SocketException.class, "the connection broke off");
  }

  /** The sort of a failure and what it says itself; never the name of a class. */
  public static String of(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      for (var sort : SORTS.entrySet()) {
        if (sort.getKey().isInstance(at)) {
          return joined(sort.getValue(), own(at));
        }
      }
    }
    for (var at = failure; at != null; at = at.getCause()) {
      if (!own(at).isEmpty()) {
        return own(at);
      }
    }
    return "an unexpected failure";
  }

  /** Whether no authority that is trusted vouches for who answered. */
  static boolean isUntrusted(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private static String joined(String sort, String own) {
    boolean isSame = own.isEmpty() || own.equalsIgnoreCase(sort) || own.equals("timeout");
    return isSame ? sort : sort + ": " + own;
  }

  private static String own(Throwable failure) {
    var text = failure.getMessage();
    // Where the answer ends too early, OkHttp tells of its buffer.
    return text == null || failure instanceof EOFException
        ? ""
        : CLASS.matcher(text).replaceAll("").replace(TUNNEL, "the proxy answered").strip();
  }

  private Words() {}
}
