package com.paperspace.operator.kind;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Region codes out of the three spellings the service uses (docs/paperspace-api.md 4). */
final class Regions {
  private static final Pattern CODE = Pattern.compile("[a-z]{2,8}[0-9]{1,3}");
  private static final Pattern LABEL = Pattern.compile(".*\\(\\s*([a-z]{2,8}[0-9]{1,3})\\s*\\)");

  private Regions() {}

  /** The code in {@code ny2}, {@code NY2} or {@code East Coast (NY2)}; empty for anything else. */
  static Optional<String> code(String region) {
    var text = region == null ? "" : region.strip().toLowerCase(Locale.ROOT);
    if (CODE.matcher(text).matches()) {
      return Optional.of(text);
    }
    var label = LABEL.matcher(text);
    return label.matches() ? Optional.of(label.group(1)) : Optional.empty();
  }

  /** What an answer is compared and shown by: its code, or null for what cannot be read. */
  static String shown(String region) {
    return code(region).orElse(null);
  }

  /** Whether both can be read and name different places: what cannot be read is no difference. */
  static boolean differ(String one, String other) {
    var a = code(one);
    var b = code(other);
    return a.isPresent() && b.isPresent() && !a.equals(b);
  }
}
