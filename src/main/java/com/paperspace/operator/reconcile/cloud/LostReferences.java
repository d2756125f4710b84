package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/**
 * Tells a spec that names something wrong from one whose reference has lost its cloud object: the
 * API refuses both in the same words, and only the first is for the author of the spec to mend.
 */
public final class LostReferences<T> {
  private final Services services;

  public LostReferences(Services services) {
    this.services = services;
  }

  /**
   * Returns when a refusal is not about something the spec refers to.
   *
   * @throws PassEndedException when that is gone; it is woken, to be made again
   */
  public void requireAll(External<T> external, PaperspaceException refusal) {
    var pass = external.pass();
    boolean mayBe =
        refusal.reason() == PaperspaceException.Reason.INVALID
            || refusal.reason() == PaperspaceException.Reason.NOT_FOUND;
    if (!mayBe || pass.inputs == null || pass.lookedForReferences) {
      return;
    }
    pass.lookedForReferences = true;
    for (var reference : external.references()) {
      if (reference instanceof Reference.ToResource to && isLost(external, to)) {
        services.index().wake(to.kind(), pass.namespace(), to.name());
        throw new PassEndedException(
            Verdict.waiting(
                Reason.WaitingForReference,
                to.field()
                    + ": the cloud object of "
                    + to.kind().getSimpleName()
                    + " "
                    + to.name()
                    + ", "
                    + pass.inputs.id(to.field())
                    + ", is gone. This goes on by itself once that is made again; the status of "
                    + to.name()
                    + " tells if it is not."));
      }
    }
  }

  /** In doubt no: what was refused is then told as it was said. */
  private boolean isLost(External<T> external, Reference.ToResource reference) {
    try {
      return !external.exists(reference);
    } catch (PaperspaceException e) {
      return false;
    }
  }
}
