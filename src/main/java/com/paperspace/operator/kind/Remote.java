package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cloud object of a simple kind, as far as it was read.
 *
 * @param parent id of what holds it; empty for what has no parent
 * @param sets members by field; only what is declared is read
 * @param event the work that makes it; null where there is none, or none is known
 */
public record Remote<V>(
    String parent, V view, Map<String, List<String>> sets, MachineEvents.View event) {

  /** One that no work is known to make. */
  public Remote(String parent, V view, Map<String, List<String>> sets) {
    this(parent, view, sets, null);
  }

  static <V> Remote<V> of(String parent, V view) {
    return new Remote<>(parent, view, Map.of());
  }

  Remote<V> with(V other) {
    return new Remote<>(parent, other, sets, event);
  }

  Remote<V> with(Members.Member member) {
    var after = new HashMap<>(sets);
    after.computeIfPresent(member.set(), (set, members) -> member.in(members));
    return new Remote<>(parent, view, after, event);
  }
}
