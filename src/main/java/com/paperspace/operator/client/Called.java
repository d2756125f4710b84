package com.paperspace.operator.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name by which people know a field of a request body, where it is not the API's own. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Called {

  /** The name; empty for a level people do not know. */
  String value();

  /** The name where the value is {@code secret:NAME}; empty for the same one. */
  String reference() default "";
}
