package com.paperspace.operator.reconcile.adapter;

import java.util.regex.Pattern;

/**
 * One field in which the cloud differs from the spec. Values are for people: short, never secret.
 *
 * @param field the field of the spec; what users named themselves in brackets
 * @param declared what the spec declares
 * @param actual what the cloud has
 * @param remedy what can be done about it
 * @param elsewhere whether others are known to have made it, so that no edit of the spec asks for
 *     its correction
 */
public record Drift(
    String field, String declared, String actual, Remedy remedy, boolean elsewhere) {
  /** What stands for no value. */
  public static final String NONE = "(none)";

  /** What stands for the value of a note that was never made. */
  public static final String NOT_KNOWN = "(not known)";

  /** Below what a value of status.drift holds (256), and five fit into a message. */
  private static final int TEXT_LIMIT = 200;

  /** Enough to tell two values of one field apart, also for people. */
  private static final int HASH_LENGTH = 10;

  /** What is left of a longer value once its hash stands behind it, in brackets. */
  private static final int CUT_LIMIT = TEXT_LIMIT - HASH_LENGTH - 3;

  /** Our own words: a path of names; what users name stands in brackets after it. */
  private static final Pattern PATH = Pattern.compile("[a-zA-Z]+(\\.[a-zA-Z]+)*");

  /** What can be done about a difference. */
  public enum Remedy {
    /** The adapter can put it right now. */
    CORRECT,
    /** Asked for by a person, by an annotation or a Secret; carried out under any drift policy. */
    VERB,
    /** Only a new cloud object could have the declared value. */
    REPLACE,
    /** It was sent, and a later read shows the same two values. Set by the engine alone. */
    NOT_APPLIED,
    /** The object never came to be in full, so nothing is sent to it any more. */
    NOT_SENT,
    /** It needs the machine stopped, and the spec does not allow that. */
    NEEDS_STOP,
    /** The API refused it, and it is sent again only now and then. Set by the engine alone. */
    REFUSED,
    /** It was just written; the API may not show it yet. Set by the engine alone. */
    SETTLING
  }

  /** A difference of which nobody knows whether others made it. */
  public Drift(String field, String declared, String actual, Remedy remedy) {
    this(field, declared, actual, remedy, false);
  }

  /** A difference that can be put right. */
  public static Drift correctable(String field, Object declared, Object actual) {
    return new Drift(field, text(declared), text(actual), Remedy.CORRECT);
  }

  /** A difference that only a new cloud object could end. */
  public static Drift replace(String field, Object declared, Object actual) {
    return new Drift(field, text(declared), text(actual), Remedy.REPLACE);
  }

  /** Whether it only brings our own notes up to date, so that nothing in the cloud changes. */
  public boolean isMark() {
    return remedy == Remedy.VERB && (actual.equals(NOT_KNOWN) || declared.equals(NONE));
  }

  /** The field for a metric, which must not have a label for each name users choose. */
  public String label() {
    var path = field.split("\\[", 2)[0];
    return PATH.matcher(path).matches() ? path : "other";
  }

  /** The same difference with another remedy. */
  public Drift with(Remedy other) {
    return new Drift(field, declared, actual, other, elsewhere);
  }

  /** The same difference, known to be made by others. */
  public Drift madeElsewhere() {
    return new Drift(field, declared, actual, remedy, true);
  }

  private static String text(Object value) {
    return value == null ? NONE : text(value.toString());
  }

  /** A hash ends what is cut: what was sent before is told by these texts (Attempts, Reported). */
  private static String text(String value) {
    return value.length() <= TEXT_LIMIT
        ? value
        : Text.cut(value, CUT_LIMIT) + " (" + Text.sha256(value).substring(0, HASH_LENGTH) + ")";
  }
}
