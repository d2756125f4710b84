package com.paperspace.operator.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Takes secrets out of whatever the service echoes, however it spells them. */
final class Redactor {
  static final String MASK = "***";

  /**
   * Parts of secrets in one, and so lines of a script, of which people write some hundreds. All of
   * them hold 2 MB at most, and a text is searched for them in about a tenth of a second.
   */
  static final int MOST = 8_192;

  /** Shorter texts are also ordinary words: only whole words of them are taken out. */
  private static final int WORD = 4;

  /** One line of a longer secret, such as a PEM key, is a secret too. */
  private static final int LINE = 8;

  /** Characters in one pattern: the deeper a match goes, the more stack it takes. */
  private static final int PIECE = 256;

  /** Fewer characters of base64 are found in texts that hold no secret. */
  private static final int LEAST_BASE64 = 8;

  /** One byte; the percent sign itself may have been encoded, up to twice. */
  private static final String URL = "%%(?:25){0,2}(?i:%02x)";

  /** What stands before an escaped character: 1, 3 or 7 with every level. */
  private static final String JSON_ESCAPE = "\\\\{1,7}";

  private static final Pattern MASKS = Pattern.compile("(?:\\*{3}){2,}");

  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9]+");

  /** Longest first, for one may be a part of another. */
  private final List<String> pieces;

  private Redactor(List<String> pieces) {
    this.pieces = pieces;
  }

  /**
   * One way to spell a part of a secret. It is made for the text in which it is looked for, and its
   * pattern only for one that it may match: a long script has thousands of parts, each with several
   * spellings, and an error names few of them.
   */
  private record Spelling(String certain, Supplier<String> regex) {

    /** One of a plain text, whose letters and digits of ASCII stand in every spelling as here. */
    static Spelling of(String plain, Supplier<String> regex) {
      var longest = NO_WORD.splitAsStream(plain).max(Comparator.comparingInt(String::length));
      return new Spelling(longest.orElse(""), regex);
    }

    String takenOutOf(String text) {
      return text.contains(certain)
          ? Pattern.compile(regex.get()).matcher(text).replaceAll(MASK)
          : text;
    }
  }

  static Redactor of(Collection<String> secrets) {
    return new Redactor(
        secrets.stream()
            .flatMap(Redactor::pieces)
            .distinct()
            .limit(MOST + 1L)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** One that takes out these secrets too. */
  Redactor and(Collection<String> secrets) {
    return new Redactor(Stream.concat(of(secrets).pieces.stream(), pieces.stream()).toList());
  }

  /**
   * The text without its secrets, and without a word of it where there are too many to look for.
   */
  String scrub(String text) {
    if (pieces.size() > MOST) {
      return text.isEmpty() ? text : MASK;
    }
    var scrubbed = text;
    for (var piece : pieces) {
      scrubbed = spelled(piece).takenOutOf(scrubbed);
      for (var spelling : base64(piece)) {
        scrubbed = spelling.takenOutOf(scrubbed);
      }
    }
    return scrubbed.equals(text) ? text : MASKS.matcher(scrubbed).replaceAll(MASK);
  }

  private static Stream<String> pieces(String secret) {
    var lines = secret.lines().map(String::strip).filter(line -> line.length() >= LINE);
    var bare = Stream.of(secret.strip()).filter(it -> !it.isEmpty());
    return Stream.concat(Stream.concat(Stream.of(secret), bare), lines).flatMap(Redactor::cut);
  }

  /** In parts of about one length, for a short rest would be an ordinary word. */
  private static Stream<String> cut(String text) {
    int parts = (text.length() + PIECE - 1) / PIECE;
    return IntStream.range(0, parts)
        .mapToObj(i -> text.substring(border(text, i, parts), border(text, i + 1, parts)));
  }

  private static int border(String text, int i, int parts) {
    int at = (int) ((long) text.length() * i / parts);
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }

  /**
   * Every character as it is, as JSON, HTML or a URL has it, and that up to twice within another.
   */
  private static Spelling spelled(String secret) {
    return Spelling.of(secret, () -> regex(secret));
  }

  private static String regex(String secret) {
    var all = new StringBuilder();
    var chars = secret.codePoints().toArray();
    for (int at = 0; at < chars.length; ) {
      int end = at;
      while (end < chars.length && chars[end] == '\\') {
        end++;
      }
      if (end == at) {
        all.append(spellings(chars[at++]));
      } else {
        // With the next one it ends in one place only, so no second way to match it is tried.
        var next = end < chars.length ? spellings(chars[end]) : "";
        all.append("(?>").append(backslashes(end - at)).append(next).append(')');
        at = end + 1;
      }
    }
    return secret.length() < WORD ? "(?<![\\p{Alnum}])" + all + "(?![\\p{Alnum}])" : all.toString();
  }

  /** Each level of JSON doubles them. */
  private static String backslashes(int count) {
    var one = hex(new byte[] {'\\'}, URL) + "|" + JSON_ESCAPE + "u(?i:005c)";
    return "(?:\\\\{%d}|\\\\{%d}|\\\\{%d}|(?:%s){%d})"
        .formatted(4 * count, 2 * count, count, one, count);
  }

  private static String spellings(int c) {
    var text = Character.toString(c);
    if (c < 0x80 && Character.isLetterOrDigit(c)) {
      return text;
    }
    var url = hex(text.getBytes(StandardCharsets.UTF_8), URL);
    var json =
        text.chars()
            .mapToObj(it -> JSON_ESCAPE + "u(?i:%04x)".formatted(it))
            .collect(Collectors.joining());
    var more =
        switch (c) {
          case ' ' -> "|\\+";
          case '"' -> "|" + JSON_ESCAPE + text + "|&quot;";
          case '/' -> "|" + JSON_ESCAPE + text;
          case '&' -> "|&amp;";
          case '<' -> "|&lt;";
          case '>' -> "|&gt;";
          case '\'' -> "|&apos;";
          case '\n' -> "|" + JSON_ESCAPE + "n";
          case '\r' -> "|" + JSON_ESCAPE + "r";
          case '\t' -> "|" + JSON_ESCAPE + "t";
          default -> "";
        };
    var html = "&#(?:0*%d|[xX]0*(?i:%x));".formatted(c, c);
    return "(?:" + Pattern.quote(text) + "|" + url + "|" + json + "|" + html + more + ")";
  }

  private static String hex(byte[] bytes, String format) {
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> format.formatted(bytes[i] & 0xff))
        .collect(Collectors.joining());
  }

  /** Alone, and within a longer text: three places in it give three spellings. */
  private static List<Spelling> base64(String piece) {
    var bytes = piece.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, 3)
        .mapToObj(shift -> base64(bytes, shift))
        .filter(it -> it.length() >= LEAST_BASE64)
        .map(it -> Spelling.of(it, () -> it.replaceAll("[+/]", "[$0_-]")))
        .toList();
  }

  /** What is certain of it when so many bytes stand before it, and unknown ones after it. */
  private static String base64(byte[] bytes, int before) {
    var all = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, all, before, bytes.length);
    var text = Base64.getEncoder().withoutPadding().encodeToString(all);
    int certain = all.length * 8 / 6;
    return text.substring((before * 8 + 5) / 6, certain);
  }
}
