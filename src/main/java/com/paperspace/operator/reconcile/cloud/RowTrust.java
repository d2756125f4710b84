package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.reconcile.pass.Course;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Pacing;
import java.time.Duration;
import java.time.Instant;

/** Whether a row may stand for a look at an object that is on its way. */
record RowTrust(Pacing pacing) {
  /** Whether the row of a list that begins now would tell as much as a look. */
  boolean mayDoWithRow(Reconciliation<?, ?> pass, Course course) {
    var memo = pass.memo;
    var operation = pass.draft.operation;
    boolean isSame =
        course.list().connection() == pass.connection
            && course.id().equals(pass.draft.id)
            && operation != null
            && operation.startedAt().equals(course.startedAt())
            && (course.row() == null) == pass.resource.isMarkedForDeletion();
    boolean isAsked = pass.isRequested() || pass.isEdited() || pass.openIntent().isPresent();
    boolean isSure =
        memo.echoed == null
            && memo.absent == null
            && memo.reserved().isEmpty()
            && isLongAgo(memo.lastWrite, pacing.lag(), pass.steady)
            && isLongAgo(memo.unsure, pacing.createGrace(), pass.steady);
    return isSame && !isAsked && isSure && isTimely(pass, course);
  }

  /** Whether a list that begins now shows what was sent at a time, if anything was. */
  private static boolean isLongAgo(Instant sent, Duration lag, Instant now) {
    return sent == null || !now.isBefore(sent.plus(lag));
  }

  private boolean isTimely(Reconciliation<?, ?> pass, Course course) {
    boolean isOverdue =
        course.deadline() != null
            && pass.now.isAfter(Instant.parse(course.startedAt()).plus(course.deadline()));
    // A pass that comes before was woken for another reason.
    return !pass.steady.isBefore(course.due())
        && pass.steady.isBefore(course.lookedAt().plus(pacing.rowsInPlace()))
        && !isOverdue;
  }
}
