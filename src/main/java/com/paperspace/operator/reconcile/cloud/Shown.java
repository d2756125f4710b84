package com.paperspace.operator.reconcile.cloud;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What the last sweep showed of the resources it woke. A row is held until its resource takes it:
 * of thousands that are woken together, the last passes come long after the next sweep.
 */
final class Shown<T> {
  private final Map<ResourceID, Seen<T>> seen = new HashMap<>();

  /**
   * All rows of the last sweep that no resource has taken, for first passes that come after it;
   * null once they are too old for that.
   */
  private Map<String, T> rows;

  /**
   * Resources that took their row before the sweep got round to waking them; null once it has woken
   * all.
   */
  private Set<ResourceID> early;

  /** The hash of a row, and the row itself until it is taken; no row where it may not be used. */
  private record Seen<T>(String id, int hash, T row) {
    boolean isOf(String other) {
      return id.equals(other);
    }

    boolean isTaken() {
      return row == null;
    }
  }

  /**
   * Begins with the rows of the next sweep, for those of the last are old. A row that waits for its
   * resource is kept only where the next sweep shows the same.
   *
   * @param manages whether the status of a resource still names the object of an id
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

  /** Holds all rows, and beyond {@link #drop} those of the resources that waited for the sweep. */
  void all(Map<String, T> found, Map<ResourceID, String> waiting) {
    rows = new HashMap<>(found);
    waiting.forEach(
        (who, id) -> Optional.ofNullable(found.get(id)).ifPresent(row -> note(who, id, row, true)));
  }

  /** Whether all rows are held: an object without one is not in the list, or its row was taken. */
  boolean isWhole() {
    return rows != null;
  }

  /** Whether a resource has already taken the row it is about to be woken for. */
  boolean wasEarly(ResourceID who) {
    return early != null && early.contains(who);
  }

  /** Notes that the sweep has woken every resource it concerns. */
  void wokeAll() {
    early = null;
  }

  void drop() {
    rows = null;
  }

  /** Forgets every row: no further sweep will tell whether they still hold. */
  void clear() {
    seen.clear();
    drop();
  }

  /**
   * Notes the row of a resource that is woken.
   *
   * @param usable whether the row may stand for a look; else only its hash is kept
   */
  void note(ResourceID who, String id, T row, boolean usable) {
    seen.put(who, new Seen<>(id, row.hashCode(), usable ? row : null));
    if (!usable && rows != null) {
      rows.remove(id);
    }
  }

  /** Takes the row of a resource; a second call finds none. */
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

  /** The hash of the row that a resource was shown last; null if it was shown none. */
  Integer hash(ResourceID who, String id) {
    var last = seen.remove(who);
    return last != null && last.isOf(id) ? last.hash() : null;
  }
}
