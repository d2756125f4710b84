package com.paperspace.operator.reconcile;

import com.paperspace.operator.reconcile.Drift.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps a change the service ignores from becoming a loop: each difference that was sent leaves a
 * mark in the status, and one that is unchanged after it is not sent again (semantics.md 2.3, 8.5).
 */
final class Attempted {
  static final String PREFIX = "tried.";
  private static final int MARK_LENGTH = 16;

  /** Differences looked at in one pass; the schema bounds the marks. */
  private static final int MOST = 30;

  private final Duration lag;

  Attempted(Duration lag) {
    this.lag = lag;
  }

  /**
   * Tells differences apart that were sent before, and clears the marks of those that are gone.
   *
   * @param lastWrite when the object was last changed from here; null if not since the start
   */
  List<Drift> judge(List<Drift> drift, StatusDraft<?> draft, Instant lastWrite, Instant now) {
    var fields = drift.stream().map(d -> PREFIX + d.field()).collect(Collectors.toSet());
    draft.sent.keySet().removeIf(key -> key.startsWith(PREFIX) && !fields.contains(key));
    boolean fresh = lastWrite != null && now.isBefore(lastWrite.plus(lag));
    return drift.stream()
        .limit(MOST)
        .map(
            d ->
                d.remedy() == Remedy.CORRECT && mark(d).equals(draft.sent.get(PREFIX + d.field()))
                    ? d.with(fresh ? Remedy.SETTLING : Remedy.NOT_APPLIED)
                    : d)
        .toList();
  }

  /** Marks differences as sent. */
  void remember(List<Drift> sent, StatusDraft<?> draft) {
    sent.stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .forEach(d -> draft.sent.put(PREFIX + d.field(), mark(d)));
  }

  /** Lets everything be tried again. */
  void forget(StatusDraft<?> draft) {
    draft.sent.keySet().removeIf(key -> key.startsWith(PREFIX));
  }

  private static String mark(Drift drift) {
    return Text.sha256(drift.declared() + "\n" + drift.actual()).substring(0, MARK_LENGTH);
  }
}
