package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads back what the answers to changes said: those of a place that fall due together share a list
 * in place of a look for each. A row that shows an object as declared confirms its change; any
 * other row, and none, is a reason to look by itself.
 */
final class ReadBack<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  /** Nobody waits for it, and the more share a list the less it costs. */
  private static final int WINDOWS_IN_LAG = 2;

  /** A long list at a small budget takes as long as that, and what it shows still is so. */
  private static final int FRESH_IN_LAGS = 2;

  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final SharedLists<T> lists;

  ReadBack(Adapter<R, O, T> adapter, Services services, SharedLists<T> lists) {
    this.adapter = adapter;
    this.services = services;
    this.lists = lists;
  }

  static SharedList.Terms terms(Pacing pacing) {
    return new SharedList.Terms(
        pacing.lag().dividedBy(WINDOWS_IN_LAG), pacing.lag().multipliedBy(FRESH_IN_LAGS));
  }

  /** Has one whose change is to be read back share the next list, and any other no more. */
  void after(Bound<R, O, T> external, Verdict verdict) {
    var pass = external.pass();
    var who = ResourceID.fromResource(pass.resource);
    if (pass.memo.place != null) {
      lists.leave(pass.memo.place, who);
    }
    if (verdict.shape() == Shape.SETTLED && verdict.notAfter() != null && isShown(external)) {
      lists.at(pass.memo.place).due(who, pass.memo.lastWrite.plus(services.pacing().lag()));
    }
  }

  /**
   * The end of a pass over a resource whose change a row confirms, or that waits for that row;
   * empty where it has to look by itself.
   *
   * @param asBefore ends a pass by a row that has no news
   */
  Optional<Verdict> confirmed(Bound<R, O, T> external, Function<T, Optional<Verdict>> asBefore) {
    var pass = external.pass();
    if (!isShown(external) || !isDue(pass)) {
      return Optional.empty();
    }
    var who = ResourceID.fromResource(pass.resource);
    var answer = lists.at(pass.memo.place).ask(who, pass.draft.id);
    if (answer.waits()) {
      return Optional.of(Verdict.noNews(patience()));
    }
    var row = answer.row().filter(it -> isAsDeclared(external, it));
    row.ifPresent(it -> pass.known = it);
    var ended = row.flatMap(asBefore);
    if (ended.isPresent()) {
      pass.memo.echoed = null;
    }
    return ended;
  }

  /** A resource that no list wakes by then looks by itself. */
  private Duration patience() {
    var terms = terms(services.pacing());
    return terms.window().plus(terms.fresh());
  }

  private boolean isAsDeclared(Bound<R, O, T> external, T row) {
    var pass = external.pass();
    return adapter.isAtRest(pass.resource, row, pass.inputs)
        && adapter.check(pass.resource, row, pass.inputs).isEmpty()
        && external.diff(row).isEmpty();
  }

  /** Whether a row tells all that a look would, and there is nothing to be told of it then. */
  private boolean isShown(Bound<R, O, T> external) {
    var pass = external.pass();
    var memo = pass.memo;
    return memo.echoed != null
        && memo.lastWrite != null
        && memo.differed.isEmpty()
        && memo.place != null
        && memo.place.connection() == pass.connection
        && pass.draft.hasId()
        && adapter.outputSecret(pass.resource) == null
        && !adapter.hasUnlisted(pass.resource, pass.inputs);
  }

  private boolean isDue(Reconciliation<R, O> pass) {
    return !pass.steady.isBefore(pass.memo.lastWrite.plus(services.pacing().lag()));
  }
}
