package com.paperspace.operator.kind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** A set of ids, of which a spec gives some as they are and some by names that lead to them. */
final class NamedIds {
  private NamedIds() {}

  /**
   * All ids that are declared in one of the two ways; null where none are in either.
   *
   * @param field where the names stand
   * @param found what a name leads to, by its {@link #place}
   */
  static List<String> of(
      List<String> ids, String field, List<String> names, UnaryOperator<String> found) {
    if (names == null) {
      return ids;
    }
    var all = new LinkedHashSet<String>(ids == null ? List.of() : ids);
    names.forEach(name -> all.add(found.apply(place(field, name))));
    return List.copyOf(all);
  }

  /** Where one of the names stands, for messages and inputs. */
  static String place(String field, String name) {
    return field + "[" + name + "]";
  }
}
