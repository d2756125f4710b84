package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is put aside while an object is made, and put back after it: the resource is held from
 * before the first step to after the last, so that nothing stays aside.
 */
public final class Aside<T> {
  private final Services services;

  public Aside(Services services) {
    this.services = services;
  }

  /**
   * What is said after the next step; empty when none is due.
   *
   * @param finds whether there is an object already that is taken over, so that none is made
   */
  public Optional<Verdict> next(External<T> external, BooleanSupplier finds) {
    var pass = external.pass();
    if (pass.policy().observeOnly()) {
      return external.isAside() ? Optional.of(giveUp(external)) : Optional.empty();
    }
    var step = external.aside();
    if (step.isPresent() && !external.isAside() && finds.getAsBoolean()) {
      return Optional.empty();
    }
    step.ifPresent(it -> pass.hold(services.writer(), Annotations.FINALIZER));
    return step.map(it -> sent(external, it, Shape.MOVING, Reason.Updating));
  }

  /** What is aside waits to be put back, whatever the object says of itself meanwhile. */
  public Verdict soon(External<T> external, Verdict verdict) {
    return external.isAside() ? verdict.notAfter(services.pacing().movingMax()) : verdict;
  }

  /** The next step while it is deleted: nothing else is done before all is put back. */
  public Verdict undo(External<T> external) {
    return putBack(external, Shape.DELETING, Reason.Deleting);
  }

  /** The same while nothing else can be done for it. */
  public Verdict giveUp(External<T> external) {
    return putBack(external, Shape.MOVING, Reason.Updating);
  }

  private Verdict putBack(External<T> external, Shape shape, Reason reason) {
    return external.putBack().map(it -> sent(external, it, shape, reason)).orElseThrow();
  }

  private Verdict sent(External<T> external, Step<T> step, Shape shape, Reason reason) {
    var verdict = Verdict.of(shape, reason, "Step: " + step + ".");
    if (step.kind() != Step.Kind.NOTE && isUnwritten(external.pass())) {
      return verdict;
    }
    var marks = external.send(step).marks();
    return step.kind() == Step.Kind.NOTE && !marks.isEmpty() ? verdict.atOnce() : verdict;
  }

  /** A status that could not be written is kept in memory alone, where a crash would lose it. */
  private static boolean isUnwritten(Reconciliation<?, ?> pass) {
    var stored = pass.resource.getStatus();
    var marks = stored == null || stored.marks() == null ? Map.of() : stored.marks();
    return !marks.equals(pass.draft.marks);
  }
}
