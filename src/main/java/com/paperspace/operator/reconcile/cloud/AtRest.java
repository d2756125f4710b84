package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a status tells of a resource that was at rest when its object was looked at last. */
final class AtRest {
  private AtRest() {}

  /** Whether nothing was left to do then, and nobody has asked for anything since. */
  static boolean wasSeen(Reconciliation<?, ?> pass) {
    return !pass.isRequested()
        && !pass.isEdited()
        && pass.isApplied()
        && pass.draft.operation == null
        && pass.openIntent().isEmpty()
        && (isSaid(pass) || wasAway(pass));
  }

  /** Whether the status still says so. */
  static boolean isSaid(Reconciliation<?, ?> pass) {
    return isTrue(pass, Conditions.SYNCED) && isTrue(pass, Conditions.READY);
  }

  /** Whether only the API could not be asked since. */
  private static boolean wasAway(Reconciliation<?, ?> pass) {
    return isAway(pass, Conditions.SYNCED)
        && (isTrue(pass, Conditions.READY) || isAway(pass, Conditions.READY));
  }

  private static boolean isAway(Reconciliation<?, ?> pass, String condition) {
    return Stream.of(Reason.ProviderUnavailable, Reason.RateLimited)
        .anyMatch(it -> Conditions.saysAlready(pass.draft.conditions, condition, it));
  }

  private static boolean isTrue(Reconciliation<?, ?> pass, String condition) {
    return Conditions.isTrue(pass.draft.conditions, condition);
  }

  /** Whether a row shows something else than people see; what it may not tell is not asked for. */
  static <O> boolean isNews(Reconciliation<?, O> pass, Observation<O> row) {
    return row.phase() == Phase.READY
        && !Objects.equals(Fitting.of(row.observed()), pass.draft.observed);
  }

  /**
   * The verdict that was reached then.
   *
   * @param row what the row of a list shows, which may not tell that it is ready
   */
  static <O> Optional<Verdict> again(Reconciliation<?, O> pass, Observation<O> row) {
    var seen = row.phase() == Phase.READY ? Optional.of(row) : stillSaid(pass);
    return seen.map(it -> Verdict.about(Shape.SETTLED, it));
  }

  /**
   * What Ready still says; empty where it does not any more, or for a reason of a newer version.
   */
  private static <O> Optional<Observation<O>> stillSaid(Reconciliation<?, O> pass) {
    var ready = Conditions.find(pass.draft.conditions, Conditions.READY);
    return Stream.of(Reason.values())
        .filter(it -> isTrue(pass, Conditions.READY) && it.name().equals(ready.reason()))
        .findFirst()
        .map(it -> Observation.ready(it, ready.message(), pass.draft.observed));
  }
}
