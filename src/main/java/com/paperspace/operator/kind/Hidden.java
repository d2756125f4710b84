package com.paperspace.operator.kind;

import com.paperspace.operator.client.SecretReference;
import java.util.function.UnaryOperator;

/** What stands for a text that may be secret, so that two different ones are still told apart. */
final class Hidden {
  /** Enough to tell two values of one field apart, too little to find a value by. */
  private static final int HASH_LENGTH = 8;

  /** References to secrets are shown, values never; null for nothing. */
  static String text(Object value, UnaryOperator<String> digest) {
    var text = value == null ? "" : value.toString();
    if (text.isEmpty()) {
      return null;
    }
    return SecretReference.is(text) ? text : fingerprint(text, digest);
  }

  /** A keyed hash of it, whatever it is. */
  static String fingerprint(String text, UnaryOperator<String> digest) {
    var hash = digest.apply(text);
    return "(value " + hash.substring(0, Math.min(HASH_LENGTH, hash.length())) + ")";
  }

  private Hidden() {}
}
