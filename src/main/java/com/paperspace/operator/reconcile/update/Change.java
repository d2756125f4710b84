package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cloud.LostReferences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.pass.Stored;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Streaks;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends one change of a cloud object, and judges what its answer tells. */
final class Change<T> {
  /** Refusals that may last for days, whatever the value of the field. */
  private static final Set<Reason> LONG =
      EnumSet.of(Reason.OutOfCapacity, Reason.Forbidden, Reason.QuotaExceeded);

  /** Refusals that pass by themselves as a rule; one that stays is about the field. */
  private static final Set<Reason> SHORT = EnumSet.of(Reason.Conflict, Reason.Blocked);

  private final Services services;
  private final Differences<T> differences;
  private final Summary<T> summary;
  private final LostReferences<T> references;

  Change(Services services, Differences<T> differences, Summary<T> summary) {
    this.services = services;
    this.differences = differences;
    this.summary = summary;
    this.references = new LostReferences<>(services);
  }

  /**
   * Sends the next step towards removing these differences.
   *
   * @throws PaperspaceException when the API refuses it and nothing else is left to be done
   */
  Verdict send(External<T> external, T remote, List<Drift> todo) {
    var pass = external.pass();
    var step = external.next(remote, todo);
    if (EditedFields.grow(step.unsettles(), pass.draft)
        || isIdUnwritten(external)
        || isKeptInMemory(external, step)) {
      return changing(todo).atOnce();
    }
    boolean wasRefused = step.carries().stream().anyMatch(d -> Attempts.isRefused(d, pass.draft));
    Outcome<T> outcome;
    try {
      outcome = external.send(step);
    } catch (PaperspaceException e) {
      return refused(external, remote, step.carries(), e);
    } catch (InvalidInputException e) {
      throw e.wasSent() ? astray(e) : e;
    }
    if (!outcome.carried()) {
      // The answer may have taught that a refused value is taken by now, or needs another step.
      Attempts.forget(step.carries(), pass.draft);
    }
    var carried = outcome.carried() ? step.carries() : List.<Drift>of();
    // Work that was under way before has ended, or nothing could have been sent.
    Attempts.ended(pass.draft);
    var sent = differences.carried(external, carried, outcome.eventId() != null);
    // If the object moves from here on, this change is why, so the deadline starts anew.
    pass.draft.operation =
        outcome.eventId() == null
            ? null
            : new Operation(Reason.Updating.name(), pass.now.toString(), outcome.eventId());
    var seen = external.observe(outcome.remote());
    var look = differences.after(external, outcome.remote(), seen.phase());
    boolean unread = seen.phase() != Phase.BUSY && isToBeReadBack(external, sent);
    var decision = Decision.of(look);
    if (decision == Decision.SEND) {
      var next = changing(look.drift());
      return carried.isEmpty() ? next : next.atOnce();
    }
    var again =
        carried.isEmpty() || !wasRefused
            ? List.<Drift>of()
            : differences.retry(external, outcome.remote(), look);
    if (!again.isEmpty()) {
      // What stood in the way is over, so the next one need not wait for its turn.
      return changing(again).atOnce();
    }
    var verdict = summary.of(external, outcome.remote(), seen, look, decision);
    return unread ? verdict.notAfter(services.pacing().lag()) : verdict;
  }

  /**
   * An object without a name is found by its id alone: the status has to name it before the first
   * change.
   */
  private static boolean isIdUnwritten(External<?> external) {
    return !external.isNamed() && !Stored.hasId(external.pass());
  }

  /**
   * Whether marks that an earlier pass noted for this call stand in memory only: they must outlive
   * a crash after the call. Asked only where a status could not be written, for what this pass
   * itself notes is for no call of its own.
   */
  private boolean isKeptInMemory(External<T> external, Step<T> step) {
    var pass = external.pass();
    return step.kind() != Step.Kind.NOTE
        && services.writer().isUnsaved(pass.resource)
        && !(Stored.hasMarks(pass) && Stored.hasEdit(pass));
  }

  private static Verdict changing(List<Drift> drift) {
    var seen = drift.stream().filter(it -> !it.isMark()).toList();
    var named = seen.isEmpty() ? drift : seen;
    return Verdict.moving(Reason.Updating, "Changing " + Drifts.fields(named) + ".");
  }

  /**
   * An answer may repeat a value that is not carried out (docs/paperspace-api.md 8.5); only a later
   * read clears the mark of such a change. Until then the mark is kept in memory, for the status
   * shows what the answer said.
   */
  private boolean isToBeReadBack(External<T> external, Map<String, Attempt> sent) {
    var pass = external.pass();
    sent.keySet().removeAll(pass.draft.attempts.keySet());
    if (!sent.isEmpty()) {
      pass.memo.echoed = sent;
    }
    return !sent.isEmpty();
  }

  /** Whether a refusal may last for so long that the other differences cannot wait for its end. */
  private static boolean isLong(PaperspaceException e, Verdict verdict, Streaks before) {
    return LONG.contains(verdict.reason())
        || (SHORT.contains(verdict.reason())
            && before.next(e.reason().name()) >= Failures.TRIES_BEFORE_STALLED);
  }

  /** "Not found" for a change that was put aside before is no lag of a moment. */
  private static Streaks before(Reconciliation<?, ?> pass, PaperspaceException e, boolean news) {
    var failed = pass.memo.failed();
    boolean isKnown = !news && e.reason() == PaperspaceException.Reason.NOT_FOUND;
    return isKnown ? failed.lasting(e.reason().name()) : failed;
  }

  /** The change may have taken effect on another object; nothing is sent until that would show. */
  private RuntimeException astray(InvalidInputException e) {
    return new PassEndedException(Failures.of(e, Streaks.NONE).notBefore(services.pacing().lag()));
  }

  /** One field the API refuses must not keep others, the power above all, from being changed. */
  private Verdict refused(
      External<T> external, T remote, List<Drift> carried, PaperspaceException e) {
    var pass = external.pass();
    references.requireAll(external, e);
    boolean news = carried.stream().anyMatch(d -> !Attempts.isRefused(d, pass.draft));
    var before = before(pass, e, news);
    var verdict = Failures.of(e, before);
    // A verb has no mark, so put aside it would be sent again at once.
    boolean markable = carried.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT);
    boolean lasting = verdict.reason() == Reason.InvalidSpec;
    if (!markable || !(lasting || isLong(e, verdict, before))) {
      throw e;
    }
    var sent = carried.stream().map(Drift::field).collect(Collectors.toSet());
    var look = look(external, remote);
    boolean others = look.todo().stream().anyMatch(d -> !sent.contains(d.field()));
    if (!others && !lasting) {
      if (Drifts.has(look.drift(), Remedy.REFUSED)) {
        // Differences that stand aside have no turn while any other is still to be sent.
        differences.putAside(external, carried);
      }
      throw e;
    }
    differences.putAside(external, carried);
    if (news) {
      Summary.keepWords(pass, verdict.reason(), e.getMessage());
    }
    if (others) {
      return verdict.atOnce();
    }
    var rest = look(external, remote).drift();
    if (!Drifts.has(rest, Remedy.REFUSED)) {
      throw e;
    }
    return Summary.refused(external, remote, rest);
  }

  /** The look after a refusal, which left the object as it was. */
  private Look look(External<T> external, T remote) {
    return differences.after(external, remote, Phase.READY);
  }
}
