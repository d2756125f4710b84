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
 * Reads back whether changes the API accepted took effect. Resources of one place that are due
 * together share a list in place of a look (GET) for each. A row that shows the object as declared
 * confirms its change; with any other row, or none, the resource looks by itself.
 */
final class ReadBack<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  /** A long window: nobody waits for a read-back, and the more share a list the less it costs. */
  private static final int WINDOWS_IN_LAG = 2;

  /** How long a row is good: a long list takes that long to read at a small budget. */
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

  /** Has a resource whose change is to be read back share the next list, and any other leave it. */
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
   * The end of a pass over a resource whose change a row confirms, or that waits for a row; empty
   * where the pass has to look by itself.
   *
   * @param asBefore ends a pass by a row that shows nothing new
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

  /** Notes that a row of any list shows the object as declared. */
  void confirm(Bound<R, O, T> external, T row) {
    if (isShown(external) && isAsDeclared(external, row)) {
      external.pass().memo.echoed = null;
    }
  }

  /** How long a resource waits for a shared list before it looks by itself. */
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

  /** Whether a row tells all that a look would, and nothing but the read-back is open. */
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
