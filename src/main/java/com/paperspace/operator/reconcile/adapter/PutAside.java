package com.paperspace.operator.reconcile.adapter;

/**
 * What of another object stands otherwise while an object is made.
 *
 * @param declared the field by which a resource of that other object says that it is to stay so;
 *     where one does, nothing is put back
 * @param untouched the field by which such a resource says that it must not be put aside at all
 * @param words what it is, as the beginning of a sentence for people
 */
public record PutAside(SharedField declared, SharedField untouched, String words) {}
