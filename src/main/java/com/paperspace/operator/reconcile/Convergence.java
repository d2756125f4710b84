package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.PaperspaceException;
import com.paperspace.operator.reconcile.Drift.Remedy;
import com.paperspace.operator.reconcile.Observation.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an existing cloud object in line with its resource: at most one change a pass. */
final class Convergence<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);

  private static final int READ_BACK_WITHIN_LAGS = 4;

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Attempted attempted;
  private final Conclusion<R, O, T> conclusion;

  Convergence(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
    this.attempted = new Attempted(platform.pacing().lag(), adapter.isRepeatable());
    this.conclusion = new Conclusion<>(adapter, platform);
  }

  /** Judges the object as it is, and changes it if the spec wants that. */
  Verdict converge(Pass<R, O> pass, T remote) {
    var seen = look(pass, remote);
    if (seen.phase() == Phase.BUSY) {
      return conclusion.moving(pass, seen);
    }
    readBack(pass);
    var drift = drift(pass, remote);
    if (seen.phase() == Phase.FAILED && pass.isRequested()) {
      pass.draft.operation = null;
    } else if (seen.phase() == Phase.FAILED && isUndigested(pass, drift)) {
      attempted.refuse(sent(drift), pass.draft);
      return conclusion.failed(pass, seen);
    }
    if (pass.isApplied()) {
      drift.stream()
          .filter(d -> d.remedy() == Remedy.CORRECT)
          .map(Drift::label)
          .distinct()
          .forEach(field -> platform.telemetry().drift(pass.resource.getKind(), field));
    }
    var todo = drift.stream().filter(d -> mayCorrect(pass, d)).toList();
    if (!todo.isEmpty()) {
      return change(pass, remote, turned(pass, todo));
    }
    var refused =
        drift.stream()
            .filter(d -> d.remedy() == Remedy.REFUSED)
            .map(d -> d.with(Remedy.CORRECT))
            .filter(d -> mayCorrect(pass, d))
            .toList();
    // Not, however, where it would take a stop first.
    boolean mayTry =
        !refused.isEmpty()
            && !adapter.carried(pass.resource, remote, refused, pass.inputs).isEmpty();
    return mayTry
        ? change(pass, remote, turned(pass, refused))
        : conclusion.of(pass, remote, seen, drift);
  }

  /** After a failure another one goes first, so that none stands in the way of the rest. */
  private List<Drift> turned(Pass<R, O> pass, List<Drift> drift) {
    var turned = new ArrayList<>(drift);
    Collections.rotate(turned, 1 - platform.memory().nextAttempt(pass.uid()));
    return turned;
  }

  /** Long after a change it cannot be told any more who undid it: it is sent again. */
  private void readBack(Pass<R, O> pass) {
    var echoed = platform.memory().echoed().remove(pass.uid());
    var written = platform.memory().lastWrite().get(pass.uid());
    var patience = platform.pacing().lag().multipliedBy(READ_BACK_WITHIN_LAGS);
    boolean recent = written != null && pass.now.isBefore(written.plus(patience));
    if (echoed != null && recent && !pass.isRequested()) {
      Attempted.recall(pass.draft, echoed);
    }
  }

  private Observation<O> look(Pass<R, O> pass, T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = seen.observed();
    return seen;
  }

  private List<Drift> drift(Pass<R, O> pass, T remote) {
    var memory = platform.memory();
    return attempted.judge(
        adapter.diff(pass.resource, remote, pass.inputs),
        pass.draft,
        memory.lastWrite().get(pass.uid()),
        memory.unsure().get(pass.uid()),
        pass.now);
  }

  private Verdict change(Pass<R, O> pass, T remote, List<Drift> todo) {
    boolean madeElsewhere = pass.isApplied();
    var carried = adapter.carried(pass.resource, remote, todo, pass.inputs);
    platform.guard().check();
    Outcome<T> outcome;
    try {
      outcome = adapter.update(pass.resource, remote, todo, pass.inputs, pass.api());
    } catch (PaperspaceException e) {
      return refused(pass, remote, carried, e);
    } catch (InvalidInputException e) {
      throw astray(pass, e);
    }
    platform.memory().lastWrite().put(pass.uid(), pass.now);
    pass.draft.remember(outcome.sent());
    var marks = attempted.remember(carried, pass.draft);
    // What moves from here on moves because of this change, so its time starts anew.
    pass.draft.operation =
        outcome.eventId() == null
            ? null
            : new Operation(Reason.Updating.name(), pass.now.toString(), outcome.eventId());
    // A step that carries no difference and starts nothing only leaves a mark.
    if (!carried.isEmpty() || outcome.eventId() != null) {
      announce(pass, carried.isEmpty() ? todo : carried, madeElsewhere);
    }
    var after = look(pass, outcome.remote());
    if (after.phase() == Phase.BUSY) {
      return conclusion.moving(pass, after);
    }
    var rest = drift(pass, outcome.remote());
    boolean unread = isToBeReadBack(pass, marks);
    if (rest.stream().anyMatch(d -> mayCorrect(pass, d))) {
      var next = Verdict.moving(Reason.Updating, "Changing " + Drifts.fields(rest) + ".");
      return carried.isEmpty() ? next : next.atOnce();
    }
    var verdict = conclusion.of(pass, outcome.remote(), after, rest);
    return unread ? verdict.notAfter(platform.pacing().lag()) : verdict;
  }

  /**
   * An answer may repeat what was sent without its being carried out (semantics.md 8.5); only a
   * read clears the mark of it. Until then it is kept in memory: the status shows what is so now.
   */
  private boolean isToBeReadBack(Pass<R, O> pass, Map<String, String> marks) {
    marks.keySet().removeAll(pass.draft.sent.keySet());
    if (!marks.isEmpty()) {
      platform.memory().echoed().put(pass.uid(), marks);
    }
    return !marks.isEmpty();
  }

  /** What was sent may have taken effect elsewhere; nothing follows before that must show. */
  private RuntimeException astray(Pass<R, O> pass, InvalidInputException e) {
    if (!e.wasSent()) {
      return e;
    }
    platform.memory().unsure().put(pass.uid(), pass.now);
    return new PassEndedException(Failures.of(e, 1).notBefore(platform.pacing().lag()));
  }

  /** One field the API refuses must not keep others, the power above all, from being changed. */
  private Verdict refused(Pass<R, O> pass, T remote, List<Drift> carried, PaperspaceException e) {
    if (e.mayHaveTakenEffect()) {
      platform.memory().unsure().put(pass.uid(), pass.now);
    }
    var verdict = Failures.of(e, platform.memory().nextAttempt(pass.uid()));
    // A verb leaves no mark that would keep it from being tried at once again.
    boolean markable = carried.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT);
    boolean lasting = verdict.reason() == Reason.InvalidSpec;
    if (!markable || !(lasting || verdict.reason() == Reason.OutOfCapacity)) {
      throw e;
    }
    var sent = carried.stream().map(Drift::field).collect(Collectors.toSet());
    boolean others =
        drift(pass, remote).stream()
            .anyMatch(d -> mayCorrect(pass, d) && !sent.contains(d.field()));
    if (!others && !lasting) {
      throw e;
    }
    attempted.refuse(carried, pass.draft);
    Conclusion.keepWords(pass, verdict.reason(), e.getMessage());
    if (others) {
      return verdict.atOnce();
    }
    var rest = drift(pass, remote);
    if (!Drifts.has(rest, Remedy.REFUSED)) {
      throw e;
    }
    return Conclusion.refused(pass, rest);
  }

  /** A failed operation is shown once before it is tried again. */
  private static boolean isUndigested(Pass<?, ?> pass, List<Drift> drift) {
    var operation = pass.draft.operation;
    return operation != null
        && operation.eventId() != null
        && (!sent(drift).isEmpty()
            || drift.stream()
                .anyMatch(d -> d.remedy() == Remedy.CORRECT || d.remedy() == Remedy.VERB));
  }

  /** What was sent and is still different: after a failed operation it stands aside. */
  private static List<Drift> sent(List<Drift> drift) {
    return drift.stream()
        .filter(d -> d.remedy() == Remedy.SETTLING || d.remedy() == Remedy.NOT_APPLIED)
        .map(d -> d.with(Remedy.CORRECT))
        .toList();
  }

  /**
   * Whether a difference was shown before the edit of the spec, which did not touch it. Where there
   * was no room for all, a member of a list or set may have been among those left out.
   */
  private static boolean stood(Pass<?, ?> pass, Drift drift) {
    var shown = pass.draft.drift;
    if (shown == null) {
      return false;
    }
    boolean unseen = shown.size() == StatusDraft.DRIFT_LIMIT && Drifts.isMember(drift);
    return unseen
        || shown.stream()
            .anyMatch(
                d ->
                    d.field().equals(StatusDraft.bounded(drift.field()))
                        && d.declared().equals(StatusDraft.bounded(drift.declared())));
  }

  private static boolean mayCorrect(Pass<?, ?> pass, Drift drift) {
    if (pass.policy().observeOnly()) {
      return false;
    }
    return switch (drift.remedy()) {
      case VERB -> true;
      case CORRECT -> !pass.policy().reportDrift() || !(pass.isApplied() || stood(pass, drift));
      case REPLACE, NOT_APPLIED, NOT_SENT, NEEDS_STOP, REFUSED, SETTLING -> false;
    };
  }

  private void announce(Pass<R, O> pass, List<Drift> done, boolean madeElsewhere) {
    var what =
        done.stream()
            .map(d -> d.field() + " from " + d.actual() + " to " + d.declared())
            .collect(Collectors.joining(", "));
    LOG.info("{}: changed {}", pass.describe(), what);
    boolean corrected = madeElsewhere && done.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT);
    if (corrected) {
      platform.events().normal(pass.resource, "DriftCorrected", "Put right: " + what + ".");
    }
  }
}
