package com.paperspace.operator.kind;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What goes into a body: a spec and what was found for it.
 *
 * @param value the write-only value; null for kinds without one
 * @param ids what the references name, by field; null where one names nothing
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

  /** The id behind a reference, if the body carries it; null where it names nothing. */
  String id(String field) {
    return carries(field) ? ids.get(field) : null;
  }

  /** Whether a field goes into the body: all do at a create. */
  boolean carries(String field) {
    return fields.isEmpty() || fields.contains(field);
  }

  /** The write-only value if the change carries it. */
  String changedValue() {
    return carries(WriteOnly.VALUE) ? value : null;
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "Declared[name=" + name + ", fields=" + fields + "]";
  }
}
