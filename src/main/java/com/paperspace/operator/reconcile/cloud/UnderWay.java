package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.pass.Course;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What lists show of the objects of a kind that are on their way. Resources whose objects move at
 * the same time share a list in place of a look (GET) for each. A row that shows the object as the
 * last look did ends a pass; with any other row, or none, the resource looks by itself.
 */
final class UnderWay<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final RowTrust trust;
  private final SharedLists<T> lists;

  UnderWay(Adapter<R, O, T> adapter, Services services, SharedLists<T> lists) {
    this.adapter = adapter;
    this.services = services;
    this.trust = new RowTrust(services.pacing());
    this.lists = lists;
  }

  /** A shared look may come later than due by the shortest wait between two looks. */
  static SharedList.Terms terms(Pacing pacing) {
    return new SharedList.Terms(pacing.movingMin(), pacing.lag());
  }

  /**
   * The end of a pass that waits for a row, or whose row shows nothing new; empty where the pass
   * has to look by itself.
   */
  Optional<Verdict> asBefore(Bound<R, O, T> external) {
    var pass = external.pass();
    var course = pass.memo.course;
    if (course == null) {
      return Optional.empty();
    }
    var ended =
        external.isAside() || !trust.mayDoWithRow(pass, course)
            ? Optional.<Verdict>empty()
            : asked(pass, course);
    if (ended.isEmpty()) {
      // The look that follows decides anew whether rows can tell of this object.
      leave(pass);
    }
    return ended;
  }

  private Optional<Verdict> asked(Reconciliation<R, O> pass, Course course) {
    var who = ResourceID.fromResource(pass.resource);
    var answer = lists.at(course.list()).ask(who, pass.draft.id);
    if (answer.waits()) {
      // A resource that no list wakes by then looks by itself.
      return Optional.of(Verdict.noNews(wait(pass).plus(services.pacing().movingMin())));
    }
    return answer
        .row()
        .filter(row -> isAsBefore(pass, course, row))
        .map(row -> goOn(who, pass, course));
  }

  private void leave(Reconciliation<R, O> pass) {
    var course = pass.memo.course;
    pass.memo.course = null;
    if (course != null) {
      lists.leave(course.list(), ResourceID.fromResource(pass.resource));
    }
  }

  private boolean isAsBefore(Reconciliation<R, O> pass, Course course, T row) {
    if (course.row() == null) {
      return true;
    }
    var seen = adapter.observe(pass.resource, row, pass.inputs);
    return seen.equals(course.row())
        && (seen.phase() == Phase.BUSY || adapter.diff(pass.resource, row, pass.inputs).isEmpty());
  }

  /** Without jitter, so that resources served by one list are due for the next one together. */
  private Verdict goOn(ResourceID who, Reconciliation<R, O> pass, Course course) {
    var wait = wait(pass);
    var next = course.dueAt(pass.steady.plus(wait));
    pass.memo.course = next;
    lists.at(next.list()).due(who, next.due());
    return Verdict.noNews(wait);
  }

  private Duration wait(Reconciliation<?, ?> pass) {
    var since = Instant.parse(pass.draft.operation.startedAt());
    return services.pacing().moving(Duration.between(since, pass.now));
  }

  /**
   * Notes what a row would have shown of an object that a pass looked at by itself.
   *
   * @param bare the object as a row has it
   * @param whole the same with what no row carries
   */
  void saw(Bound<R, O, T> external, T bare, T whole) {
    var pass = external.pass();
    var row = adapter.observe(pass.resource, bare, pass.inputs);
    // A busy object shows its end by its state, which a row has; else anything read may show it.
    boolean isTold =
        row.phase() == Phase.BUSY
            || (row.phase() == Phase.PROGRESSING
                && whole.equals(bare)
                && adapter.outputSecret(pass.resource) == null
                && adapter.check(pass.resource, bare, pass.inputs).isEmpty()
                && adapter.diff(pass.resource, bare, pass.inputs).isEmpty());
    pass.row = isTold ? row : null;
  }

  /** Has a resource whose object is on its way share the next list, and any other leave it. */
  void after(Bound<R, O, T> external, Verdict verdict) {
    var pass = external.pass();
    leave(pass);
    var course = course(pass, verdict);
    pass.memo.course = course;
    if (course != null) {
      lists.at(course.list()).due(ResourceID.fromResource(pass.resource), course.due());
    }
  }

  /** The course of an object on its way; null if it is at rest, or no row can tell its end. */
  private Course course(Reconciliation<R, O> pass, Verdict verdict) {
    var memo = pass.memo;
    boolean isGoing =
        verdict.shape() == Shape.DELETING && pass.wasAskedToGo() && verdict.notAfter() == null;
    boolean isMoving =
        verdict.shape() == Shape.MOVING && verdict.observation() != null && pass.row != null;
    boolean isKnown =
        memo.place != null
            && memo.place.connection() == pass.connection
            && pass.draft.operation != null;
    if (pass.sent || !isKnown || !(isGoing || isMoving)) {
      return null;
    }
    return new Course(
        memo.place,
        pass.draft.id,
        isMoving ? pass.row : null,
        pass.steady,
        pass.draft.operation.startedAt(),
        isMoving ? verdict.observation().deadline() : null,
        pass.steady.plus(wait(pass)));
  }
}
