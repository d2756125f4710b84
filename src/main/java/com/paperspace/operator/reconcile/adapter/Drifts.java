package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import java.util.List;

/** Questions to a list of differences. */
public final class Drifts {
  /** With both values of each the message stays well below the limit of a condition. */
  private static final int NAMED = 5;

  /** Whether one of them has a remedy. */
  public static boolean has(List<Drift> drift, Remedy remedy) {
    return drift.stream().anyMatch(d -> d.remedy() == remedy);
  }

  /** The first few of their fields, for a message. */
  public static String fields(List<Drift> drift) {
    return Text.some(NAMED, drift.stream().map(Drift::field).distinct().toList());
  }

  /** Those of one remedy with both values, for a message. */
  public static String values(List<Drift> drift, Remedy remedy) {
    return values(drift.stream().filter(d -> d.remedy() == remedy).toList());
  }

  /** The first few with both values, for a message. */
  public static String values(List<Drift> drift) {
    return Text.some(
        NAMED,
        drift.stream()
            .map(d -> d.field() + " (declared " + d.declared() + ", actual " + d.actual() + ")")
            .toList());
  }

  /** Whether it is about one member of a list or set. */
  public static boolean isMember(Drift drift) {
    return drift.field().contains("[");
  }

  private Drifts() {}
}
