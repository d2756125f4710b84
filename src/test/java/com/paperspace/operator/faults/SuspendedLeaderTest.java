package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.faults.SleepyLeader.Moment;
import com.paperspace.operator.lifecycle.KindScript;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of {@link SuspendedLeaderSweep} the change that costs most, the create, once for every kind, and
 * every change of a machine.
 */
class SuspendedLeaderTest {

  static Stream<Arguments> moments() {
    return KindScript.all().stream()
        .flatMap(script -> Stream.of(Moment.values()).map(at -> Arguments.of(script, at)));
  }

  @ParameterizedTest
  @MethodSource("moments")
  void sendsNoCreateWhenItWakes(KindScript script, Moment moment) {
    assertThat(SuspendedLife.of(script, moment, 1)).as("it fell asleep").isTrue();
  }

  @Test
  void sendsNoCreateLongAfterItsIntent() {
    try (var stage = Stage.open()) {
      var announced = new AtomicReference<String>();
      stage
          .kube()
          .after(
              KubeFaults::isIntent,
              () -> {
                announced.set(intent(stage));
                stage.sleep(Duration.ofSeconds(31));
              });
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(intent(stage)).as("the one that was sent").isNotEqualTo(announced.get());
      assertThat(stage.calls("POST", "/projects")).isEqualTo(1);
    }
  }

  private static String intent(Stage stage) {
    return Metadata.annotation(stage.get(PaperspaceProject.class, "p"), Annotations.CREATE_INTENT);
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingOfAMachineWhenItWakes(Moment moment) {
    var machine =
        KindScript.all().stream()
            .filter(it -> it.kind().equals(Machine.class))
            .findFirst()
            .orElseThrow();
    assertThat(SuspendedLife.ofEachChange(machine, moment))
        .as("changes of a create, an update and a delete")
        .isGreaterThanOrEqualTo(3);
  }
}
