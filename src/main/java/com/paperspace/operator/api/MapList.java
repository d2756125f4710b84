package com.paperspace.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a list whose items are told apart by one field; its CRD says {@code x-kubernetes-list-type:
 * map}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MapList {
  /** The field, required in every item. */
  String value();
}
