package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What of a cloud object differs from its resource, and what of that may be put right now. */
final class Judgement<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  /** The look that reads it back is due after one lag, and a queue may delay that look. */
  private static final int READ_BACK_WITHIN_LAGS = 4;

  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Attempts attempts;
  private final CreateOnly createOnly;

  Judgement(Adapter<R, O, T> adapter, Services services, CreateOnly createOnly) {
    this.adapter = adapter;
    this.services = services;
    this.attempts = new Attempts(services.pacing().lag(), adapter.isRepeatable());
    this.createOnly = createOnly;
  }

  /** The state of the object, also for the status. */
  Observation<O> look(Reconciliation<R, O> pass, T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = seen.observed();
    return seen;
  }

  /** What differs, each with what can be done about it after what was tried before. */
  List<Drift> drift(Reconciliation<R, O> pass, T remote) {
    return attempts.judge(
        differences(pass, remote), pass.draft, pass.memo.lastWrite, pass.memo.unsure, pass.now);
  }

  private List<Drift> differences(Reconciliation<R, O> pass, T remote) {
    var found = adapter.diff(pass.resource, remote, pass.inputs);
    var observed = (Record) pass.draft.observed;
    var others =
        createOnly.changed(pass.resource.getSpec(), pass.draft.createdWith, observed).stream()
            .filter(d -> found.stream().noneMatch(it -> it.field().equals(d.field())));
    return Stream.concat(found.stream(), others).toList();
  }

  /** Long after a change it cannot be told any more who undid it: it is sent again. */
  void readBack(Reconciliation<R, O> pass) {
    var echoed = pass.memo.echoed;
    var written = pass.memo.lastWrite;
    pass.memo.echoed = null;
    var patience = services.pacing().lag().multipliedBy(READ_BACK_WITHIN_LAGS);
    boolean recent = written != null && pass.now.isBefore(written.plus(patience));
    if (echoed != null && recent && !pass.isRequested()) {
      Attempts.recall(pass.draft, echoed);
    }
  }

  /** Notes what an update carried, and whether it began work; answers its attempts. */
  Map<String, Attempt> carried(Reconciliation<R, O> pass, List<Drift> carried, boolean underWay) {
    return attempts.remember(carried, underWay, pass.draft);
  }

  /** Has differences stand aside that were refused, or whose operation failed. */
  void putAside(Reconciliation<R, O> pass, List<Drift> refused) {
    attempts.refuse(refused, pass.draft);
  }

  /** Whether a difference is to be put right in this pass, as far as the policy goes. */
  static boolean mayCorrect(Reconciliation<?, ?> pass, Drift drift) {
    if (pass.policy().observeOnly()) {
      return false;
    }
    return switch (drift.remedy()) {
      case VERB -> true;
      case CORRECT -> !pass.policy().reportDrift() || !(pass.isApplied() || stood(pass, drift));
      case REPLACE, NOT_APPLIED, NOT_SENT, NEEDS_STOP, REFUSED, SETTLING -> false;
    };
  }

  /**
   * Whether a difference was shown before the edit of the spec, which did not touch it. Where there
   * was no room for all, a member of a list or set may have been among those left out.
   */
  static boolean stood(Reconciliation<?, ?> pass, Drift drift) {
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
}
