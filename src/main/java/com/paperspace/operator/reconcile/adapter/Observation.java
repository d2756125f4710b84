package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.Reason;
import java.time.Duration;

/**
 * The state of a cloud object, judged for one resource.
 *
 * @param phase what it means for the engine
 * @param reason the reason the Ready condition gives
 * @param message for people; never secret
 * @param deadline how long a moving state may last before it counts as stuck; null when settled
 * @param observed what users see in the status
 */
public record Observation<O>(
    Phase phase, Reason reason, String message, Duration deadline, O observed) {

  /** What a state means for the engine. */
  public enum Phase {
    /** Usable, or at rest as declared. */
    READY,
    /** Moving, but open to changes. */
    PROGRESSING,
    /** Moving, and every change would be refused. */
    BUSY,
    /** At rest and not usable; no progress without somebody acting. */
    FAILED,
    /** Its creation failed, and nothing can mend it: no request lets it be taken for usable. */
    UNMADE;

    public boolean isMoving() {
      return this == PROGRESSING || this == BUSY;
    }
  }

  /** Usable, or at rest as declared. */
  public static <O> Observation<O> ready(Reason reason, String message, O observed) {
    return new Observation<>(Phase.READY, reason, message, null, observed);
  }

  /** Moving, but open to changes. */
  public static <O> Observation<O> progressing(
      Reason reason, String message, Duration deadline, O observed) {
    return new Observation<>(Phase.PROGRESSING, reason, message, deadline, observed);
  }

  /** Moving, and every change would be refused. */
  public static <O> Observation<O> busy(
      Reason reason, String message, Duration deadline, O observed) {
    return new Observation<>(Phase.BUSY, reason, message, deadline, observed);
  }

  /** Its creation failed, and nothing can mend it. */
  public static <O> Observation<O> unmade(Reason reason, String message, O observed) {
    return new Observation<>(Phase.UNMADE, reason, message, null, observed);
  }

  /** At rest and not usable. */
  public static <O> Observation<O> failed(Reason reason, String message, O observed) {
    return new Observation<>(Phase.FAILED, reason, message, null, observed);
  }
}
