package com.paperspace.operator.paperspace;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the API key and the secrets of one request out of whatever the service echoes. */
final class Scrubber {
  /** Shorter texts are also ordinary words: only whole words of them are taken out. */
  private static final int WORD = 4;

  /** One line of a longer secret, such as a PEM key, is a secret too. */
  private static final int LINE = 8;

  private static final Pattern HEX = Pattern.compile("%[0-9A-F]{2}");

  private final List<Pattern> patterns;

  Scrubber(String apiKey, Collection<String> secrets) {
    patterns =
        Stream.concat(Stream.of(apiKey), secrets.stream())
            .flatMap(Scrubber::forms)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Scrubber::pattern)
            .toList();
  }

  String scrub(String text) {
    var scrubbed = text;
    for (var pattern : patterns) {
      scrubbed = pattern.matcher(scrubbed).replaceAll(Matcher.quoteReplacement("***"));
    }
    return scrubbed;
  }

  private static Stream<String> forms(String secret) {
    var lines = secret.lines().map(String::strip).filter(line -> line.length() >= LINE);
    return Stream.concat(Stream.of(secret), lines)
        .flatMap(form -> Stream.concat(spellings(form), encodings(form)));
  }

  /** As it is, as JSON, and as a URL has it: either form of a space, either case of the digits. */
  private static Stream<String> spellings(String form) {
    var url = URLEncoder.encode(form, StandardCharsets.UTF_8);
    return Stream.of(
            form,
            new String(JsonStringEncoder.getInstance().quoteAsString(form)),
            url,
            url.replace("+", "%20"))
        .flatMap(it -> Stream.of(it, lowerHex(it)));
  }

  private static String lowerHex(String url) {
    return HEX.matcher(url).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
  }

  private static Stream<String> encodings(String form) {
    var bytes = form.getBytes(StandardCharsets.UTF_8);
    return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
        .map(encoder -> encoder.withoutPadding().encodeToString(bytes));
  }

  private static Pattern pattern(String secret) {
    var quoted = Pattern.quote(secret);
    return Pattern.compile(
        secret.length() < WORD ? "(?<![\\p{Alnum}])" + quoted + "(?![\\p{Alnum}])" : quoted);
  }
}
