package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Services;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds where a cloud object differs from its resource, and remembers what became of each try. */
final class Differences<T> {
  /** The look that reads a change back is due after one lag, and a queue may delay that look. */
  private static final int READ_BACK_WITHIN_LAGS = 4;

  private final Services services;
  private final CreateOnly createOnly;

  Differences(Services services, CreateOnly createOnly) {
    this.services = services;
    this.createOnly = createOnly;
  }

  /** The look to decide on before anything is sent. */
  Look before(External<T> external, T remote, Phase phase) {
    if (phase == Phase.BUSY) {
      return uncompared(external, false);
    }
    readBack(external);
    var look = compared(external, remote, phase, false);
    return look.todo().isEmpty() ? look.retrying(retry(external, remote, look)) : look;
  }

  /** The look to decide on once something was sent, or refused. */
  Look after(External<T> external, T remote, Phase phase) {
    return phase == Phase.BUSY
        ? uncompared(external, true)
        : compared(external, remote, phase, true);
  }

  /** A busy object takes no change, so it is not read in full and cannot be compared. */
  private Look uncompared(External<T> external, boolean sent) {
    return look(external, Phase.BUSY, List.of(), Set.of(), sent, true);
  }

  private Look compared(External<T> external, T remote, Phase phase, boolean sent) {
    var pass = external.pass();
    var found = found(external, remote);
    boolean whole = found.size() <= Attempts.MOST;
    var drift = judged(external, found);
    var stood = EditedFields.leftAlone(drift, Reported.stood(drift, pass.draft), whole, pass);
    return look(external, phase, drift, stood, sent, whole);
  }

  private Look look(
      External<T> external,
      Phase phase,
      List<Drift> drift,
      Set<String> stood,
      boolean sent,
      boolean whole) {
    var pass = external.pass();
    var operation = pass.draft.operation;
    return new Look(
        phase,
        drift,
        stood,
        Attempts.underWay(drift, pass.draft),
        List.of(),
        pass.policy(),
        pass.isApplied(),
        pass.isRequested(),
        operation != null && operation.eventId() != null,
        sent,
        whole);
  }

  /** The refused difference whose turn it is; never one that would need a stop first. */
  List<Drift> retry(External<T> external, T remote, Look look) {
    var refused =
        look.drift().stream()
            .filter(d -> d.remedy() == Remedy.REFUSED)
            .map(d -> d.with(Remedy.CORRECT))
            .filter(look::mayCorrect)
            .toList();
    return turned(external, refused).stream()
        .filter(d -> isSentAtOnce(external, remote, d))
        .limit(1)
        .toList();
  }

  /** Whether the next step would send this difference, and not be a step before that, as a stop. */
  static <T> boolean isSentAtOnce(External<T> external, T remote, Drift drift) {
    var alone = List.of(drift.with(Remedy.CORRECT));
    return !external.next(remote, alone).carries().isEmpty();
  }

  /** After a failure another difference goes first, so that none stands in the way of the rest. */
  List<Drift> turned(External<T> external, List<Drift> drift) {
    var turned = new ArrayList<>(drift);
    Collections.rotate(turned, -external.pass().memo.failed().inRow());
    return turned;
  }

  private List<Drift> judged(External<T> external, List<Drift> found) {
    var memo = external.pass().memo;
    letTryAgain(external, found);
    return attempts(external)
        .judge(found, external.pass().draft, memo.lastWrite, memo.unsure, external.pass().steady);
  }

  /**
   * One call may have been refused for the sake of one of the fields it carried. Once that one is
   * mended, or given up, the others are tried again.
   */
  private void letTryAgain(External<T> external, List<Drift> found) {
    var draft = external.pass().draft;
    var memo = external.pass().memo;
    var still =
        found.stream()
            .filter(d -> Attempts.isRefused(d, draft))
            .map(Attempts::key)
            .collect(Collectors.toSet());
    if (!still.containsAll(memo.refusedTogether)) {
      draft.attempts.keySet().removeAll(memo.refusedTogether);
      memo.refusedTogether = Set.of();
    }
  }

  private Attempts attempts(External<T> external) {
    return new Attempts(services.pacing().lag(), external.isRepeatable());
  }

  private List<Drift> found(External<T> external, T remote) {
    var pass = external.pass();
    var found = external.diff(remote);
    var observed = (Record) pass.draft.observed;
    var others =
        createOnly.changed(pass.resource.getSpec(), pass.draft.createdWith, observed).stream()
            .filter(d -> found.stream().noneMatch(it -> it.field().equals(d.field())));
    return Stream.concat(found.stream(), others).toList();
  }

  /**
   * Judges a read-back: a change the read does not show was ignored. Long after the change somebody
   * may have undone it instead, so it is sent again then.
   */
  private void readBack(External<T> external) {
    var pass = external.pass();
    var echoed = pass.memo.echoed;
    var written = pass.memo.lastWrite;
    pass.memo.echoed = null;
    var patience = services.pacing().lag().multipliedBy(READ_BACK_WITHIN_LAGS);
    boolean recent = written != null && pass.steady.isBefore(written.plus(patience));
    if (echoed != null && recent && !pass.isRequested()) {
      Attempts.recall(pass.draft, echoed);
    }
  }

  /** Marks the differences a step carried, and whether it began work; answers the marks. */
  Map<String, Attempt> carried(External<T> external, List<Drift> carried, boolean underWay) {
    return attempts(external).remember(carried, underWay, external.pass().draft);
  }

  /** Puts differences aside that were refused, or whose work failed. */
  void putAside(External<T> external, List<Drift> refused) {
    attempts(external).refuse(refused, external.pass().draft);
    if (refused.size() > 1) {
      external.pass().memo.refusedTogether =
          refused.stream()
              .filter(d -> d.remedy() == Remedy.CORRECT)
              .map(Attempts::key)
              .collect(Collectors.toSet());
    }
  }
}
