package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An edit comes while an object is being taken over. */
class AdoptionCutShortTest {
  @Test
  void whatIsNotWantedAnyMoreIsFreeForOthers() {
    try (var stage = Stage.open()) {
      var first = Stage.foreignMachine(stage.team(), "first");
      var second = Stage.foreignMachine(stage.team(), "second");
      stage.kube().before(KubeFaults::isHold, () -> stage.machine("m", ", externalId: " + second));
      stage.machine("m", ", externalId: " + first);
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(second);
      stage.machine("other", ", externalId: " + first);
      assertThat(stage.machineReady("other").getStatus().id()).isEqualTo(first);
    }
  }
}
