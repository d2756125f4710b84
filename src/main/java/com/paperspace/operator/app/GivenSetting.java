package com.paperspace.operator.app;

import com.paperspace.operator.api.Policy;
import com.paperspace.operator.client.NoProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text given for one setting, read as what the setting takes. What cannot be read is an {@link
 * InvalidSettingException}, which never repeats the text.
 */
final class GivenSetting {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})([smh])");

  /** Nine digits fit into an int, and no setting needs more. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** A DNS label of Kubernetes: 63 characters. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** A name of Kubernetes: 253 characters. */
  private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  private final Setting setting;
  private final String text;

  GivenSetting(Setting setting, String text) {
    this.setting = setting;
    this.text = text.strip();
  }

  URI url() {
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean plain = uri.getUserInfo() == null && uri.getQuery() == null;
      if (uri.getHost() != null && plain && uri.getFragment() == null) {
        boolean local = NoProxy.isThisMachine(uri.getHost());
        if (scheme.equals("https") || (scheme.equals("http") && local)) {
          return uri;
        }
      }
    } catch (URISyntaxException e) {
      // Its message repeats the value, which may hold a password.
    }
    throw setting.invalid(
        "must be an https URL without user, query and fragment; http is allowed on loopback only.");
  }

  Set<String> namespaces() {
    var names = words();
    if (!names.stream().allMatch(name -> LABEL.matcher(name).matches())) {
      throw setting.invalid(
          "must be comma-separated names of namespaces: lower-case letters, digits and dashes.");
    }
    return names;
  }

  /** Some of a few words; empty when nothing is given. */
  Set<String> someOf(Set<String> allowed) {
    var words = words();
    if (!allowed.containsAll(words)) {
      throw setting.invalid(
          "must be comma-separated words of these: "
              + String.join(", ", new TreeSet<>(allowed))
              + ".");
    }
    return words;
  }

  private Set<String> words() {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The name of a namespace; empty when nothing is given. */
  Optional<String> namespace() {
    if (!text.isEmpty() && !LABEL.matcher(text).matches()) {
      throw setting.invalid(
          "must be the name of a namespace: lower-case letters, digits and dashes.");
    }
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  /** The name of an object; empty when nothing is given. */
  Optional<String> nameOf(String kind) {
    return text.isEmpty() ? Optional.empty() : Optional.of(requiredNameOf(kind));
  }

  String requiredNameOf(String kind) {
    if (!OBJECT.matcher(text).matches()) {
      throw setting.invalid(
          "must be the name of a " + kind + ": lower-case letters, digits, dashes and dots.");
    }
    return text;
  }

  Duration period() {
    return period(text, "must be ");
  }

  /** Periods by kind; the names of kinds are repeated in a complaint, for those are no secrets. */
  Map<String, Duration> periods(Set<String> kinds) {
    var periods = new TreeMap<String, Duration>();
    for (var word : words()) {
      var parts = word.split("=", 2);
      var kind = parts[0].strip();
      if (parts.length < 2 || !kinds.contains(kind)) {
        throw setting.invalid(
            "must be comma-separated, as Machine=1m,PaperspaceProject=30m, of these kinds: "
                + String.join(", ", new TreeSet<>(kinds))
                + ".");
      }
      if (periods.put(kind, period(parts[1].strip(), "must give " + kind + " ")) != null) {
        throw setting.invalid("must give " + kind + " one period only.");
      }
    }
    return periods;
  }

  private Duration period(String text, String must) {
    Duration period = duration(text);
    if (!Policy.isPeriod(period)) {
      throw setting.invalid(
          must + "a duration from 10s to 24h, written as 30s, 5m, 1h or ISO-8601 (PT5M).");
    }
    return period;
  }

  /** Zero when it is no duration. */
  private static Duration duration(String text) {
    Matcher match = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
    try {
      return Duration.parse(match.matches() ? "PT" + text : text);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  int number(int min, int max) {
    if (NUMBER.matcher(text).matches()) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw setting.invalid("must be a whole number from " + min + " to " + max + ".");
  }

  String oneOf(String... allowed) {
    String word = text.toLowerCase(Locale.ROOT);
    if (!List.of(allowed).contains(word)) {
      throw setting.invalid("must be one of " + String.join(", ", allowed) + ".");
    }
    return word;
  }
}
