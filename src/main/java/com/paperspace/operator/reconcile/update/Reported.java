package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Report;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows the differences that were shown: under {@code drift: Report} an edit that does not touch
 * one leaves it as it is, and one event tells of each that is new.
 */
final class Reported {
  private Reported() {}

  /**
   * Whether a difference was shown before the spec was edited, with what the spec still declares.
   * Where there was no room for all, a member of a list or set may have been among those left out.
   */
  static boolean stood(Drift drift, StatusDraft<?> draft) {
    boolean unseen = draft.reported.size() == Attempts.MOST && Drifts.isMember(drift);
    var report = draft.reported.get(Attempts.key(drift));
    return unseen || (report != null && Attempts.hash(drift.declared()).equals(report.declared()));
  }

  /** Notes what is shown now; answers whether it is other than before. */
  static boolean note(List<Drift> shown, StatusDraft<?> draft) {
    Map<String, Report> now = new TreeMap<>();
    shown.stream()
        .map(
            d ->
                new Report(Attempts.key(d), Attempts.hash(d.declared()), Attempts.hash(d.actual())))
        .forEach(report -> now.put(report.field(), report));
    boolean isNews = !now.equals(draft.reported);
    draft.reported = now;
    return isNews;
  }
}
