package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people are told when something is amiss: the truth, in words, and what to do. */
class WordsTest {
  @Test
  void noMessageNamesAnException() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      for (var fault : List.of(Fault.RESET_BEFORE_EFFECT, Fault.TRUNCATED_BODY)) {
        stage.cloud.faults().next("GET", "/machines/{id}", fault).always();
        stage.rig.annotate(Machine.class, "m", Verbs.RECONCILE_AT, fault.name());
        stage.says(Machine.class, "m", "Synced", "ProviderUnavailable");
        assertThat(Rig.condition(stage.get(Machine.class, "m"), "Synced").orElseThrow().message())
            .doesNotContainPattern("[A-Za-z]+(Exception|Error)\\b");
        stage.cloud.faults().clear();
        stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      }
    }
  }
}
