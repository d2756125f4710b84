package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.Policy;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a cloud object in the words of a table. */
final class Looks {
  static final Policy CORRECT = Policy.DEFAULT;
  static final Policy REPORT = new Policy(null, null, null, "Report", null);
  static final Policy OBSERVE = new Policy("ObserveOnly", null, null, null, null);

  private Looks() {}

  /**
   * A look.
   *
   * @param drift a remedy for each difference, separated by blanks; a star after it says that it
   *     stood before the edit
   * @param facts of {@code applied, requested, followed, sent, working, retry, cut} those that hold
   */
  static Look look(Phase phase, String drift, Policy policy, String facts) {
    var words = drift == null ? List.<String>of() : Arrays.asList(drift.split(" "));
    var all = words.stream().map(Looks::drift).toList();
    Set<String> stood =
        words.stream()
            .filter(it -> it.endsWith("*"))
            .map(it -> drift(it).field())
            .collect(Collectors.toSet());
    var holds = facts == null ? List.<String>of() : Arrays.asList(facts.split(" "));
    return new Look(
        phase,
        all,
        stood,
        holds.contains("working") ? all : List.of(),
        holds.contains("retry") ? all : List.of(),
        policy,
        holds.contains("applied"),
        holds.contains("requested"),
        holds.contains("followed"),
        holds.contains("sent"),
        !holds.contains("cut"));
  }

  static Policy policy(String name) {
    return switch (name) {
      case "Correct" -> CORRECT;
      case "Report" -> REPORT;
      case "Observe" -> OBSERVE;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Drift drift(String word) {
    var remedy = Remedy.valueOf(word.replace("*", ""));
    return new Drift(word, "new", "old", remedy);
  }
}
