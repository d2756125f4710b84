package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Report;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Knows the differences that were shown: under {@code drift: Report} an edit that does not touch
 * one leaves it as it is, and one event tells of each that is new.
 */
final class Reported {
  /**
   * With so many differences shown, others may have been left out: a look is cut at {@link
   * Attempts#MOST}, and differences that settle or wait for an edit are not shown.
   */
  private static final int MAY_BE_CUT = 200;

  private Reported() {}

  /**
   * The fields whose differences were shown before the spec was edited, and for which it still
   * declares the same. Where there was no room for all, any member of a list or set counts as
   * shown.
   */
  static Set<String> stood(List<Drift> drift, StatusDraft<?> draft) {
    if (draft.reported.isEmpty() && drift.stream().noneMatch(Drift::elsewhere)) {
      // The case of nearly every pass, which needs no hash.
      return Set.of();
    }
    boolean mayBeUnseen = draft.reported.size() >= MAY_BE_CUT;
    var now = reports(drift);
    return drift.stream()
        .filter(
            d -> {
              var before = draft.reported.get(Attempts.key(d));
              return d.elsewhere()
                  || (mayBeUnseen && Drifts.isMember(d))
                  || (before != null
                      && now.get(Attempts.key(d)).declared().equals(before.declared()));
            })
        .map(Drift::field)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Notes what is shown now; answers whether any of it is new, or other than before. */
  static boolean note(List<Drift> shown, StatusDraft<?> draft) {
    var now = reports(shown);
    boolean isNews = !draft.reported.entrySet().containsAll(now.entrySet());
    draft.reported = now;
    return isNews;
  }

  /** Two differences may have one key, where the end of their field names is cut off. */
  private static Map<String, Report> reports(List<Drift> drift) {
    Map<String, Report> reports = new TreeMap<>();
    drift.stream()
        .collect(Collectors.groupingBy(Attempts::key))
        .forEach(
            (key, all) ->
                reports.put(
                    key, new Report(key, hash(all, Drift::declared), hash(all, Drift::actual))));
    return reports;
  }

  private static String hash(List<Drift> drift, Function<Drift, String> value) {
    return Attempts.hash(drift.stream().map(value).sorted().collect(Collectors.joining("\n")));
  }
}
