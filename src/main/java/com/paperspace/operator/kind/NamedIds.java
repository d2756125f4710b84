package com.paperspace.operator.kind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** A set of ids, of which a spec gives some as they are and some by names that lead to them. */
final class NamedIds {
  /** What a name leads to that once led somewhere, and does no more. */
  static final String NOBODY = "";

  private NamedIds() {}

  /**
   * All ids that are declared in one of the two ways; null where none are in either, and where a
   * name leads nowhere any more: with a shorter set others would be taken out.
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
    return all.contains(NOBODY) ? null : List.copyOf(all);
  }

  /** Where one of the names stands, for messages and inputs. */
  static String place(String field, String name) {
    return field + "[" + name + "]";
  }
}
