package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Outcome;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A warning that was given.
 *
 * @param refused what stood refused by then
 * @param asked the last look a person had asked for by then; null for none
 */
record Warned(String reason, Set<Attempt> refused, String asked) {

  /** What each comparison finds anew for as long as it stands; others tell of one more failure. */
  private static final Set<Reason> FOUND =
      EnumSet.of(
          Reason.InvalidSpec,
          Reason.ReplaceRequired,
          Reason.DisruptionRequired,
          Reason.OutputConflict);

  static Warned of(String reason, StatusDraft<?> draft) {
    return new Warned(
        reason,
        draft.attempts.values().stream()
            .filter(it -> Outcome.Refused.name().equals(it.outcome()))
            .collect(Collectors.toUnmodifiableSet()),
        draft.lastHandledReconcileAt);
  }

  /** Whether another would tell nothing that this one has not told; whoever asks is answered. */
  boolean covers(Warned other) {
    return reason.equals(other.reason)
        && FOUND.contains(Reason.valueOf(reason))
        && refused.containsAll(other.refused)
        && Objects.equals(asked, other.asked);
  }
}
