package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Brings an existing cloud object in line with its resource: at most one change a pass. */
public final class Convergence<T> {
  private final Services services;
  private final Judgement<T> judgement;
  private final Update<T> change;
  private final Summary<T> summary;

  public Convergence(Services services, CreateOnly createOnly) {
    this.services = services;
    this.judgement = new Judgement<>(services, createOnly);
    this.summary = new Summary<>(services);
    this.change = new Update<>(services, judgement, summary);
  }

  /** Judges the object as it is, and changes it if the spec wants that. */
  public Verdict converge(External<T> external, T remote) {
    var pass = external.pass();
    var seen = external.observe(remote);
    if (seen.phase() == Phase.BUSY) {
      return summary.moving(external, seen);
    }
    judgement.readBack(external);
    var drift = judgement.drift(external, remote);
    if (seen.phase() == Phase.FAILED && pass.isRequested()) {
      pass.draft.operation = null;
    } else if (seen.phase() == Phase.FAILED && isUndigested(pass, drift)) {
      return failed(external, seen, drift);
    }
    if (pass.isApplied()) {
      drift.stream()
          .filter(d -> d.remedy() == Remedy.CORRECT)
          .map(Drift::label)
          .distinct()
          .forEach(field -> services.telemetry().drift(pass.resource.getKind(), field));
    }
    var todo = drift.stream().filter(d -> Judgement.mayCorrect(pass, d)).toList();
    if (!todo.isEmpty()) {
      return change.send(external, remote, turned(external, todo));
    }
    return refused(external, remote, drift)
        .map(d -> change.send(external, remote, List.of(d)))
        .orElseGet(() -> summary.of(external, remote, seen, drift));
  }

  /** The refused difference whose turn it is; not, however, one that would take a stop first. */
  private Optional<Drift> refused(External<T> external, T remote, List<Drift> drift) {
    var pass = external.pass();
    var refused =
        drift.stream()
            .filter(d -> d.remedy() == Remedy.REFUSED)
            .map(d -> d.with(Remedy.CORRECT))
            .filter(d -> Judgement.mayCorrect(pass, d))
            .toList();
    return turned(external, refused).stream()
        .filter(d -> !external.next(remote, List.of(d)).carries().isEmpty())
        .findFirst();
  }

  /**
   * What the failed work was to change stands aside, so that the rest, the power above all, goes
   * on.
   */
  private Verdict failed(External<T> external, Observation<?> seen, List<Drift> drift) {
    var pass = external.pass();
    var aside = Attempts.underWay(drift, pass.draft);
    judgement.putAside(external, aside);
    var verdict = summary.failed(external, seen);
    boolean others = drift.stream().anyMatch(d -> Judgement.mayCorrect(pass, d));
    return !aside.isEmpty() && others ? verdict.atOnce() : verdict;
  }

  /** After a failure another one goes first, so that none stands in the way of the rest. */
  private List<Drift> turned(External<T> external, List<Drift> drift) {
    var pass = external.pass();
    var turned = new ArrayList<>(drift);
    Collections.rotate(turned, -pass.memo.failed().inRow());
    return turned;
  }

  /** A failed operation is shown once before it is tried again. */
  private static boolean isUndigested(Reconciliation<?, ?> pass, List<Drift> drift) {
    var operation = pass.draft.operation;
    return operation != null
        && operation.eventId() != null
        && (!Attempts.underWay(drift, pass.draft).isEmpty()
            || drift.stream()
                .anyMatch(d -> d.remedy() == Remedy.CORRECT || d.remedy() == Remedy.VERB));
  }
}
