package com.paperspace.operator.reconcile.adapter;

/**
 * A field of a cloud object that several resources can declare; one of them decides on it, and the
 * others leave it as it is.
 *
 * @param kind the class of the resources that manage such objects
 * @param id the object; empty for what only one object of a team can be
 * @param field the field, in words for people
 */
public record SharedField(Class<?> kind, String id, String field) {

  /** How people are told of it. */
  public String words() {
    return id.isEmpty()
        ? "spec." + field + ", which one " + kind.getSimpleName() + " of a team can have"
        : field + " of " + kind.getSimpleName() + " " + id;
  }
}
