package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.client.Paperspace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What has to come before an object is made; most kinds need nothing. */
public interface Preparation<R, O, T> {
  /**
   * What a create has to wait for that no reference tells: an observation at rest where a person
   * has to act, a moving one where the wait ends by itself; empty when nothing is in the way. Reads
   * only.
   */
  default Optional<Observation<O>> beforeCreate(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /**
   * The next step on another object that is put aside while this one is made, such as a machine
   * that is stopped, or put back after that. The marks of a step stand in the status before the
   * next step. Asked after the look-ups, before all else. Reads only.
   */
  default Optional<Step<T>> aside(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /** What is still to be put back, by the marks ({@link Outcome#marks}). Pure. */
  default Optional<PutAside> putAside(Map<String, String> marks) {
    return Optional.empty();
  }

  /**
   * The step that puts back what is aside; a note where that has to wait. Asked while something is
   * {@link #putAside} and this resource cannot go on: it is being deleted, only observes, cannot be
   * read, or a reference leads nowhere. Reads only.
   */
  default Optional<Step<T>> putBack(Map<String, String> marks, Instant now, Paperspace api) {
    return Optional.empty();
  }

  /** The note that what is {@link #putAside} stays as it is, and is owed no more. Pure. */
  default Optional<Step<T>> letBe(Map<String, String> marks) {
    return Optional.empty();
  }
}
