package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.Policy;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All that is decided on when a cloud object was looked at.
 *
 * @param phase what its state means
 * @param drift what differs, each with what can be done about it after what was tried before
 * @param stood fields whose differences are no part of the last edit: shown before it and left
 *     alone by it, or changed elsewhere since
 * @param underWay those of it that the last operation was to remove
 * @param retry the refused difference to be sent again in this pass; empty for none
 * @param policy how far the operator may go
 * @param applied whether all the spec asks for was once in the cloud, so that what differs was
 *     changed elsewhere
 * @param requested whether a person asked for this look
 * @param followed whether the last operation has an event that tells how it ended
 * @param sent whether a change was sent, or refused, in this pass
 * @param whole whether {@code drift} is all there is, and not the first of too many
 */
record Look(
    Phase phase,
    List<Drift> drift,
    Set<String> stood,
    List<Drift> underWay,
    List<Drift> retry,
    Policy policy,
    boolean applied,
    boolean requested,
    boolean followed,
    boolean sent,
    boolean whole) {

  /** The same with what is to be sent again. */
  Look retrying(List<Drift> refused) {
    return new Look(
        phase, drift, stood, underWay, refused, policy, applied, requested, followed, sent, whole);
  }

  /** Whether a difference is to be put right now, as far as the policy goes. */
  boolean mayCorrect(Drift it) {
    if (policy.observeOnly()) {
      return false;
    }
    return switch (it.remedy()) {
      case VERB -> true;
      case CORRECT -> !policy.reportDrift() || !(applied || stood.contains(it.field()));
      case REPLACE, NOT_APPLIED, NOT_SENT, NEEDS_STOP, REFUSED, SETTLING -> false;
    };
  }

  /** What is to be put right now. */
  List<Drift> todo() {
    return drift.stream().filter(this::mayCorrect).toList();
  }

  /** Whether an edit left alone all that differs, so that what it asks for is there. */
  boolean isLeftOver() {
    return policy.reportDrift()
        && !drift.isEmpty()
        && drift.stream().allMatch(d -> stood.contains(d.field()));
  }

  /** Whether what differs is only shown. */
  boolean isOnlyShown() {
    return policy.observeOnly() || (policy.reportDrift() && (applied || isLeftOver()));
  }

  /** Whether work has failed and that was not shown yet. */
  boolean isFailureNew() {
    boolean mayFollow =
        !underWay.isEmpty()
            || drift.stream()
                .anyMatch(d -> d.remedy() == Remedy.CORRECT || d.remedy() == Remedy.VERB);
    return phase == Phase.FAILED && !sent && !requested && followed && mayFollow;
  }

  /** A condition that a difference of this remedy is there. */
  static Predicate<Look> has(Remedy remedy) {
    return look -> Drifts.has(look.drift, remedy);
  }

  /**
   * Whether a difference counts from here on as one that was shown: what an edit still waits to
   * change must not be taken for one made elsewhere.
   */
  boolean isReported(Drift it) {
    boolean edited =
        policy.reportDrift() && !applied && !isLeftOver() && !stood.contains(it.field());
    return switch (it.remedy()) {
      case SETTLING -> false;
      case NEEDS_STOP, REFUSED, REPLACE -> !edited;
      case CORRECT, VERB, NOT_APPLIED, NOT_SENT -> true;
    };
  }
}
