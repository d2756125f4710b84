package com.paperspace.operator.reconcile.adapter;

import java.util.Map;

/**
 * What one mutating call left behind.
 *
 * @param remote the object as it is now
 * @param eventId the cloud's event to follow; null if the call was synchronous
 * @param marks marks to remember for what the API does not give back, by field: merged into {@code
 *     status.marks}; a null value removes the mark
 * @param carried whether what was to be sent is through; if not, something was only learned
 */
public record Outcome<T>(T remote, String eventId, Map<String, String> marks, boolean carried) {

  /** A call that went through. */
  public Outcome(T remote, String eventId, Map<String, String> marks) {
    this(remote, eventId, marks, true);
  }

  /** A synchronous call that needs no marks. */
  public static <T> Outcome<T> of(T remote) {
    return new Outcome<>(remote, null, Map.of());
  }

  /** A call that changed nothing and tells what else has to come first. */
  public static <T> Outcome<T> learned(T remote, Map<String, String> marks) {
    return new Outcome<>(remote, null, marks, false);
  }
}
