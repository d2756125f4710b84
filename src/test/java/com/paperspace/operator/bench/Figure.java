package com.paperspace.operator.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One measured number.
 *
 * @param of the case it was measured in: a row of the page's table
 * @param what was measured, with its unit: a column
 * @param rounds each measurement, in order
 */
record Figure(String of, String what, double median, List<Double> rounds) {
  static Figure of(String of, String what, List<Double> rounds) {
    return new Figure(of, what, median(rounds), List.copyOf(rounds));
  }

  static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    sorted.sort(null);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
