package com.paperspace.operator.reconcile.adapter;

/**
 * A field of a cloud object that two resources can declare, of which one alone may decide on it.
 *
 * @param kind the class of the resources that manage such objects
 * @param id the object
 * @param field the field, in words for people
 */
public record SharedField(Class<?> kind, String id, String field) {}
