package com.paperspace.operator.kind;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What goes into a body: a spec and what was found for it.
 *
 * @param values the write-only values that the body carries, by field
 * @param ids what the references name that the body carries, by field
 * @param fields what a change carries; empty for a create
 */
record Declared<S>(
    String name, S spec, Map<String, String> values, Map<String, String> ids, Set<String> fields) {

  /** The write-only value of a kind that has one; null if the change does not carry it. */
  String value() {
    return values.values().stream().findFirst().orElse(null);
  }

  /** Likewise that of a field, where there are several. */
  String value(String field) {
    return values.get(field);
  }

  /**
   * The value of a field if the change carries it, for one that was refused must not hold up
   * others.
   */
  <A> A changed(String field, Function<S, A> of) {
    return fields.contains(field) ? of.apply(spec) : null;
  }

  /** The same where the body is a whole object: what the cloud shows stands for the others. */
  <A> A whole(String field, Function<S, A> of, A shown) {
    return shown == null || fields.contains(field) ? of.apply(spec) : shown;
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
