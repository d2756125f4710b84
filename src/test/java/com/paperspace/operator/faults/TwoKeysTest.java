package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two accounts of one team: the key of its owner, and that of a plain member. */
class TwoKeysTest {
  private static final String MACHINES = "/machines";
  private static final String BY_MEMBER = ", accountRef: {name: member}";

  private static Stage open(MemberSees sees) {
    var stage = Stage.open();
    stage.cloud.choose(sees);
    stage.cloud.key("key-of-member").team("a").user("urmember1");
    stage.rig.secret("member", "apiKey", "key-of-member");
    stage.account("member", "member");
    stage.ready(PaperspaceAccount.class, "member");
    return stage;
  }

  @ParameterizedTest
  @EnumSource
  void whatTheOwnersKeyMadeIsNotMadeAgainByTheMembers(MemberSees sees) {
    try (var stage = open(sees)) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.machine("m", BY_MEMBER);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerLostUnderOneKeyIsNotMadeGoodUnderTheOther(MemberSees sees) {
    try (var stage = open(sees)) {
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      stage.machine("m", BY_MEMBER);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  /** What one resource has, another takes over under no key. */
  @Test
  void oneMachineUnderTwoKeysHasOneOwner() {
    try (var stage = open(MemberSees.ALL)) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.machine("other", BY_MEMBER + ", externalId: " + id);
      stage.says(Machine.class, "other", "Stalled", "OwnershipConflict");
      stage.rig.delete(Machine.class, "other");
      stage.gone(Machine.class, "other");
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @Test
  void theMembersShortListsMakeNoneOfTheOwnersMachinesVanish() {
    try (var stage = open(MemberSees.NOT_FOUND)) {
      for (int i = 0; i < 7; i++) {
        stage.machine("m" + i, "");
      }
      for (int i = 0; i < 7; i++) {
        stage.machineReady("m" + i);
      }
      stage.machine("n", BY_MEMBER + ", accessorIds: [urmember1]");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(8);
      for (int i = 0; i < 7; i++) {
        stage.rig.delete(Machine.class, "m" + i);
      }
      for (int i = 0; i < 7; i++) {
        stage.gone(Machine.class, "m" + i);
      }
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }
}
