package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drifts;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What of a cloud object differs from its resource, and what of that may be put right now. */
final class Judgement<T> {
  /** The look that reads it back is due after one lag, and a queue may delay that look. */
  private static final int READ_BACK_WITHIN_LAGS = 4;

  private final Services services;
  private final CreateOnly createOnly;

  Judgement(Services services, CreateOnly createOnly) {
    this.services = services;
    this.createOnly = createOnly;
  }

  /** What differs, each with what can be done about it after what was tried before. */
  List<Drift> drift(External<T> external, T remote) {
    var pass = external.pass();
    return attempts(external)
        .judge(
            differences(external, remote),
            pass.draft,
            pass.memo.lastWrite,
            pass.memo.unsure,
            pass.now);
  }

  private Attempts attempts(External<T> external) {
    return new Attempts(services.pacing().lag(), external.isRepeatable());
  }

  private List<Drift> differences(External<T> external, T remote) {
    var pass = external.pass();
    var found = external.diff(remote);
    var observed = (Record) pass.draft.observed;
    var others =
        createOnly.changed(pass.resource.getSpec(), pass.draft.createdWith, observed).stream()
            .filter(d -> found.stream().noneMatch(it -> it.field().equals(d.field())));
    return Stream.concat(found.stream(), others).toList();
  }

  /** Long after a change it cannot be told any more who undid it: it is sent again. */
  void readBack(External<T> external) {
    var pass = external.pass();
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
  Map<String, Attempt> carried(External<T> external, List<Drift> carried, boolean underWay) {
    var pass = external.pass();
    return attempts(external).remember(carried, underWay, pass.draft);
  }

  /** Has differences stand aside that were refused, or whose operation failed. */
  void putAside(External<T> external, List<Drift> refused) {
    var pass = external.pass();
    attempts(external).refuse(refused, pass.draft);
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
