package com.paperspace.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of a spec that only a create can set. By a rule at its CRD's root it is free until
 * a create may have happened, and may then only go back to what the cloud object has.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Immutable {

  /**
   * The field of {@code observed} by which the service shows what the cloud object has, in the
   * spec's own form or by what it leads to; empty where it never does.
   */
  String shownAs() default "";

  /**
   * The field of the spec that may be declared in place of this one once the cloud object exists;
   * empty where there is none.
   */
  String givesWayTo() default "";
}
