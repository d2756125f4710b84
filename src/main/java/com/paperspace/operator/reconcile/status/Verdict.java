package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;

/**
 * What one pass concluded; a row of the truth table of conditions.
 *
 * @param shape the row
 * @param reason the reason its conditions give
 * @param message for people; never secret
 * @param observation the cloud object as seen, where the row speaks about it; else null
 * @param notBefore the least time to wait before the next try; null if the pace alone decides
 * @param notAfter the most time to wait before the next look; null if the pace alone decides
 * @param sort what it is counted as, see {@link Streaks}
 * @param isGone whether what was last seen is no more, or no more this resource's
 */
public record Verdict(
    Shape shape,
    Reason reason,
    String message,
    Observation<?> observation,
    Duration notBefore,
    Duration notAfter,
    String sort,
    boolean isGone) {

  /** The rows of the truth table. */
  public enum Shape {
    /** The cloud equals the spec and is at rest. */
    SETTLED,
    /** The cloud differs from the spec and that is only shown. */
    SHOWN,
    /** The cloud is on its way. */
    MOVING,
    /** Something outside this object must come first; it will be tried again. */
    WAITING,
    /** No progress without somebody acting. */
    STALLED,
    /** The cloud equals the spec but is not usable. */
    FAILED,
    /** The API cannot be asked for now. */
    TRANSIENT,
    /** A person asked that it be left alone. */
    PAUSED,
    /** It is not this object's turn yet; for a while nothing is shown. */
    QUEUED,
    /** Deletion goes on. */
    DELETING,
    /** Deletion waits for something else. */
    DELETE_WAITING,
    /** Deletion needs somebody to act. */
    DELETE_STALLED
  }

  public static Verdict of(Shape shape, Reason reason, String message) {
    return new Verdict(shape, reason, message, null, null, null, reason.name(), false);
  }

  public static Verdict waiting(Reason reason, String message) {
    return of(Shape.WAITING, reason, message);
  }

  public static Verdict stalled(Reason reason, String message) {
    return of(Shape.STALLED, reason, message);
  }

  public static Verdict moving(Reason reason, String message) {
    return of(Shape.MOVING, reason, message);
  }

  public static Verdict about(Shape shape, Observation<?> seen) {
    return new Verdict(
        shape, seen.reason(), seen.message(), seen, null, null, seen.reason().name(), false);
  }

  public static Verdict shown(Reason reason, String message, Observation<?> seen) {
    return new Verdict(Shape.SHOWN, reason, message, seen, null, null, reason.name(), false);
  }

  /** The status stays as it is, and the next look comes after a wait. */
  public static Verdict noNews(Duration wait) {
    return of(Shape.QUEUED, Reason.Available, "").notBefore(wait);
  }

  public Verdict notBefore(Duration wait) {
    return new Verdict(shape, reason, message, observation, wait, notAfter, sort, isGone);
  }

  public Verdict notAfter(Duration wait) {
    return new Verdict(shape, reason, message, observation, notBefore, wait, sort, isGone);
  }

  /** The same, with the next step to follow at once. */
  public Verdict atOnce() {
    return notAfter(Duration.ZERO);
  }

  public Verdict adding(String more) {
    return new Verdict(
        shape, reason, message + " " + more, observation, notBefore, notAfter, sort, isGone);
  }

  /** The same, counted as this sort of failure. */
  public Verdict countedAs(String other) {
    return new Verdict(shape, reason, message, observation, notBefore, notAfter, other, isGone);
  }

  /** The same, where what was last seen is no more, or no more this resource's. */
  public Verdict gone() {
    return new Verdict(shape, reason, message, observation, notBefore, notAfter, sort, true);
  }

  /** Whether it tells of something that passes by itself, so that nothing was decided yet. */
  public boolean isPassing() {
    return switch (shape) {
      case WAITING, MOVING, TRANSIENT, PAUSED, QUEUED, DELETING, DELETE_WAITING -> true;
      case SETTLED, SHOWN, STALLED, FAILED, DELETE_STALLED -> false;
    };
  }

  /** Whether the object is usable and nothing is under way, whatever differs. */
  public boolean isAtRest() {
    return shape == Shape.SETTLED
        || (shape == Shape.SHOWN && observation.phase() == Observation.Phase.READY);
  }

  /** Whether nothing goes on without somebody acting. */
  public boolean isStalled() {
    return shape == Shape.STALLED || shape == Shape.DELETE_STALLED;
  }

  Verdict as(Shape other) {
    return new Verdict(other, reason, message, observation, notBefore, notAfter, sort, isGone);
  }

  /** The same for an object that is being deleted. */
  public Verdict whileDeleting() {
    return switch (shape) {
      case STALLED -> as(Shape.DELETE_STALLED);
      case MOVING, QUEUED, DELETING, DELETE_WAITING, DELETE_STALLED -> this;
      case SETTLED, SHOWN, WAITING, FAILED, TRANSIENT, PAUSED -> as(Shape.DELETE_WAITING);
    };
  }
}
