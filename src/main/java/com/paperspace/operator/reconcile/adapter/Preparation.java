package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.client.Paperspace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What has to be before an object is made, and what is put aside for it; most need nothing. */
public interface Preparation<R, O, T> {
  /**
   * What has to come before a create is announced, and no reference tells: at rest where somebody
   * has to act, moving where it is on its way; empty when nothing is in the way. Reads only.
   */
  default Optional<Observation<O>> beforeCreate(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /**
   * The next step on something else that is put aside while the object is made, or put back after
   * it; its marks stand in the status before the next one. Asked after the look-ups, before all
   * else. Reads only.
   */
  default Optional<Step<T>> aside(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /** What is still to be put back, as {@link Outcome#marks} tell. Pure. */
  default Optional<PutAside> putAside(Map<String, String> marks) {
    return Optional.empty();
  }

  /**
   * The step that puts it back, a note where that has to wait; asked while something is {@link
   * #putAside} and this resource cannot go on: it is deleted, only observes, cannot be read, or a
   * reference leads nowhere. Reads only.
   */
  default Optional<Step<T>> putBack(Map<String, String> marks, Instant now, Paperspace api) {
    return Optional.empty();
  }

  /** The note that it stays as it is; asked while something is {@link #putAside}. Pure. */
  default Optional<Step<T>> letBe(Map<String, String> marks) {
    return Optional.empty();
  }
}
