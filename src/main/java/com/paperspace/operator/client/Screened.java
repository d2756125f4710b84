package com.paperspace.operator.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A free text in a request body, which the edge in front of the service reads and may take for an
 * attack (docs/paperspace-api.md 5).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Screened {

  /** What people call the text. */
  String value();
}
