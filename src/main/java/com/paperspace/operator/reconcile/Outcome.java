package com.paperspace.operator.reconcile;

import java.util.Map;

/**
 * What one mutating call left behind.
 *
 * @param remote the object as it is now
 * @param eventId the cloud's event to follow; null if the call was synchronous
 * @param sent marks to remember for what the API does not give back, by field: merged into {@code
 *     status.sent}; a null value removes the mark
 */
public record Outcome<T>(T remote, String eventId, Map<String, String> sent) {

  /** A synchronous call that needs no marks. */
  public static <T> Outcome<T> of(T remote) {
    return new Outcome<>(remote, null, Map.of());
  }
}
