package com.paperspace.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code externalId} and {@code status.id} are of a kind whose id is not one of the API. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface IdForm {

  /** The end of a sentence that begins with "It is". */
  String value();
}
