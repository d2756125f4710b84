package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The key of a plain member may show less than there is (semantics.md 10.30), at any moment. */
class MemberSightTest {
  private static void member(Stage stage) {
    stage.cloud.key("key-of-member").team("a").user("urmember1");
    stage.rig.secret("paperspace", "apiKey", "key-of-member");
  }

  /** The process dies between the POST and the status; the key is swapped meanwhile. */
  @Test
  void crashAfterPostThenMembersKeyMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.settle();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
      member(stage);
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void crashAfterPostThenMembersKeyAndDeletionLeaksNothing() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.settle();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      member(stage);
      stage.rig.delete(Machine.class, "m");
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(
              stage.rig.find(Machine.class, "m").isPresent() || stage.team().machines().size() == 0)
          .as("held, or gone in the cloud too")
          .isTrue();
    }
  }

  @Test
  void lostAnswerThenMembersKeyMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      member(stage);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  /** The same user loses his role, or the assignment: his key shows the machine no more. */
  @Test
  void aUserWhoLosesSightMakesNoDuplicate() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.choose(MemberSees.ALL);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void aUserWhoLosesSightLeaksNothingOnDeletion() {
    try (var stage = Stage.open()) {
      stage.cloud.key(Rig.KEY).user("urmember1");
      stage.cloud.choose(MemberSees.ALL);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.choose(MemberSees.NOT_FOUND);
      stage.rig.delete(Machine.class, "m");
      stage.pass(Duration.ofHours(1));
      assertThat(
              stage.rig.find(Machine.class, "m").isPresent() || stage.team().machines().size() == 0)
          .isTrue();
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
      stage
          .rig
          .kubernetes
          .client()
          .resources(Machine.class)
          .inNamespace(stage.rig.namespace)
          .withName("m")
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\": {\"account\": {\"userId\": null}, \"origin\": null, \"createdWith\": null}}");
      member(stage);
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
      assertThat(
              stage.rig.find(Machine.class, "m").isPresent() || stage.team().machines().size() == 0)
          .isTrue();
    }
  }
}
