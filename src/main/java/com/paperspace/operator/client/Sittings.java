package com.paperspace.operator.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lists that are read over several sittings, so that a long one takes its turns like everybody: a
 * page is read only when a check lets it, what was read until then stays, and the same call of the
 * next sitting goes on behind it. For one thread at a time.
 */
final class Sittings {
  /** Whole lists, each read anew and in one sitting. */
  static final Sittings NONE = new Sittings(() -> {});

  private final Runnable beforePage;
  private final Map<Object, Object> begun = new HashMap<>();

  /** Takes what runs before each page; what it throws ends the sitting, and goes through. */
  Sittings(Runnable beforePage) {
    this.beforePage = beforePage;
  }

  void beforePage() {
    beforePage.run();
  }

  /** A list as far as it was read; equal keys are of one list, and of one type. */
  @SuppressWarnings("unchecked")
  <L> L list(Object key, Supplier<L> first) {
    return this == NONE ? first.get() : (L) begun.computeIfAbsent(key, it -> first.get());
  }
}
