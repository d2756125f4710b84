package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What of a cloud object differs from its resource, and what of that may be put right now. */
final class Judgement<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final int READ_BACK_WITHIN_LAGS = 4;

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Attempted attempted;
  private final CreateOnly createOnly;

  Judgement(Adapter<R, O, T> adapter, Platform platform, CreateOnly createOnly) {
    this.adapter = adapter;
    this.platform = platform;
    this.attempted = new Attempted(platform.pacing().lag(), adapter.isRepeatable());
    this.createOnly = createOnly;
  }

  /** The state of the object, also for the status. */
  Observation<O> look(Pass<R, O> pass, T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = seen.observed();
    return seen;
  }

  /** What differs, each with what can be done about it after what was tried before. */
  List<Drift> drift(Pass<R, O> pass, T remote) {
    var memory = platform.memory();
    return attempted.judge(
        differences(pass, remote),
        pass.draft,
        memory.lastWrite().get(pass.uid()),
        memory.unsure().get(pass.uid()),
        pass.now);
  }

  private List<Drift> differences(Pass<R, O> pass, T remote) {
    var found = adapter.diff(pass.resource, remote, pass.inputs);
    var observed = (Record) pass.draft.observed;
    var others =
        createOnly.changed(pass.resource.getSpec(), pass.draft.createdWith, observed).stream()
            .filter(d -> found.stream().noneMatch(it -> it.field().equals(d.field())));
    return Stream.concat(found.stream(), others).toList();
  }

  /** Long after a change it cannot be told any more who undid it: it is sent again. */
  void readBack(Pass<R, O> pass) {
    var echoed = platform.memory().echoed().remove(pass.uid());
    var written = platform.memory().lastWrite().get(pass.uid());
    var patience = platform.pacing().lag().multipliedBy(READ_BACK_WITHIN_LAGS);
    boolean recent = written != null && pass.now.isBefore(written.plus(patience));
    if (echoed != null && recent && !pass.isRequested()) {
      Attempted.recall(pass.draft, echoed);
    }
  }

  /** Notes what an update carried, and whether it began work; answers its marks. */
  Map<String, String> carried(Pass<R, O> pass, List<Drift> carried, boolean underWay) {
    return attempted.remember(carried, underWay, pass.draft);
  }

  /** Has differences stand aside that were refused, or whose operation failed. */
  void putAside(Pass<R, O> pass, List<Drift> refused) {
    attempted.refuse(refused, pass.draft);
  }

  /** Whether a difference is to be put right in this pass, as far as the policy goes. */
  static boolean mayCorrect(Pass<?, ?> pass, Drift drift) {
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
  static boolean stood(Pass<?, ?> pass, Drift drift) {
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
