package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.pass.Stored;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is put aside while an object is made, such as the power of a machine, and put back after it.
 * The resource keeps its finalizer from before the first step to after the last, so that nothing
 * stays aside.
 */
public final class Aside<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

  /**
   * Longer than any work in the cloud takes: after that, what hangs holds up no deletion any more.
   */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Services services;
  private final Absences absences;

  public Aside(Services services) {
    this.services = services;
    this.absences = new Absences(services);
  }

  /**
   * Takes the next step and answers what is said after it; empty when no step is due.
   *
   * @param finds whether an object is there to be taken over, so that none is made
   */
  public Optional<Verdict> next(External<T> external, BooleanSupplier finds) {
    var pass = external.pass();
    if (pass.policy().observeOnly()) {
      return external.isAside() ? Optional.of(giveUp(external)) : Optional.empty();
    }
    pass.draft.marks.remove(Marks.WANTED_BACK);
    var step = external.aside();
    if (step.isPresent() && !external.isAside() && finds.getAsBoolean()) {
      return Optional.empty();
    }
    if (step.isPresent() && !external.isAside()) {
      // Where nothing can be made, nothing may be stopped for it either.
      LivingPlace.require(services, pass);
    }
    step.ifPresent(it -> pass.hold(services.writer(), Annotations.FINALIZER));
    if (step.isPresent() && !external.isAside()) {
      LivingPlace.requireHeld(services, external);
    }
    return step.map(it -> sent(external, it, Shape.MOVING, Reason.Updating));
  }

  /** Adds to any verdict that something is still to be put back, and looks again soon for that. */
  public Verdict soon(External<T> external, Verdict verdict) {
    return external
        .putAside()
        .map(it -> verdict.adding(it.words() + " is still to be put back."))
        .map(it -> it.notAfter(services.pacing().movingMax()))
        .orElse(verdict);
  }

  /** The next step back while the resource is deleted: nothing else is done before the last. */
  public Verdict undo(External<T> external) {
    return putBack(external, Shape.DELETING, Reason.Deleting);
  }

  /** The next step back where nothing else can be done for the resource. */
  public Verdict giveUp(External<T> external) {
    return putBack(external, Shape.MOVING, Reason.Updating);
  }

  private Verdict putBack(External<T> external, Shape shape, Reason reason) {
    if (isOverdue(external)) {
      tellLeft(external);
      return sent(external, external.letBe().orElseThrow(), shape, reason);
    }
    return external.putBack().map(it -> sent(external, it, shape, reason)).orElseThrow();
  }

  /**
   * Whether putting back has been tried for too long, counted from the first time this is asked.
   */
  public boolean isOverdue(External<T> external) {
    var pass = external.pass();
    boolean isTried = pass.memo.triedBack;
    pass.memo.triedBack = true;
    var since = pass.draft.marks.get(Marks.WANTED_BACK);
    if (since == null) {
      pass.draft.remember(Map.of(Marks.WANTED_BACK, pass.now.toString()));
      return false;
    }
    if (!isTried) {
      // No try was made while no operator ran, so this process makes one first.
      return false;
    }
    return Text.time(since).plus(PATIENCE).isBefore(pass.now);
  }

  /** Tells people what is not put back any more; also where the resource is going. */
  public void tellLeft(External<T> external) {
    external.putAside().ifPresent(it -> tellLeft(external.pass(), it));
  }

  private void tellLeft(Reconciliation<?, ?> pass, PutAside left) {
    var words = left.words() + " could not be put back; see to it in the Paperspace console.";
    LOG.warn("{}: {}", pass.describe(), words);
    services.events().farewell(pass.resource, EventReason.LeftAside, words);
  }

  private Verdict sent(External<T> external, Step<T> planned, Shape shape, Reason reason) {
    var step = fitting(external, planned);
    var since = external.pass().memo.since(step.toString(), external.pass().steady);
    if (step.kind() == Step.Kind.GONE && external.pass().connection.seesAll()) {
      // What was put aside is gone itself, so nothing is left to be put back.
      absences.confirm(external.pass(), step.summary());
      step = external.letBe().orElseThrow();
    }
    var verdict = Verdict.of(shape, reason, "Step: " + step + ".");
    if (step.kind() == Step.Kind.NOTE || step.kind() == Step.Kind.GONE) {
      boolean isFirst = !external.isAside();
      var marks = external.send(step).marks();
      external.pass().memo.asideUntouched |= isFirst && external.isAside();
      return marks.isEmpty()
          ? verdict.notBefore(services.pacing().moving(since))
          : verdict.atOnce();
    }
    if (external.pass().draft.marks.remove(Marks.ASIDE_REFUSED) != null) {
      return verdict.atOnce();
    }
    if (Stored.hasMarks(external.pass())) {
      act(external, step);
    }
    return verdict;
  }

  private void act(External<T> external, Step<T> step) {
    var pass = external.pass();
    var aside = external.putAside().orElseThrow();
    send(external, step);
    if (!external.isAside()) {
      tellLeft(pass, aside);
      return;
    }
    if (!step.interrupts()) {
      services.events().tell(pass.resource, EventReason.Resumed, "Step: " + step + ".");
    }
    // The resource that manages what was put aside shows it as it was before this step.
    var other = aside.declared();
    services.index().wakeUsers(IndexKey.cloud(other.kind(), team(pass), other.id()));
  }

  /**
   * Remembers that the first interrupting step was certainly refused: if the object is interrupted
   * later, somebody else did that. After a step whose answer was lost that is not certain.
   */
  private static <T> void send(External<T> external, Step<T> step) {
    var memo = external.pass().memo;
    boolean wasUntouched = memo.asideUntouched;
    memo.asideUntouched = false;
    try {
      external.send(step);
    } catch (PaperspaceException e) {
      if (wasUntouched && step.interrupts() && !e.mayHaveTakenEffect()) {
        memo.asideUntouched = true;
        external.pass().draft.remember(Map.of(Marks.ASIDE_REFUSED, "true"));
      }
      throw e;
    }
  }

  /** Nothing is done against a resource that declares the state the object is in now. */
  private Step<T> fitting(External<T> external, Step<T> step) {
    var pass = external.pass();
    if (step.kind() != Step.Kind.DETOUR) {
      return step;
    }
    var aside = external.putAside().orElseThrow();
    boolean isDeclared =
        isDecided(pass, aside.declared())
            || (step.interrupts() && isDecided(pass, aside.untouched()));
    return isDeclared ? external.letBe().orElseThrow() : step;
  }

  private boolean isDecided(Reconciliation<?, ?> pass, SharedField field) {
    var key = IndexKey.field(field, team(pass));
    return services.claims().decidedBy(key, pass.resource).isPresent();
  }

  private static String team(Reconciliation<?, ?> pass) {
    return pass.connection.teamId();
  }
}
