package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Collects differences in a form that may stand in a status: bounded, and with a keyed hash for
 * whatever may be secret, so that two different changes of one field are still told apart.
 */
final class DeploymentDrift {
  /** Below what a mark in the status holds (256). */
  private static final int FIELD_LENGTH = 200;

  private final UnaryOperator<String> digest;
  private final String where;
  private final List<Drift> found;

  DeploymentDrift(UnaryOperator<String> digest) {
    this(digest, "", new ArrayList<>());
  }

  private DeploymentDrift(UnaryOperator<String> digest, String where, List<Drift> found) {
    this.digest = digest;
    this.where = where;
    this.found = found;
  }

  /** The same differences, seen from inside a part. */
  DeploymentDrift at(String place) {
    return new DeploymentDrift(digest, where + place, found);
  }

  /** Compares a plain field. */
  <X> void row(Row<X, X> row, X declared, X current) {
    row.diff(declared, current, digest)
        .ifPresent(it -> add(it.field(), it.declared(), it.actual()));
  }

  private void hide(String field, String declared, String current) {
    add(field, hashed(declared), hashed(current));
  }

  /** Each name is a difference of its own; what stands under it may be secret. */
  void named(String field, Map<String, List<String>> declared, Map<String, List<String>> current) {
    declared.forEach(
        (name, wanted) -> {
          var actual = current.getOrDefault(name, List.of());
          if (!wanted.equals(actual)) {
            hide(member(field, name), lines(wanted), lines(actual));
          }
        });
    current.forEach(
        (name, actual) -> {
          if (!declared.containsKey(name)) {
            hide(member(field, name), null, lines(actual));
          }
        });
  }

  /** An argument may be a secret, so it is told where the two part and not what they say. */
  void command(String field, List<String> declared, List<String> actual) {
    if (declared == null || declared.equals(actual)) {
      return;
    }
    int shorter = Math.min(declared.size(), actual.size());
    int same = 0;
    while (same < shorter && Objects.equals(declared.get(same), actual.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && Objects.equals(
            declared.get(declared.size() - 1 - tail), actual.get(actual.size() - 1 - tail))) {
      tail++;
    }
    add(
        field,
        arguments(declared, same, declared.size() - tail),
        arguments(actual, same, actual.size() - tail));
  }

  private String arguments(List<String> words, int from, int to) {
    if (words.isEmpty()) {
      return null;
    }
    var count = words.size() + (words.size() == 1 ? " argument" : " arguments");
    var where =
        switch (to - from) {
          case 0 -> "";
          case 1 -> ", [" + from + "] differs";
          default -> ", [" + from + "] to [" + (to - 1) + "] differ";
        };
    return count + where + " " + Hidden.fingerprint(lines(words), digest);
  }

  /** Notes a difference. */
  void add(String field, Object declared, Object current) {
    found.add(Drift.correctable(bounded(where + field), declared, current));
  }

  /** A field as it may stand in a status. */
  static String bounded(String field) {
    return Text.cut(field, FIELD_LENGTH);
  }

  /** How a difference of one of several is named. */
  static String member(String field, String name) {
    return field + "[" + name + "]";
  }

  /** Every difference, however many there are: one a field, for the engine notes one a field. */
  List<Drift> all() {
    return found.stream()
        .collect(Collectors.groupingBy(Drift::field, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(DeploymentDrift::together)
        .toList();
  }

  private static Drift together(List<Drift> ofOneField) {
    var first = ofOneField.get(0);
    return ofOneField.size() == 1
        ? first
        : Drift.correctable(
            first.field(), values(ofOneField, Drift::declared), values(ofOneField, Drift::actual));
  }

  private static String values(List<Drift> drift, Function<Drift, String> value) {
    var given = drift.stream().map(value).filter(it -> !it.equals(Drift.NONE)).sorted().toList();
    return given.isEmpty() ? null : String.join(", ", given);
  }

  private String hashed(String text) {
    return Hidden.text(text, digest);
  }

  private static String lines(List<String> texts) {
    return texts.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }
}
