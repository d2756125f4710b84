package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A simulator for every test, and no side of a group of open points that goes untested. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BothSides {
  private final Class<?> group;
  private final Set<Enum<?>> tested = new HashSet<>();
  VirtualClock clock;
  Simulator simulator;
  Caller caller;

  BothSides(Class<?> group) {
    this.group = group;
  }

  @BeforeEach
  void start() {
    clock = new VirtualClock();
    simulator = Simulator.start(clock).instant();
    simulator.key("key-a").team("team-a");
    caller = new Caller(simulator, "key-a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @AfterAll
  void noneIsUntested() {
    assertThat(tested).containsAll(Choices.alternatives(group));
  }

  final void choose(Enum<?> choice) {
    tested.add(choice);
    simulator.choose(choice);
  }
}
