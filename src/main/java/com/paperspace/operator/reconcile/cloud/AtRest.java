package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
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
        && reason(pass).isPresent()
        && (isSaid(pass) || wasAway(pass));
  }

  /** Whether the status still says so. */
  static boolean isSaid(Reconciliation<?, ?> pass) {
    return Conditions.isTrue(pass.draft.conditions, Conditions.SYNCED);
  }

  /** Whether only the API could not be asked since. */
  private static boolean wasAway(Reconciliation<?, ?> pass) {
    return Stream.of(Reason.ProviderUnavailable, Reason.RateLimited)
        .anyMatch(it -> Conditions.saysAlready(pass.draft.conditions, Conditions.SYNCED, it));
  }

  /** The verdict that was reached then. */
  static <O> Verdict again(Reconciliation<?, O> pass) {
    var seen =
        Observation.ready(reason(pass).orElseThrow(), ready(pass).message(), pass.draft.observed);
    return Verdict.about(Shape.SETTLED, seen);
  }

  /** Why it is ready; empty where it is not, or for a reason of a newer version. */
  private static Optional<Reason> reason(Reconciliation<?, ?> pass) {
    return Conditions.isTrue(pass.draft.conditions, Conditions.READY)
        ? Stream.of(Reason.values())
            .filter(it -> it.name().equals(ready(pass).reason()))
            .findFirst()
        : Optional.empty();
  }

  private static Condition ready(Reconciliation<?, ?> pass) {
    return Conditions.find(pass.draft.conditions, Conditions.READY);
  }
}
