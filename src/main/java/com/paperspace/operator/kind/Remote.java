package com.paperspace.operator.kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cloud object of a simple kind, as far as it was read.
 *
 * @param parent id of what holds it; empty for what has no parent
 * @param sets members by field; only what is declared is read
 */
public record Remote<V>(String parent, V view, Map<String, List<String>> sets) {

  static <V> Remote<V> of(String parent, V view) {
    return new Remote<>(parent, view, Map.of());
  }

  Remote<V> with(V other) {
    return new Remote<>(parent, other, sets);
  }

  Remote<V> with(Members.Member member) {
    var after = new HashMap<>(sets);
    after.computeIfPresent(member.set(), (set, members) -> member.in(members));
    return new Remote<>(parent, view, after);
  }
}
