package com.paperspace.operator.paperspace;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the API key and the secrets of one request out of whatever the service echoes. */
final class Scrubber {
  /** Shorter texts are also ordinary words: only whole words of them are taken out. */
  private static final int WORD = 4;

  /** One line of a longer secret, such as a PEM key, is a secret too. */
  private static final int LINE = 8;

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
        .flatMap(
            form ->
                Stream.of(form, new String(JsonStringEncoder.getInstance().quoteAsString(form))));
  }

  private static Pattern pattern(String secret) {
    var quoted = Pattern.quote(secret);
    return Pattern.compile(
        secret.length() < WORD ? "(?<![\\p{Alnum}])" + quoted + "(?![\\p{Alnum}])" : quoted);
  }
}
