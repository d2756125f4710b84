package com.paperspace.operator.kind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Compares one part of a declared configuration with the same part of the current one. */
interface DeploymentPart<X> {

  /** Notes what differs. */
  void diff(DeploymentDrift found, X declared, X current);

  /** A field as its row says. */
  static <X> DeploymentPart<X> plain(Row<X, X> row) {
    return (found, declared, current) -> found.row(row, declared, current);
  }

  /** A value. */
  static <X> DeploymentPart<X> value(String field, Function<X, ?> of) {
    return valueAs(field, of, of);
  }

  /** Likewise; what the service has not stored is its default. */
  static <X, A> DeploymentPart<X> value(String field, Function<X, A> of, A otherwise) {
    return valueAs(field, of, it -> or(of.apply(it), otherwise));
  }

  /** Likewise, read from each side in a way of its own; an empty text is an absent one. */
  static <X> DeploymentPart<X> valueAs(
      String field, Function<X, ?> declared, Function<X, ?> current) {
    return plain(row(field, declared, current));
  }

  private static <X> Row<X, X> row(String field, Function<X, ?> declared, Function<X, ?> current) {
    return Row.<X, X>of(field, declared, it -> some(current.apply(it)))
        .sameIf((it, now) -> Objects.equals(some(declared.apply(it)), some(current.apply(now))));
  }

  /** A URL, which may hold a login. */
  static <X> DeploymentPart<X> address(String field, Function<X, String> of) {
    return plain(row(field, of, of).address());
  }

  /** A text that may be secret. */
  static <X> DeploymentPart<X> hidden(String field, Function<X, String> of) {
    return plain(Row.<X, X>of(field, of, of).hidden());
  }

  /** A command, whose arguments may be. */
  static <X> DeploymentPart<X> command(String field, Function<X, List<String>> of) {
    return (found, declared, current) ->
        found.command(field, of.apply(declared), list(of.apply(current)));
  }

  /** Values by names that people give; they have no order and may be secret. */
  static <X, E> DeploymentPart<X> named(
      String field, Function<X, List<E>> of, Function<E, String> name, Function<E, String> value) {
    return (found, declared, current) -> {
      var wanted = of.apply(declared);
      if (wanted != null) {
        found.named(field, byName(wanted, name, value), byName(of.apply(current), name, value));
      }
    };
  }

  /** What has parts itself. */
  static <X, Y> DeploymentPart<X> inside(
      String place, Function<X, Y> of, Y nothing, List<DeploymentPart<Y>> parts) {
    return (found, declared, current) -> {
      var wanted = of.apply(declared);
      if (wanted != null) {
        var now = or(of.apply(current), nothing);
        parts.forEach(part -> part.diff(found.at(place), wanted, now));
      }
    };
  }

  private static <V> Map<String, List<String>> byName(
      List<V> items, Function<V, String> name, Function<V, String> value) {
    var values = new LinkedHashMap<String, List<String>>();
    for (var it : list(items)) {
      values.computeIfAbsent(name.apply(it), any -> new ArrayList<>()).add(value.apply(it));
    }
    values.values().forEach(it -> it.sort(Comparator.nullsFirst(Comparator.naturalOrder())));
    return values;
  }

  /** An empty list and an absent one are the same. */
  static <V> List<V> list(List<V> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  /** A value, else another one. */
  static <V> V or(V value, V otherwise) {
    return value == null ? otherwise : value;
  }

  private static Object some(Object value) {
    return "".equals(value) ? null : value;
  }
}
