package com.paperspace.operator.client;

import java.util.regex.Pattern;

/**
 * What is taken out of the words about one call. Its body is taken apart only when there are such
 * words, and once: most calls succeed, and a body may be a script of a megabyte.
 */
final class Masks {
  /** Of ids, of addresses, and of names that are keys. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][-_.A-Za-z0-9]{0,127}");

  private final Redactor keyless;
  private final Object body;
  private Redactor all;

  /**
   * The masks of a call.
   *
   * @param keyless takes out the key
   * @param body null for none
   */
  Masks(Redactor keyless, Object body) {
    this.keyless = keyless;
    this.body = body;
  }

  /** Takes out the key, and every secret that was sent. */
  Redactor all() {
    if (all == null) {
      all = keyless.and(Masking.secrets(body));
    }
    return all;
  }

  /** An id that the service has taken for one: it is shown unless it does not look like one. */
  String ofId(String id) {
    return ID.matcher(id).matches() ? keyless.scrub(id) : Redactor.MASK;
  }
}
