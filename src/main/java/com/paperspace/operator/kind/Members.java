package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lists whose order means nothing. Each member that is missing or too much is a difference of its
 * own, so that one the API refuses keeps no other from being added or taken out.
 */
final class Members {
  private static final String PRESENT = "present";
  private static final String ABSENT = "absent";

  /**
   * A member that is to be added or taken out.
   *
   * @param set the field of the spec
   */
  record Member(String set, String name, boolean wanted) {

    String field() {
      return set + "[" + name + "]";
    }

    /** The set with this change made. */
    List<String> in(List<String> members) {
      var after = new ArrayList<>(members);
      after.remove(name);
      if (wanted) {
        after.add(name);
      }
      return after;
    }
  }

  /**
   * What is missing, then what is too much; after a failure the order may be another. {@code
   * actual} null means it was not read.
   */
  static List<Drift> diff(String set, List<String> declared, List<String> actual) {
    if (declared == null || actual == null) {
      return List.of();
    }
    var found = new ArrayList<Drift>();
    var missing = new LinkedHashSet<>(declared);
    actual.forEach(missing::remove);
    missing.forEach(name -> found.add(drift(new Member(set, name, true))));
    var surplus = new TreeSet<>(actual);
    declared.forEach(surplus::remove);
    surplus.forEach(name -> found.add(drift(new Member(set, name, false))));
    return found;
  }

  private static Drift drift(Member member) {
    return Drift.correctable(
        member.field(), member.wanted() ? PRESENT : ABSENT, member.wanted() ? ABSENT : PRESENT);
  }

  /** The member a difference is about; empty when it is about something else. */
  static Optional<Member> of(Drift drift) {
    var field = drift.field();
    int open = field.indexOf('[');
    return open < 0 || !field.endsWith("]")
        ? Optional.empty()
        : Optional.of(
            new Member(
                field.substring(0, open),
                field.substring(open + 1, field.length() - 1),
                drift.declared().equals(PRESENT)));
  }

  private Members() {}
}
