package com.paperspace.operator.api;

/** Holds once what thousands of objects say in the same words. */
public final class Shared {
  private Shared() {}

  /** The same text, which every caller who has an equal one gets; null where there is none. */
  public static String word(String text) {
    return text == null ? null : text.intern();
  }
}
