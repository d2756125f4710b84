package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps a change the service ignores from becoming a loop: each difference that was sent leaves a
 * mark in the status, and one that is unchanged after it is not sent again (semantics.md 2.3, 8.5).
 */
public final class Attempts {
  static final String PREFIX = "tried.";
  private static final String REFUSED = "!";
  private static final String UNDER_WAY = "~";

  /** 64 bits: no two values a field ever has are taken for each other. */
  private static final int MARK_LENGTH = 16;

  /** Differences looked at in one pass, and so with a mark: the schema bounds the marks. */
  private static final int MOST = 30;

  private final Duration lag;
  private final boolean repeatable;

  /** Takes how long a read may be old, and {@link Adapter#isRepeatable}. */
  Attempts(Duration lag, boolean repeatable) {
    this.lag = lag;
    this.repeatable = repeatable;
  }

  /**
   * Tells differences apart that were sent before, and clears the marks of those that are gone.
   *
   * @param lastWrite when the object was last changed from here; null if not since the start
   * @param unsure when a change was sent from here whose answer was lost; null if none was
   */
  List<Drift> judge(
      List<Drift> drift, StatusDraft<?> draft, Instant lastWrite, Instant unsure, Instant now) {
    var looked = drift.stream().limit(MOST).toList();
    var fields = looked.stream().map(Attempts::key).collect(Collectors.toSet());
    draft.sent.keySet().removeIf(key -> key.startsWith(PREFIX) && !fields.contains(key));
    boolean fresh = lastWrite != null && now.isBefore(lastWrite.plus(lag));
    boolean open = unsure != null && now.isBefore(unsure.plus(lag));
    return looked.stream().map(d -> judge(d, draft, fresh, open)).toList();
  }

  private Drift judge(Drift d, StatusDraft<?> draft, boolean fresh, boolean open) {
    boolean once = d.remedy() == Remedy.VERB || (d.remedy() == Remedy.CORRECT && !repeatable);
    if (once && open) {
      // Not sent twice because the first may not show yet.
      return d.with(Remedy.SETTLING);
    }
    var sent = draft.sent.get(key(d));
    if (d.remedy() != Remedy.CORRECT || sent == null) {
      return d;
    }
    var mark = mark(d);
    if (sent.equals(mark + REFUSED)) {
      return d.with(Remedy.REFUSED);
    }
    boolean unchanged = sent.equals(mark) || sent.equals(mark + UNDER_WAY);
    return unchanged ? d.with(fresh ? Remedy.SETTLING : Remedy.NOT_APPLIED) : d;
  }

  /** Marks differences as sent, and whether work began that may still fail; answers the marks. */
  Map<String, String> remember(List<Drift> sent, boolean underWay, StatusDraft<?> draft) {
    return mark(sent, underWay ? UNDER_WAY : "", draft);
  }

  /**
   * Of judged differences those the work under way was to end, as they were before they were sent.
   */
  static List<Drift> underWay(List<Drift> judged, StatusDraft<?> draft) {
    return judged.stream()
        .filter(d -> (mark(d) + UNDER_WAY).equals(draft.sent.get(key(d))))
        .map(d -> d.with(Remedy.CORRECT))
        .toList();
  }

  /** Whether the API has refused this very difference before. */
  static boolean isRefused(Drift drift, StatusDraft<?> draft) {
    return (mark(drift) + REFUSED).equals(draft.sent.get(key(drift)));
  }

  /** The work that was under way has ended well, whatever it has changed. */
  static void ended(StatusDraft<?> draft) {
    draft.sent.replaceAll(
        (key, mark) ->
            key.startsWith(PREFIX) && mark.endsWith(UNDER_WAY)
                ? mark.substring(0, mark.length() - UNDER_WAY.length())
                : mark);
  }

  /** Puts back, before a read is judged, the marks only the answer to the change had cleared. */
  static void recall(StatusDraft<?> draft, Map<String, String> echoed) {
    echoed.forEach(draft.sent::putIfAbsent);
  }

  /** Marks differences as refused by the API, so that they stand in no other's way. */
  void refuse(List<Drift> refused, StatusDraft<?> draft) {
    mark(refused, REFUSED, draft);
  }

  private static Map<String, String> mark(List<Drift> tried, String suffix, StatusDraft<?> draft) {
    Map<String, String> marks = new HashMap<>();
    tried.stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .forEach(d -> marks.put(key(d), mark(d) + suffix));
    draft.sent.putAll(marks);
    return marks;
  }

  /** Lets everything be tried again. */
  public static void forget(StatusDraft<?> draft) {
    draft.sent.keySet().removeIf(key -> key.startsWith(PREFIX));
  }

  private static String key(Drift drift) {
    return PREFIX + StatusDraft.bounded(drift.field());
  }

  private static String mark(Drift drift) {
    return Text.sha256(drift.declared() + "\n" + drift.actual()).substring(0, MARK_LENGTH);
  }
}
