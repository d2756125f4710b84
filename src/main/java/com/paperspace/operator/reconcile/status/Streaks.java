package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Reason;

/**
 * What failed in a row for one resource. Failures are counted by sort: one of another sort starts
 * the count anew. Waits for something else are counted apart and end no count.
 *
 * @param failure the sort of the last failure; null if there was none
 * @param failures how often in a row it was of this sort
 * @param inRow failures of any sort in a row
 * @param waitedFor what was last waited for; null since a failure
 * @param waits how often in a row it was this
 */
public record Streaks(String failure, int failures, int inRow, String waitedFor, int waits) {
  public static final Streaks NONE = new Streaks(null, 0, 0, null, 0);

  /** How many failures of a sort in a row it will be if one more is counted. */
  public int next(String sort) {
    return sort.equals(failure) ? failures + 1 : 1;
  }

  /** How many failures of a sort there were in a row. */
  public int of(String sort) {
    return next(sort) - 1;
  }

  /** The same, after so many failures of a sort that it passes no more by itself. */
  public Streaks lasting(String sort) {
    int times = Math.max(next(sort), Failures.TRIES_BEFORE_STALLED);
    return new Streaks(sort, times, inRow, waitedFor, waits);
  }

  /** After a verdict that counts. */
  public Streaks and(Verdict verdict) {
    var sort = verdict.sort();
    if (isWait(verdict.reason())) {
      return new Streaks(failure, failures, inRow, sort, sort.equals(waitedFor) ? waits + 1 : 1);
    }
    return new Streaks(sort, next(sort), inRow + 1, null, 0);
  }

  /** How often in a row it came to what a verdict says, at least 1; paces the next look. */
  public int length(Verdict verdict) {
    var sort = verdict.sort();
    int length = isWait(verdict.reason()) ? (sort.equals(waitedFor) ? waits : 0) : of(sort);
    return Math.max(length, 1);
  }

  /** Whether it only tells that something else must come first, so that nothing went wrong. */
  private static boolean isWait(Reason reason) {
    return switch (reason) {
      case WaitingForAccount, WaitingForReference, WaitingForSecret, InUse, Paused, Deleting ->
          true;
      default -> false;
    };
  }
}
