package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.faults.SleepyLeader.Moment;
import com.paperspace.operator.lifecycle.KindScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A leader is suspended at every change of every kind's life. It takes minutes, so that it runs
 * when it is asked for by its name, and {@link SuspendedLeaderTest} always.
 */
class SuspendedLeaderSweep {

  @ParameterizedTest
  @MethodSource("com.paperspace.operator.faults.SuspendedLeaderTest#moments")
  void sendsNothingWhenItWakes(KindScript script, Moment moment) {
    assertThat(SuspendedLife.ofEachChange(script, moment))
        .as("changes of a create, an update and a delete")
        .isGreaterThanOrEqualTo(3);
  }
}
