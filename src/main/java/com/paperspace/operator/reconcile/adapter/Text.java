package com.paperspace.operator.reconcile.adapter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Texts on their way into a status, an event or a message. */
public final class Text {
  /** The last year of four digits, which everything that reads a time can read. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final int ELLIPSIS_BYTES = 3;

  /** Two clocks that are set at all differ by less. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /**
   * A text cut to at most {@code limit} characters, of which the last then is an ellipsis; null
   * stays null. No character is cut in half.
   */
  public static String cut(String text, int limit) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** The same for a text of at most {@code limit} bytes of UTF-8, the ellipsis among them. */
  public static String cutToBytes(String text, int limit) {
    if (text == null || bytes(text) <= limit) {
      return text;
    }
    int end = Math.min(text.length(), limit);
    while (bytes(text.substring(0, end)) > limit - ELLIPSIS_BYTES) {
      end--;
    }
    return cut(text, end + 1);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The first few of several texts, and how many more there are. */
  public static String some(int most, List<String> texts) {
    int more = texts.size() - most;
    if (more <= 0) {
      return String.join(", ", texts);
    }
    var named = String.join(", ", texts.subList(0, most));
    return named + (most == 0 ? "" : " and ") + more + " more";
  }

  /**
   * The time a text gives; one that is missing or cannot be read counts as very old. It can be
   * reckoned with: what lies further off than that is cut.
   */
  public static Instant time(String text) {
    try {
      var time = text == null ? Instant.EPOCH : Instant.parse(text);
      return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST) ? LAST : time;
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether a time others noted cannot have been yet: a clock ran ahead, or a hand wrote it. */
  public static boolean isAhead(Instant noted, Instant now) {
    return noted.isAfter(now.plus(SKEW));
  }

  /** The SHA-256 of a text, in hex. */
  public static String sha256(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Text() {}
}
