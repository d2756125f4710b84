package com.paperspace.operator.bench;

/**
 * How much is measured.
 *
 * @param smoke whether only to see that it works
 * @param rounds how often each figure is taken; the median counts
 * @param objects in a storm
 */
record Plan(boolean smoke, int rounds, int objects) {
  static Plan of(boolean smoke) {
    return smoke ? new Plan(true, 1, 20) : new Plan(false, 3, Integer.getInteger("bench.n", 1000));
  }
}
