package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Verdict;

/** Brings an existing cloud object in line with its resource: at most one change a pass. */
public final class Update<T> {
  private final Services services;
  private final Differences<T> differences;
  private final Change<T> change;
  private final Summary<T> summary;

  public Update(Services services, CreateOnly createOnly) {
    this.services = services;
    this.differences = new Differences<>(services, createOnly);
    this.summary = new Summary<>(services);
    this.change = new Change<>(services, differences, summary);
  }

  /** Judges the object as it is, and changes it if the spec wants that. */
  public Verdict converge(External<T> external, T remote) {
    var seen = external.observe(remote);
    var look = differences.before(external, remote, seen.phase());
    var decision = Decision.of(look);
    if (decision == Decision.SHOW_FAILURE) {
      return failed(external, seen, look);
    }
    if (look.phase() == Phase.FAILED && look.requested()) {
      // On request everything is tried as if nothing had failed before.
      external.pass().draft.operation = null;
    }
    if (look.applied()) {
      count(external, look);
    }
    return switch (decision) {
      case SEND -> change.send(external, remote, differences.turned(external, look.todo()));
      case RETRY -> change.send(external, remote, look.retry());
      default -> summary.of(external, remote, seen, look, decision);
    };
  }

  private void count(External<T> external, Look look) {
    look.drift().stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .map(Drift::label)
        .distinct()
        .forEach(field -> services.telemetry().drift(external.pass().resource.getKind(), field));
  }

  /**
   * Puts the differences that the failed work was to remove aside, so that the rest, the power
   * above all, goes on.
   */
  private Verdict failed(External<T> external, Observation<?> seen, Look look) {
    differences.putAside(external, look.underWay());
    var verdict = summary.failed(external, seen);
    return look.underWay().isEmpty() || look.todo().isEmpty() ? verdict : verdict.atOnce();
  }
}
