package com.paperspace.operator.kind;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a write of an object was answered.
 *
 * @param before what was seen before it; null for a create
 * @param read what a read showed right after it
 * @param now the service's time by then
 */
record Write<V>(V before, V answer, V read, Supplier<Instant> now) {

  /**
   * When the object was written: at the later of the answer and the read, for an answer may be
   * rounded and a read may lag (docs/paperspace-api.md 10.21). Where neither is news, or tells, it
   * was no later than now.
   *
   * @param modified when an object says that it was
   */
  Instant at(Function<V, Instant> modified) {
    var earlier = Optional.ofNullable(before).map(modified).orElse(Instant.EPOCH);
    return Stream.of(answer, read)
        .map(modified)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .filter(it -> it.isAfter(earlier))
        .orElseGet(() -> Collections.max(List.of(earlier, now.get())));
  }
}
