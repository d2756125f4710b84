package com.paperspace.operator.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param smoke whether only to see that it works
 * @param rounds how often each figure is taken; the median counts
 * @param objects in a storm
 * @param periods how many sync periods an estate is watched at rest
 * @param present how many objects there are where that is what makes the difference
 */
record Plan(boolean smoke, int rounds, int objects, int periods, List<Integer> present) {
  /** The longest wait between two looks at one object is 120 periods and a fifth. */
  private static final int ALL_LOOKS = 150;

  static Plan of(boolean smoke) {
    return smoke
        ? new Plan(true, 1, 20, 1, List.of(0, 20))
        : new Plan(
            false,
            Integer.getInteger("bench.rounds", 3),
            Integer.getInteger("bench.n", 1000),
            Integer.getInteger("bench.periods", ALL_LOOKS),
            List.of(0, 1000, 10_000));
  }
}
