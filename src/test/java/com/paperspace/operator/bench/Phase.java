package com.paperspace.operator.bench;

import java.util.Locale;

/** What is done to all objects of a storm at once. */
enum Phase {
  CREATE,
  EDIT,
  DELETE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
