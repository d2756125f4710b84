package com.paperspace.operator.reconcile.cloud;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What the last sweep showed to those it woke. Rows are held until they are taken: of thousands who
 * are woken together the last come when the next sweep has long been read.
 */
final class Shown<T> {
  private final Map<ResourceID, Seen<T>> seen = new HashMap<>();

  /** All rows nobody has, for those who waited for the sweep; null once it is late for that. */
  private Map<String, T> rows;

  /** Those who came for their row before they were woken for it; null once all are. */
  private Set<ResourceID> early;

  /** Without the row where it was taken, or proves nothing. */
  private record Seen<T>(String id, int hash, T row) {
    boolean isOf(String other) {
      return id.equals(other);
    }

    boolean isTaken() {
      return row == null;
    }
  }

  /**
   * Begins with the next sweep: what the last showed is old. Who has not come yet does with a row
   * only where it is shown again.
   *
   * @param manages whether a resource still is the one of an id
   */
  void begin(Map<String, T> found, BiPredicate<ResourceID, String> manages) {
    drop();
    early = new HashSet<>();
    seen.entrySet()
        .removeIf(
            it -> {
              var last = it.getValue();
              return last.isTaken()
                  || !last.row().equals(found.get(last.id()))
                  || !manages.test(it.getKey(), last.id());
            });
  }

  /** Holds all rows, and longer those of the ids that were waited for. */
  void all(Map<String, T> found, Map<ResourceID, String> waiting) {
    rows = new HashMap<>(found);
    waiting.forEach(
        (who, id) -> Optional.ofNullable(found.get(id)).ifPresent(row -> note(who, id, row, true)));
  }

  /** Whether all rows are held: what is not among them is not in the list, or has been taken. */
  boolean isWhole() {
    return rows != null;
  }

  /** Whether one has taken the row it is about to be woken for. */
  boolean wasEarly(ResourceID who) {
    return early != null && early.contains(who);
  }

  /** All are woken. */
  void wokeAll() {
    early = null;
  }

  void drop() {
    rows = null;
  }

  /** Holds nothing any more, where no sweep will tell whether it is still so. */
  void clear() {
    seen.clear();
    drop();
  }

  /** Notes the row of one that is woken; {@code usable} where it may do with that row. */
  void note(ResourceID who, String id, T row, boolean usable) {
    seen.put(who, new Seen<>(id, row.hashCode(), usable ? row : null));
    if (!usable && rows != null) {
      rows.remove(id);
    }
  }

  /** The row of one, once. */
  Optional<T> take(ResourceID who, String id) {
    var last = seen.get(who);
    boolean isHeld = last != null && last.isOf(id) && !last.isTaken();
    var row = isHeld ? last.row() : rows == null ? null : rows.get(id);
    if (row != null) {
      note(who, id, row, false);
      if (early != null) {
        early.add(who);
      }
    }
    return Optional.ofNullable(row);
  }

  /** Hash of the row that one was shown last; null if it was shown none. */
  Integer hash(ResourceID who, String id) {
    var last = seen.remove(who);
    return last != null && last.isOf(id) ? last.hash() : null;
  }
}
