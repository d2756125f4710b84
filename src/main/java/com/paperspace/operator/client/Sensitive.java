package com.paperspace.operator.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component that holds a secret: {@link Masking} keeps it out of {@code toString()}
 * and out of every message, even when the service echoes it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Sensitive {

  /** Whether it may name a secret in its place, as only the configuration of a deployment does. */
  boolean orReference() default false;
}
