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
 * Those that are at rest in one list. Of each only a hash of its row is kept, so that memory does
 * not grow with what the rows hold.
 *
 * @param <T> a row
 */
final class Resting<T> {
  private final Map<ResourceID, Member> members = new HashMap<>();
  private final Shown<T> shown;
  private final BiPredicate<ResourceID, String> manages;
  private final Duration lag;

  /**
   * One at rest.
   *
   * @param row the hash of the row it is known by, null while none is
   * @param isDue whether it waits to be shown that row again
   */
  private record Member(String id, Instant since, Integer row, boolean isDue) {
    Member due() {
      return new Member(id, since, row, true);
    }

    /** Whether the row a list shows is enough for it. */
    boolean takes(int hash) {
      return row == null || row == hash;
    }
  }

  /**
   * Nobody yet.
   *
   * @param shown is told of the rows of those that are woken
   * @param manages whether a resource still is the one of an id
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
   * Has one that has just been looked at.
   *
   * @param row as that look has shown it; null if it was a row of a list that was looked at
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
   * Has one woken with its row, whether that is new or not; false where that was asked for before
   * and did not come.
   */
  boolean shows(ResourceID who, String id) {
    var member = members.get(who);
    if (member == null || member.isDue() || !member.id().equals(id)) {
      return false;
    }
    members.put(who, member.due());
    return true;
  }

  /** All of them, who are at rest no more. */
  Set<ResourceID> leave() {
    var all = Set.copyOf(members.keySet());
    members.clear();
    return all;
  }

  /**
   * Those for whom a list has news, who are at rest no more.
   *
   * @param found its rows, by id
   * @param began when its first page was asked for
   */
  Set<ResourceID> leave(Map<String, T> found, Instant began) {
    var woken = new HashSet<ResourceID>();
    members.forEach(
        (who, member) -> {
          // One whose status was made to name another object is looked at for that alone.
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
