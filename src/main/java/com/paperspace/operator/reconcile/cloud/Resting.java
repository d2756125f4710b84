package com.paperspace.operator.reconcile.cloud;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The resources whose objects are at rest in one list. Of each only a hash of its row is kept, so
 * that memory does not grow with the size of the rows.
 *
 * @param <T> a row
 */
final class Resting<T> {
  private final Map<ResourceID, Member> members = new HashMap<>();
  private final Shown<T> shown;
  private final BiPredicate<ResourceID, String> manages;
  private final Duration lag;

  /**
   * A resource at rest.
   *
   * @param row the hash of the row its object is known by; null while none is known
   * @param isDue whether the resource waits for the next sweep's row even if that is the same
   */
  private record Member(String id, Instant since, Integer row, boolean isDue) {
    Member due() {
      return new Member(id, since, row, true);
    }

    /** Whether a row of this hash may stand for a look: it is the known one, or none is known. */
    boolean takes(int hash) {
      return row == null || row == hash;
    }
  }

  /**
   * None yet.
   *
   * @param shown is told the rows of the resources that are woken
   * @param manages whether the status of a resource still names the object of an id
   * @param lag how long a list may still show what was before a look
   */
  Resting(Shown<T> shown, BiPredicate<ResourceID, String> manages, Duration lag) {
    this.shown = shown;
    this.manages = manages;
    this.lag = lag;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /**
   * Adds a resource whose object was just looked at.
   *
   * @param row what a list would show of it, by that look; null if the pass did with a row of a
   *     list
   */
  void add(ResourceID who, String id, Instant now, Object row) {
    var listed = shown.hash(who, id);
    members.put(who, new Member(id, now, row == null ? listed : (Integer) row.hashCode(), false));
  }

  void remove(ResourceID who, String id) {
    var member = members.get(who);
    if (member != null && member.id().equals(id)) {
      members.remove(who);
    }
  }

  /**
   * Has the next sweep wake a resource with its row, whether the row is new or not; false where
   * that was asked for before and no sweep came.
   */
  boolean shows(ResourceID who, String id) {
    var member = members.get(who);
    if (member == null || member.isDue() || !member.id().equals(id)) {
      return false;
    }
    members.put(who, member.due());
    return true;
  }

  /** Removes and answers all resources. */
  Set<ResourceID> leave() {
    var all = Set.copyOf(members.keySet());
    members.clear();
    return all;
  }

  /**
   * Removes and answers the resources for which a sweep shows something new.
   *
   * @param found the rows of the sweep, by id
   * @param began when its first page was asked for
   */
  Set<ResourceID> leave(Map<String, T> found, Instant began) {
    var woken = new HashSet<ResourceID>();
    members.forEach(
        (who, member) -> {
          // A status that somebody made to name another object is reason enough for a pass.
          boolean isOther = !manages.test(who, member.id());
          if (isOther || isNews(who, member, began, found.get(member.id()))) {
            woken.add(who);
          }
        });
    members.keySet().removeAll(woken);
    return woken;
  }

  private boolean isNews(ResourceID who, Member member, Instant began, T row) {
    if (began.isBefore(member.since().plus(lag))) {
      // The list may still show what was before the last look.
      return false;
    }
    if (row == null) {
      return true;
    }
    int hash = row.hashCode();
    if (member.row() != null && member.row() == hash && !member.isDue()) {
      return false;
    }
    shown.note(who, member.id(), row, member.takes(hash));
    return true;
  }
}
