package com.paperspace.operator.reconcile;

import com.paperspace.operator.reconcile.Drift.Remedy;
import java.util.List;
import java.util.stream.Collectors;

/** Questions to a list of differences. */
final class Drifts {

  /** Whether one of them has a remedy. */
  static boolean has(List<Drift> drift, Remedy remedy) {
    return drift.stream().anyMatch(d -> d.remedy() == remedy);
  }

  /** Their fields, each once. */
  static String fields(List<Drift> drift) {
    return drift.stream().map(Drift::field).distinct().collect(Collectors.joining(", "));
  }

  /** Those of one remedy with both values, for a message. */
  static String values(List<Drift> drift, Remedy remedy) {
    return values(drift.stream().filter(d -> d.remedy() == remedy).toList());
  }

  /** The first few with both values, for a message. */
  static String values(List<Drift> drift) {
    return drift.stream()
        .limit(5)
        .map(d -> d.field() + " (declared " + d.declared() + ", actual " + d.actual() + ")")
        .collect(Collectors.joining(", "));
  }

  private Drifts() {}
}
