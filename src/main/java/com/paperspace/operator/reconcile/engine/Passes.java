package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine of one kind, as the queue drives it. */
interface Passes<R extends PaperspaceResource<?, ?>> {

  /** The {@link IndexKey}s of everything a resource uses. */
  List<String> uses(R resource);

  /** Runs one pass; answers when the next is due, or empty when there will be none. */
  Optional<Duration> pass(R cached);

  /**
   * Drops what is remembered of a resource that is gone, and tells those it stood in the way of.
   */
  void gone(R resource);

  /** How long ago the oldest list in use was read; empty where none is. */
  default Optional<Duration> sweepAge() {
    return Optional.empty();
  }

  /** Drops what is remembered of a resource that is gone, when no more is known of it. */
  void forget(String uid);
}
