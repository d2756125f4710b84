package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That an object is gone is said by a person only in answer to the question whether it is. */
class ConsentTest {
  private static final String MACHINES = "/machines";

  private static void askBeforehand(Stage stage, String token) {
    stage.crash();
    stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, token);
  }

  private static String made(Stage stage) {
    stage.cloud.choose(MemberSees.NOT_FOUND);
    stage.machine("m", "");
    var id = stage.machineReady("m").getStatus().id();
    stage.pass(Duration.ofMinutes(7));
    return id;
  }

  /** More than may vanish unasked. */
  private static void nine(Stage stage) {
    for (int i = 0; i < 9; i++) {
      stage.machine("m" + i, "");
    }
    for (int i = 0; i < 9; i++) {
      stage.machineReady("m" + i);
    }
    stage.pass(Duration.ofMinutes(2));
  }

  @Test
  void aRequestFromBeforeAKeySwapIsNoConsent() {
    try (var stage = Stage.open()) {
      var id = made(stage);
      askBeforehand(stage, "before");
      MachineDialectsTest.member(stage);
      stage.start();
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "answer");
      stage.until(Machine.class, "m", m -> !id.equals(m.getStatus().id()));
    }
  }

  @Test
  void aRequestFromBeforeAKeySwapIsNoConsentToLetAnObjectGo() {
    try (var stage = Stage.open()) {
      made(stage);
      askBeforehand(stage, "before");
      MachineDialectsTest.member(stage);
      stage.rig.delete(Machine.class, "m");
      stage.start();
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.rig.find(Machine.class, "m")).isPresent();
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "answer");
      stage.gone(Machine.class, "m");
    }
  }

  /** The key was to be restored, and is one more that does not see it: another question. */
  @Test
  void anAnswerToAnotherQuestionIsNoConsent() {
    try (var stage = Stage.open()) {
      made(stage);
      MachineDialectsTest.member(stage);
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.crash();
      stage.cloud.key("key-of-another").team("a").user("urmember2");
      stage.rig.secret("paperspace", "apiKey", "key-of-another");
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "look");
      stage.start();
      stage.until(
          Machine.class,
          "m",
          m -> Rig.condition(m, "Stalled").orElseThrow().message().contains("urmember2"));
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  /** An outage between question and answer must not cost a second answer. */
  @Test
  void anAnswerGivenDuringAnOutageCounts() {
    try (var stage = Stage.open()) {
      var id = made(stage);
      MachineDialectsTest.member(stage);
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.cloud.faults().next("GET", "/machines/" + id, Fault.UNAVAILABLE);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "answer");
      stage.until(Machine.class, "m", m -> !id.equals(m.getStatus().id()));
    }
  }

  /** The list of such a key shows few of many; that is no second question. */
  @Test
  void oneAnswerIsEnoughWhereTheKeyShowsFewOfMany() {
    try (var stage = Stage.open()) {
      for (int i = 0; i < 7; i++) {
        stage.machine("n" + i, "");
      }
      for (int i = 0; i < 7; i++) {
        stage.machineReady("n" + i);
      }
      var id = made(stage);
      MachineDialectsTest.member(stage);
      stage.says(Machine.class, "m", "Stalled", "NotVisible");
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "answer");
      stage.until(Machine.class, "m", m -> !id.equals(m.getStatus().id()));
    }
  }

  @Test
  void aRequestFromBeforeManyVanishedIsNoConsent() {
    try (var stage = Stage.open()) {
      nine(stage);
      stage.crash();
      for (int i = 0; i < 9; i++) {
        stage.rig.annotate(Machine.class, "m" + i, Annotations.RECONCILE_AT, "before");
        stage.team().machines().remove(stage.get(Machine.class, "m" + i).getStatus().id());
      }
      stage.start();
      stage.says(Machine.class, "m0", "Stalled", "MassDisappearance");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(9);
    }
  }

  static List<Fault> passing() {
    return List.of(Fault.INTERNAL_ERROR, Fault.UNAUTHORIZED, Fault.TRUNCATED_BODY);
  }

  /** Of many answers given at once none may be lost to a fault that passes. */
  @ParameterizedTest
  @MethodSource("passing")
  void anAnswerOutlivesAFaultThatPasses(Fault fault) {
    try (var stage = Stage.open()) {
      nine(stage);
      for (int i = 0; i < 9; i++) {
        stage.team().machines().remove(stage.get(Machine.class, "m" + i).getStatus().id());
      }
      stage.says(Machine.class, "m0", "Stalled", "MassDisappearance");
      stage.settle();
      stage.cloud.faults().next("GET", "/machines/{id}", fault);
      stage.rig.annotate(Machine.class, "m0", Annotations.RECONCILE_AT, "answer");
      stage.until(() -> stage.calls("POST", MACHINES) == 10);
      stage.machineReady("m0");
      stage.until(
          Machine.class, "m0", m -> "answer".equals(m.getStatus().lastHandledReconcileAt()));
      assertThat(stage.get(Machine.class, "m0").getStatus().question()).isNull();
    }
  }
}
