package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import java.time.Instant;

/**
 * How a cloud object was on its way when it was looked at by itself last, as far as a row of a list
 * can tell whether it still is.
 *
 * @param list the list it is in
 * @param id its id
 * @param row what a row showed of it then; null of one that is being deleted
 * @param lookedAt when that was
 * @param startedAt since when it is on its way, as the status tells
 * @param deadline how long that may last; null if nothing is said of it
 * @param due when it is to be looked at next
 */
public record Course(
    ListPlace list,
    String id,
    Observation<?> row,
    Instant lookedAt,
    String startedAt,
    Duration deadline,
    Instant due) {

  /** The same, to be looked at next at another time. */
  public Course dueAt(Instant next) {
    return new Course(list, id, row, lookedAt, startedAt, deadline, next);
  }
}
