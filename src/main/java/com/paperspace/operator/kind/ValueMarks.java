package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code status.marks} remembers of a value nobody can read back. The hash of the value is
 * keyed by the API key, so that it tells nothing without it; the other marks tell, after a change
 * of that key, whether our side or the cloud has another value.
 *
 * @param mark what the marks begin with
 * @param from where the value comes from
 * @param value the value declared
 */
record ValueMarks(String mark, TextOrigin from, String value, Inputs inputs) {
  /**
   * Mark of the first value of a kind: the keyed hash of the value sent, or of the one that was
   * found and never sent. Further values have one by their field.
   */
  static final String VALUE = "value";

  /** Mark, after that: tells the API key it is keyed by. */
  private static final String KEY = "Key";

  /** Mark, after that: the version of the Secret, the ConfigMap or the text that had it. */
  private static final String SOURCE = "Source";

  /** Mark, after that: that nobody knows whether the cloud has this value. */
  private static final String UNSENT = "Unsent";

  /** Mark: when the cloud object was last written from here. */
  private static final String MODIFIED = "dtModified";

  /** An answer may be rounded to it where a later read is not. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  /** No value is empty, so this hash is none of a value. */
  private static final String NO_VALUE = "";

  /** What is known of one of the two sides since the value was sent. */
  enum Side {
    SAME,
    CHANGED,
    UNTOLD
  }

  /** Whether a value was sent from here, and nobody has to ask since which one the cloud has. */
  static boolean isSent(String mark, Inputs inputs) {
    return inputs.marks().get(mark) != null && inputs.marks().get(mark + UNSENT) == null;
  }

  /** The keyed hash of the first value of a kind, as it was last sent; null if none is known. */
  static String last(Inputs inputs) {
    return inputs.marks().get(VALUE);
  }

  boolean isSent() {
    return isSent(mark, inputs);
  }

  /** Whether none was ever noted. */
  boolean isEmpty() {
    return noted("") == null;
  }

  boolean isAdopted() {
    return inputs.isAdopted();
  }

  /** Whether the value declared is the one that was sent. */
  boolean isSettled() {
    return isSent() && ours() == Side.SAME;
  }

  /** What is known of our side. */
  Side ours() {
    if (inputs.digest(value).equals(noted(""))) {
      return Side.SAME;
    }
    if (inputs.digest(NO_VALUE).equals(noted(KEY))) {
      return Side.CHANGED;
    }
    return from.version(inputs).equals(noted(SOURCE)) ? Side.SAME : Side.UNTOLD;
  }

  /** What is known of the cloud, by when it was last written there. */
  Side theirs(Instant seen) {
    var written = inputs.marks().get(MODIFIED);
    if (seen == null || written == null) {
      return Side.UNTOLD;
    }
    return isOfOurs(seen, Text.time(written), inputs.now()) ? Side.SAME : Side.CHANGED;
  }

  /** A mark that no clock of ours or the service's can have made proves nothing. */
  private static boolean isOfOurs(Instant seen, Instant known, Instant now) {
    return seen.isBefore(known.plus(ROUNDED))
        && !Text.isAhead(known, seen.isAfter(now) ? seen : now);
  }

  /** Whether another key or another version of the Secret has been used since. */
  boolean areOutdated() {
    return !noted().entrySet().stream()
        .allMatch(it -> it.getValue().equals(inputs.marks().get(it.getKey())));
  }

  /** Those that bring them up to date while nothing is sent. */
  Map<String, String> renewed() {
    var marks = noted();
    if (isEmpty() || ours() == Side.UNTOLD) {
      marks.put(mark + UNSENT, "true");
    }
    return marks;
  }

  /** Those of a value that was sent; {@code modified} null: the API does not tell. */
  Map<String, String> sent(Instant modified) {
    var marks = noted();
    marks.put(MODIFIED, Objects.toString(modified, null));
    // Null takes the mark away.
    marks.put(mark + UNSENT, null);
    return marks;
  }

  /** That of an object that was written, but for the value. */
  static Map<String, String> moved(Instant modified) {
    return Map.of(MODIFIED, modified.toString());
  }

  private Map<String, String> noted() {
    var marks = new HashMap<String, String>();
    marks.put(mark, inputs.digest(value));
    marks.put(mark + KEY, inputs.digest(NO_VALUE));
    marks.put(mark + SOURCE, from.version(inputs));
    return marks;
  }

  private String noted(String which) {
    return inputs.marks().get(mark + which);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "ValueMarks[from=" + from + "]";
  }
}
