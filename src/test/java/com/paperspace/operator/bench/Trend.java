package com.paperspace.operator.bench;

import java.util.List;

/** Whether something that was measured at equal intervals goes up. */
final class Trend {
  private Trend() {}

  /** How much more it is from one to the next: the line of least squares. */
  static double perStep(List<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double rise = 0;
    double run = 0;
    for (int i = 0; i < values.size(); i++) {
      rise += (i - middle) * (values.get(i) - mean);
      run += (i - middle) * (i - middle);
    }
    return rise / run;
  }
}
