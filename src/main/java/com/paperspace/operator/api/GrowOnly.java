package com.paperspace.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a number of a spec that may only grow once a create may have happened; it may always go
 * back to what the cloud object has.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface GrowOnly {

  /** The field of {@code observed} by which the service shows what the cloud object has. */
  String shownAs();
}
