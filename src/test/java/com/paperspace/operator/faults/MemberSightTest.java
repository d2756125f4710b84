package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The key of a plain member may show less than there is (docs/paperspace-api.md 10.30), at any
 * moment.
 */
class MemberSightTest {
  private static void crashAfterPost(Stage stage) {
    stage.cloud.choose(MemberSees.NOT_FOUND);
    stage.settle();
    stage.kube().crashAt(KubeFaults::isMachineStatus);
    stage.machine("m", "");
    stage.until(() -> stage.kube().isDead());
  }

  /** The same user loses his role, or the assignment: his key shows the machine no more. */
  private static void loseSight(Stage stage) {
    stage.cloud.key(Rig.KEY).user("urmember1");
    stage.cloud.choose(MemberSees.ALL);
    stage.machine("m", "");
    stage.machineReady("m");
    stage.pass(Duration.ofMinutes(7));
    stage.cloud.choose(MemberSees.NOT_FOUND);
  }

  private static void assertHeldOrGone(Stage stage) {
    assertThat(
            stage.rig.find(Machine.class, "m").isPresent() || stage.team().machines().size() == 0)
        .as("held, or gone in the cloud too")
        .isTrue();
  }

  /** The process dies between the POST and the status; the key is swapped meanwhile. */
  @Test
  void crashAfterPostThenMembersKeyMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      crashAfterPost(stage);
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
      MachineDialectsTest.member(stage);
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void crashAfterPostThenMembersKeyAndDeletionLeaksNothing() {
    try (var stage = Stage.open()) {
      crashAfterPost(stage);
      MachineDialectsTest.member(stage);
      stage.rig.delete(Machine.class, "m");
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertHeldOrGone(stage);
    }
  }

  @Test
  void lostAnswerThenMembersKeyMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      MachineDialectsTest.member(stage);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void aUserWhoLosesSightMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      loseSight(stage);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void aUserWhoLosesSightLeaksNothingOnDeletion() {
    try (var stage = Stage.open()) {
      loseSight(stage);
      stage.rig.delete(Machine.class, "m");
      stage.pass(Duration.ofHours(1));
      assertHeldOrGone(stage);
    }
  }

  /**
   * Written by an older version: no userId, no origin, no createdWith; key swapped at the upgrade.
   */
  @Test
  void anOlderStatusAndAMembersKeyMakeNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.crash();
      stage.patchStatus(
          Machine.class,
          "m",
          "{\"account\": {\"userId\": null}, \"origin\": null, \"createdWith\": null}");
      MachineDialectsTest.member(stage);
      stage.start();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  /** A service that assigns a machine to nobody when a member makes it. */
  @Test
  void whatTheKeyThatMadeItDoesNotSeeIsNotMadeAgainForEver() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.machine("m", "");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  /** The operator itself takes the assignment away, since the spec's set does not have its user. */
  @Test
  void declaredAccessorsWithoutTheOperatorsUserMakeNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.machine("m", ", accessorIds: [urmember1]");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.pass(Duration.ofMinutes(20));
      assertThat(stage.calls("POST", "/machines")).as("seen while assigned").isEqualTo(1);
      stage.machine("m", ", accessorIds: [urmember2]");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  /** The same process saw it a moment ago and deleted it, so nobody needs to be asked. */
  @Test
  void aDeleteWhoseAnswerWasLostNeedsNobody() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.delay(Delay.MACHINE_DELETE, Duration.ZERO);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.faults().next("DELETE", "/machines/{id}", Fault.RESET_AFTER_EFFECT);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.calls("DELETE", "/machines/{id}")).isEqualTo(1);
    }
  }

  /** What is under way refuses a second delete. */
  @Test
  void aDeleteThatIsRefusedAfterOneWhoseAnswerWasLostNeedsNobody() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.delay(Delay.MACHINE_DELETE, Duration.ofSeconds(100));
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.faults().next("DELETE", "/machines/{id}", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("DELETE", "/machines/{id}", Fault.CONFLICT).always();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.calls("DELETE", "/machines/{id}")).isGreaterThan(1);
    }
  }

  /** The same with 403 in place of 404. */
  @Test
  void forbiddenInPlaceOfNotFound() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.choose(MemberSees.FORBIDDEN);
      stage.machine("m", "");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
      stage.rig.delete(Machine.class, "m");
      stage.pass(Duration.ofHours(1));
      assertHeldOrGone(stage);
    }
  }
}
