package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Outcome;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps a change the service ignores from becoming a loop: each difference that was sent leaves a
 * mark in the status, and a difference that is unchanged after that is not sent again
 * (docs/paperspace-api.md 2.3, 8.5).
 */
public final class Attempts {
  /** Hex digits of a hash: with 64 bits no two values of a field are taken for each other. */
  private static final int FINGERPRINT_LENGTH = 16;

  /** The most differences a pass looks at, each with a mark: the schema bounds the marks. */
  static final int MOST = 256;

  private final Duration lag;
  private final boolean repeatable;

  /** Takes how long a read may be old, and {@link Adapter#isRepeatable}. */
  Attempts(Duration lag, boolean repeatable) {
    this.lag = lag;
    this.repeatable = repeatable;
  }

  /**
   * Judges each difference by what was tried before, and clears the marks of those that are gone.
   *
   * @param lastWrite when the object was last changed from here; null if not since the start
   * @param unsure when a change was sent from here whose answer was lost; null if none was
   */
  List<Drift> judge(
      List<Drift> drift, StatusDraft<?> draft, Instant lastWrite, Instant unsure, Instant now) {
    var looked = first(drift, draft);
    var fields = looked.stream().map(Attempts::key).collect(Collectors.toSet());
    draft.attempts.keySet().retainAll(fields);
    boolean mayNotShowYet = lastWrite != null && now.isBefore(lastWrite.plus(lag));
    boolean answerLost = unsure != null && now.isBefore(unsure.plus(lag));
    return looked.stream().map(d -> withRemedy(d, draft, mayNotShowYet, answerLost)).toList();
  }

  /**
   * The first {@link #MOST} differences. Those with a mark come first, so that none is sent twice
   * for want of its mark; then fields, which the many members of a set must not crowd out.
   */
  private static List<Drift> first(List<Drift> drift, StatusDraft<?> draft) {
    if (drift.size() <= MOST) {
      return drift;
    }
    Comparator<Drift> unmarked = Comparator.comparing(d -> !draft.attempts.containsKey(key(d)));
    return drift.stream().sorted(unmarked.thenComparing(Drifts::isMember)).limit(MOST).toList();
  }

  private Drift withRemedy(
      Drift d, StatusDraft<?> draft, boolean mayNotShowYet, boolean answerLost) {
    boolean once = d.remedy() == Remedy.VERB || (d.remedy() == Remedy.CORRECT && !repeatable);
    if (once && answerLost) {
      // Not sent twice because the first may not show yet.
      return d.with(Remedy.SETTLING);
    }
    if (d.remedy() != Remedy.CORRECT || !wasTried(d, draft)) {
      return d;
    }
    if (isRefused(d, draft)) {
      return d.with(Remedy.REFUSED);
    }
    // Sent and accepted: once the lag is over and it still differs, the service has ignored it.
    return d.with(mayNotShowYet ? Remedy.SETTLING : Remedy.NOT_APPLIED);
  }

  /** Marks differences as sent, and whether work began that may still fail; answers the marks. */
  Map<String, Attempt> remember(List<Drift> sent, boolean underWay, StatusDraft<?> draft) {
    return note(sent, underWay ? Outcome.InProgress : Outcome.Sent, draft);
  }

  /** The judged differences that the work under way was to end, with the remedy they had before. */
  static List<Drift> underWay(List<Drift> judged, StatusDraft<?> draft) {
    return judged.stream()
        .filter(d -> isNoted(d, Outcome.InProgress, draft))
        .map(d -> d.with(Remedy.CORRECT))
        .toList();
  }

  /** Whether the API has refused this very difference before. */
  static boolean isRefused(Drift drift, StatusDraft<?> draft) {
    return isNoted(drift, Outcome.Refused, draft);
  }

  /** Marks differences whose work was under way as sent: the work has ended without a failure. */
  static void ended(StatusDraft<?> draft) {
    draft.attempts.replaceAll(
        (field, it) ->
            Outcome.InProgress.name().equals(it.outcome())
                ? new Attempt(field, it.fingerprint(), Outcome.Sent.name())
                : it);
  }

  /** Puts back, before a read is judged, marks that only the answer to a change had cleared. */
  static void recall(StatusDraft<?> draft, Map<String, Attempt> echoed) {
    echoed.forEach(draft.attempts::putIfAbsent);
  }

  /** Marks differences as refused by the API, so that they stand in the way of no other. */
  void refuse(List<Drift> refused, StatusDraft<?> draft) {
    note(refused, Outcome.Refused, draft);
  }

  private static Map<String, Attempt> note(
      List<Drift> tried, Outcome outcome, StatusDraft<?> draft) {
    Map<String, Attempt> notes = new HashMap<>();
    tried.stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .forEach(d -> notes.put(key(d), new Attempt(key(d), fingerprint(d), outcome.name())));
    draft.attempts.putAll(notes);
    return notes;
  }

  /** Drops the marks of these differences, so that they are tried again. */
  static void forget(List<Drift> tried, StatusDraft<?> draft) {
    tried.forEach(d -> draft.attempts.remove(key(d)));
  }

  /** Drops all marks, so that everything is tried again. */
  public static void forget(StatusDraft<?> draft) {
    draft.attempts.clear();
  }

  private static boolean isNoted(Drift drift, Outcome outcome, StatusDraft<?> draft) {
    return wasTried(drift, draft)
        && outcome.name().equals(draft.attempts.get(key(drift)).outcome());
  }

  /** Whether a difference of the same field and the same two values was sent before. */
  private static boolean wasTried(Drift drift, StatusDraft<?> draft) {
    var attempt = draft.attempts.get(key(drift));
    return attempt != null && fingerprint(drift).equals(attempt.fingerprint());
  }

  static String key(Drift drift) {
    return StatusDraft.bounded(drift.field());
  }

  private static String fingerprint(Drift drift) {
    return hash(drift.declared() + "\n" + drift.actual());
  }

  static String hash(String value) {
    return Text.sha256(value).substring(0, FINGERPRINT_LENGTH);
  }
}
