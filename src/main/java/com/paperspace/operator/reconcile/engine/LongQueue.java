package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;

/** Makes a resource say that it waits for its turn at the API, where that takes long. */
final class LongQueue {
  /** By then a thousand objects are done at the default budget, without one more write for each. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String MESSAGE =
      "Waits for its turn: what others ask of the API with the same key comes first. It goes on by"
          + " itself; spec.budget of the PaperspaceAccount sets how many requests there are, 10 a second"
          + " without it.";

  private LongQueue() {}

  /** The verdict on a pass that was turned away for long; any other verdict as it is. */
  static Verdict told(Reconciliation<?, ?> pass, Verdict verdict) {
    var memo = pass.memo;
    if (verdict.shape() != Shape.QUEUED || verdict.reason() != Reason.RateLimited) {
      memo.queued = null;
      return verdict;
    }
    if (memo.queued == null) {
      memo.queued = pass.steady;
    }
    var turn = pass.steady.plus(verdict.notBefore());
    if (memo.queued.plus(LONG).isAfter(turn) || !misleads(pass)) {
      return verdict;
    }
    var told =
        Verdict.of(Shape.TRANSIENT, Reason.RateLimited, MESSAGE).notBefore(verdict.notBefore());
    return pass.resource.isMarkedForDeletion() ? told.whileDeleting() : told;
  }

  /** Whether the status looks as if nothing were to be done; one that shows trouble does not. */
  private static boolean misleads(Reconciliation<?, ?> pass) {
    var ready = Conditions.find(pass.draft.conditions, Conditions.READY);
    boolean isReady = ready != null && "True".equals(ready.status());
    return ready == null
        || (pass.resource.isMarkedForDeletion()
            // A deletion makes a new generation (kube-apiserver's store, markAsDeleting).
            ? isReady || pass.isEdited()
            : isReady && pass.isEdited());
  }
}
