package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step on its way to the API, and what is noted and told of it. */
record Sending<T>(Reconciliation<?, ?> pass, Events events, Step<T> step) {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  Outcome<T> run(Runnable check) {
    boolean madeElsewhere = pass.isApplied();
    pass.known = null;
    Outcome<T> outcome;
    try {
      outcome = step.call().send(pass.api().checkedBy(check));
    } catch (PaperspaceException e) {
      noteLost(e.mayHaveTakenEffect());
      if (e.mayHaveTakenEffect()) {
        tellRest();
      }
      throw e;
    } catch (InvalidInputException e) {
      noteLost(e.wasSent());
      throw e;
    }
    pass.memo.lastWrite = pass.called();
    pass.sent = true;
    pass.draft.remember(outcome.marks());
    if (outcome.carried()) {
      tell(outcome, madeElsewhere);
      tellRest();
    }
    return outcome;
  }

  /** What a create may have left is known by its intent, and a delete is simply asked for again. */
  private void noteLost(boolean mayHaveTakenEffect) {
    if (!mayHaveTakenEffect) {
      return;
    }
    switch (step.kind()) {
      case CHANGE, DETOUR -> pass.memo.unsure = pass.called();
      // How young it is tells no write to what was there before it.
      case CREATE -> pass.memo.lastWrite = pass.called();
      default -> {}
    }
  }

  /** As a restart is: nothing that differs is put right by it. */
  private boolean isAskedFor() {
    return step.kind() == Step.Kind.CHANGE && !step.corrects();
  }

  /** What is set right after a create belongs to it, and is told with it. */
  private boolean isPartOfCreate() {
    return pass.draft.appliedGeneration == null && pass.draft.origin() != Origin.Adopted;
  }

  /** Also where the answer was lost: no later look would show it. */
  private void tellRest() {
    if (step.leaves() != null) {
      LOG.warn("{}: {}", pass.describe(), step.leaves());
      events.tell(pass.resource, EventReason.LeftBehind, step.leaves());
    }
  }

  private void tell(Outcome<T> outcome, boolean madeElsewhere) {
    if (step.kind() != Step.Kind.NOTE || outcome.eventId() != null) {
      LOG.info("{}: step: {}", pass.describe(), step);
    }
    if (step.interrupts() && (step.kind() == Step.Kind.DETOUR || isAskedFor())) {
      events.tell(pass.resource, EventReason.Interrupted, "Step: " + step + ".");
    }
    if (!madeElsewhere && step.corrects() && !isPartOfCreate() && !step.news().isEmpty()) {
      events.tell(pass.resource, EventReason.Updated, "Changed " + Step.words(step.news()) + ".");
    }
    if (madeElsewhere && step.corrects()) {
      events.tell(
          pass.resource, EventReason.DriftCorrected, "Put right: " + Step.words(step.news()) + ".");
    }
  }
}
