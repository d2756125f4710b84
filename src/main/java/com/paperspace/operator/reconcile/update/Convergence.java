package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Brings an existing cloud object in line with its resource: at most one change a pass. */
public final class Convergence<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Judgement<R, O, T> judgement;
  private final Update<R, O, T> change;
  private final Summary<R, O, T> summary;

  public Convergence(Adapter<R, O, T> adapter, Services services, CreateOnly createOnly) {
    this.adapter = adapter;
    this.services = services;
    this.judgement = new Judgement<>(adapter, services, createOnly);
    this.summary = new Summary<>(adapter, services);
    this.change = new Update<>(adapter, services, judgement, summary);
  }

  /** Judges the object as it is, and changes it if the spec wants that. */
  public Verdict converge(Reconciliation<R, O> pass, T remote) {
    var seen = judgement.look(pass, remote);
    if (seen.phase() == Phase.BUSY) {
      return summary.moving(pass, seen);
    }
    judgement.readBack(pass);
    var drift = judgement.drift(pass, remote);
    if (seen.phase() == Phase.FAILED && pass.isRequested()) {
      pass.draft.operation = null;
    } else if (seen.phase() == Phase.FAILED && isUndigested(pass, drift)) {
      return failed(pass, seen, drift);
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
      return change.send(pass, remote, turned(pass, todo));
    }
    return refused(pass, remote, drift)
        .map(d -> change.send(pass, remote, List.of(d)))
        .orElseGet(() -> summary.of(pass, remote, seen, drift));
  }

  /** The refused difference whose turn it is; not, however, one that would take a stop first. */
  private Optional<Drift> refused(Reconciliation<R, O> pass, T remote, List<Drift> drift) {
    var refused =
        drift.stream()
            .filter(d -> d.remedy() == Remedy.REFUSED)
            .map(d -> d.with(Remedy.CORRECT))
            .filter(d -> Judgement.mayCorrect(pass, d))
            .toList();
    return turned(pass, refused).stream()
        .filter(d -> !adapter.carried(pass.resource, remote, List.of(d), pass.inputs).isEmpty())
        .findFirst();
  }

  /**
   * What the failed work was to change stands aside, so that the rest, the power above all, goes
   * on.
   */
  private Verdict failed(Reconciliation<R, O> pass, Observation<O> seen, List<Drift> drift) {
    var aside = Attempts.underWay(drift, pass.draft);
    judgement.putAside(pass, aside);
    var verdict = summary.failed(pass, seen);
    boolean others = drift.stream().anyMatch(d -> Judgement.mayCorrect(pass, d));
    return !aside.isEmpty() && others ? verdict.atOnce() : verdict;
  }

  /** After a failure another one goes first, so that none stands in the way of the rest. */
  private List<Drift> turned(Reconciliation<R, O> pass, List<Drift> drift) {
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
