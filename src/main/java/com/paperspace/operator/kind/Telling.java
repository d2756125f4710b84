package com.paperspace.operator.kind;

import java.util.function.UnaryOperator;

/** What people are told of a value. */
enum Telling {
  /** The value. */
  PLAIN,
  /** A URL without the login that may be in it. */
  ADDRESS,
  /** A hash, for the value may be secret. */
  HIDDEN;

  /** What stands for a value; null for nothing. {@code digest} is a keyed hash. */
  Object of(Object value, UnaryOperator<String> digest) {
    return switch (this) {
      case PLAIN -> plain(value);
      case ADDRESS -> Hidden.address((String) value, digest);
      case HIDDEN -> Hidden.text(value, digest);
    };
  }

  /** An empty text is none; a whole number has no point, as long as it has its digits. */
  private static Object plain(Object value) {
    if ("".equals(value)) {
      return null;
    }
    return value instanceof Double number && number % 1 == 0 && Math.abs(number) < 1e15
        ? (Object) number.longValue()
        : value;
  }
}
