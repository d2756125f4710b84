package com.paperspace.operator.kind;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What goes into a body: a spec and what was found for it.
 *
 * @param value the write-only value; null for kinds without one, or if the change does not carry it
 * @param ids what the references name that the body carries, by field
 * @param fields what a change carries; empty for a create
 */
record Declared<S>(String name, S spec, String value, Map<String, String> ids, Set<String> fields) {

  /**
   * The value of a field if the change carries it, for one that was refused must not hold up
   * others.
   */
  <A> A changed(String field, Function<S, A> of) {
    return fields.contains(field) ? of.apply(spec) : null;
  }

  /** The id behind a reference; null where it names nothing, or the change does not carry it. */
  String id(String field) {
    return ids.get(field);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "Declared[name=" + name + ", fields=" + fields + "]";
  }
}
