package com.paperspace.operator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
  @Test
  void isTheLineOfLeastSquares() {
    assertThat(Trend.perStep(List.of(3.0, 5.0, 7.0))).isEqualTo(2);
    assertThat(Trend.perStep(List.of(4.0, 4.0, 4.0))).isZero();
    assertThat(Trend.perStep(List.of(1.0, 2.0, 2.0, 1.0))).as("up and down").isZero();
  }
}
