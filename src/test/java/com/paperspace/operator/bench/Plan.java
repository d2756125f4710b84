package com.paperspace.operator.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param smoke whether only to see that it works
 * @param rounds how often each figure is taken; the median counts
 * @param objects in a storm
 * @param periods how many sync periods an estate is watched at rest
 * @param minutes of a soak
 * @param only what the cases that are measured have in their names; empty for all
 * @param present how many objects there are where that is what makes the difference
 */
record Plan(
    boolean smoke,
    int rounds,
    int objects,
    int periods,
    int minutes,
    String only,
    List<Integer> present) {
  /** The longest wait between two looks at one object is 120 periods and a fifth. */
  private static final int ALL_LOOKS = 150;

  private static final int AN_HOUR = 60;

  /** Results that were written before there was a choice are of all cases. */
  Plan {
    only = only == null ? "" : only;
  }

  static Plan of(boolean smoke) {
    var only = System.getProperty("bench.case", "");
    return smoke
        ? new Plan(true, 1, 20, 1, 0, only, List.of(0, 20))
        : new Plan(
            false,
            Integer.getInteger("bench.rounds", 3),
            Integer.getInteger("bench.n", 1000),
            Integer.getInteger("bench.periods", ALL_LOOKS),
            Integer.getInteger("bench.minutes", AN_HOUR),
            only,
            List.of(0, 1000, 10_000));
  }

  /** Whether a case is to be measured. */
  boolean takes(String name) {
    return name.contains(only);
  }

  /** How many objects there are where what counts is that they are many. */
  List<Integer> many() {
    return present.stream().filter(it -> it > 0).toList();
  }

  /** What a reader has to know of figures that were taken so; empty for nothing. */
  String warning() {
    var size = smoke ? "smoke sizes: whether it works, not what it costs" : "";
    var part = only.isEmpty() ? "" : "partial: only cases with `%s` in their names".formatted(only);
    return size + (size.isEmpty() || part.isEmpty() ? "" : "; ") + part;
  }
}
