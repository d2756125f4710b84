package com.paperspace.operator.kind;

import com.paperspace.operator.client.SecretReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What stands for a text that may be secret, so that two different ones are still told apart. */
final class Hidden {
  /** Enough to tell two values of one field apart, too little to find a value by. */
  private static final int HASH_LENGTH = 8;

  /** To the last one, for a password may have an @ or a slash that nobody has encoded. */
  private static final Pattern LOGIN =
      Pattern.compile("(?s)^((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//)?.*@");

  /** References to secrets are shown, values never; null for nothing. */
  static String text(Object value, UnaryOperator<String> digest) {
    var text = value == null ? "" : value.toString();
    if (text.isEmpty()) {
      return null;
    }
    return SecretReference.is(text) ? text : fingerprint(text, digest);
  }

  /** A URL without its login, of which a hash tells; null for nothing. */
  static String address(String url, UnaryOperator<String> digest) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    var bare = address(url);
    return bare.equals(url) ? url : bare + " " + fingerprint(url, digest);
  }

  /** A URL with a mask in place of its login; null stays null. */
  static String address(String url) {
    return url == null ? null : LOGIN.matcher(url).replaceFirst("$1***@");
  }

  /** A keyed hash of it, whatever it is. */
  static String fingerprint(String text, UnaryOperator<String> digest) {
    var hash = digest.apply(text);
    return "(value " + hash.substring(0, Math.min(HASH_LENGTH, hash.length())) + ")";
  }

  private Hidden() {}
}
