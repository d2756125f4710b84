package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, ids and statuses that others write, by mistake, from a backup or with intent. */
class TamperedTest {
  private static final String MACHINES = "/machines";

  private static String says(Stage stage, String name, String reason) {
    var machine = stage.says(Machine.class, name, "Synced", reason);
    return Rig.condition(machine, "Synced").orElseThrow().message();
  }

  /** Whose key made it stood in no status yet. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyOfAnotherTeamAfterACrashRightAfterTheCreate(boolean deleted) {
    try (var stage = Stage.open()) {
      stage.cloud.key("key-of-b").team("b");
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.rig.secret("paperspace", "apiKey", "key-of-b");
      stage.restart();
      if (deleted) {
        stage.rig.delete(Machine.class, "m");
      }
      assertThat(says(stage, "m", "TeamMismatch")).contains(stage.team().id());
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);

      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      if (deleted) {
        stage.gone(Machine.class, "m");
      } else {
        stage.machineReady("m");
      }
      assertThat(stage.team().machines().size()).isEqualTo(deleted ? 0 : 1);
    }
  }

  @Test
  void anExternalIdGivenWhileACreateIsOpenLeavesNothingBehindUnsaid() {
    try (var stage = Stage.open()) {
      var other = Stage.foreignMachine(stage.team(), "other");
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      stage.machine("m", ", externalId: " + other);
      var left =
          stage.team().machines().all().stream()
              .map(it -> it.path("id").asText())
              .filter(id -> !id.equals(other))
              .findFirst()
              .orElseThrow();
      assertThat(says(stage, "m", "AmbiguousExternal")).contains(left, other);
      assertThat(stage.get(Machine.class, "m").getStatus().id()).isNull();

      stage.team().machines().remove(left);
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(other);
    }
  }

  /** The step the message names must end it, whoever the other object belongs to. */
  @Test
  void anExternalIdEndsTheDoubtBetweenTwo() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.until(() -> stage.calls("POST", MACHINES) == 1);
      var mine = stage.team().machines().all().get(0).path("id").asText();
      Stage.foreignMachine(stage.team(), "m");
      assertThat(says(stage, "m", "AmbiguousExternal")).contains(mine, "spec.externalId");
      stage.machine("m", ", externalId: " + mine);
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(mine);
      assertThat(stage.team().machines().size()).isEqualTo(2);
    }
  }

  /** Backup tools create an object first, and write its status over what came of it meanwhile. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStatusRestoredOverANewMachineNamesBothAndLeaksNone(boolean deleted) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var old = stage.machineReady("m").getStatus();
      stage.pass(Duration.ofMinutes(5));
      stage.crash();
      stage.patch(Machine.class, "m", "{\"metadata\": {\"finalizers\": null}}");
      stage.rig.delete(Machine.class, "m");
      stage.start();
      stage.settle();
      stage.machine("m", "");
      stage.settle();
      var made = stage.get(Machine.class, "m").getStatus().id();
      var restored = "{\"id\": \"%s\", \"completedIntent\": \"%s\"}";
      stage.patchStatus(Machine.class, "m", restored.formatted(old.id(), old.completedIntent()));
      stage.restart();
      if (deleted) {
        stage.rig.delete(Machine.class, "m");
        stage.gone(Machine.class, "m");
        assertThat(stage.team().machines().size()).isZero();
      } else {
        assertThat(says(stage, "m", "AmbiguousExternal")).contains(made, old.id());
        stage.team().machines().remove(made);
        assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(old.id());
      }
    }
  }

  /** Who can write a status can write any id into it. */
  @Test
  void aForgedIdTakesNoObjectFromWhoHasIt() {
    try (var stage = Stage.open()) {
      stage.machine("old", ", policy: {management: ObserveOnly}");
      stage.says(Machine.class, "old", "Stalled", "ExternalMissing");
      stage.machine("victim", "");
      var victim = stage.machineReady("victim").getStatus();
      var forged = "{\"id\": \"%s\", \"account\": {\"name\": \"default\", \"teamId\": \"%s\"}}";
      stage.patchStatus(Machine.class, "old", forged.formatted(victim.id(), stage.team().id()));
      stage.machine("old", "");
      stage.says(Machine.class, "old", "Stalled", "OwnershipConflict");
      stage.pass(Duration.ofMinutes(10));
      assertThat(Rig.is(stage.get(Machine.class, "victim"), "Ready", "True")).isTrue();
      stage.rig.delete(Machine.class, "old");
      stage.gone(Machine.class, "old");
      assertThat(stage.machineReady("victim").getStatus().id()).isEqualTo(victim.id());
      assertThat(stage.team().machines().get(victim.id())).isPresent();
    }
  }

  @Test
  void aForgedAccountTakesNoOperatorsKeyIntoANamespaceThatHasItsOwn() {
    try (var stage = Stage.open()) {
      stage.cloud.key("own").team("own");
      stage.restartWithOwnKey("own");
      var own = stage.cloud.team("own");
      var precious = Stage.foreignMachine(own, "precious");
      stage.machine("m", "");
      var made = stage.machineReady("m").getStatus();
      var forged = "{\"id\": \"%s\", \"account\": {\"name\": null, \"teamId\": \"%s\"}}";
      stage.patchStatus(Machine.class, "m", forged.formatted(precious, own.id()));
      stage.rig.delete(Machine.class, "m");
      assertThat(says(stage, "m", "TeamMismatch")).contains(own.id());
      stage.pass(Duration.ofMinutes(10));
      assertThat(own.machines().get(precious)).isPresent();

      var mended = "{\"id\": \"%s\", \"account\": {\"name\": \"default\", \"teamId\": \"%s\"}}";
      stage.patchStatus(Machine.class, "m", mended.formatted(made.id(), stage.team().id()));
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void marksThatAreNoTimesHoldNothingUp() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.deployment("d", "");
      stage.machine("m", "");
      stage.machineReady("m");
      stage.ready(Deployment.class, "d");
      stage.ready(ProjectSecret.class, "S");
      stage.pass(Duration.ofMinutes(5));
      stage.machine("n", "");
      stage.machineReady("n");
      stage.patchStatus(Machine.class, "n", "{\"operation\": {}}");
      var deleting = "{\"operation\": {\"type\": \"Deleting\", \"startedAt\": \"soon\"}}";
      stage.patchStatus(ProjectSecret.class, "S", "{\"marks\": {\"dtModified\": \"soon\"}}");
      stage.patchStatus(Deployment.class, "d", "{\"marks\": {\"sentAt\": \"soon\"}}");
      stage.patchStatus(Machine.class, "m", deleting);
      stage.restart();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.rig.delete(Machine.class, "n");
      stage.gone(Machine.class, "n");
      stage.rig.annotate(ProjectSecret.class, "S", Annotations.RECONCILE_AT, "x");
      stage.rig.annotate(Deployment.class, "d", Annotations.RECONCILE_AT, "x");
      stage.until(
          ProjectSecret.class,
          "S",
          it -> "x".equals(it.getStatus().lastHandledReconcileAt()) && Rig.is(it, "Ready", "True"));
      stage.until(
          Deployment.class,
          "d",
          it -> "x".equals(it.getStatus().lastHandledReconcileAt()) && Rig.is(it, "Ready", "True"));
    }
  }

  @Test
  void aBlankTagMadeInTheConsoleIsATagLikeAnyOther() {
    try (var stage = Stage.open()) {
      stage.project("p", ", tags: [fine]");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      stage.team().console("POST", "/projects/" + id + "/tags", "{\"name\": \" \"}");
      stage.until(() -> stage.calls("DELETE", "/projects/{id}/tags") == 1);
      stage.ready(PaperspaceProject.class, "p");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIdThatWasLostFromTheStatusIsFoundAgain(boolean restart) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofMinutes(6));
      stage.patchStatus(Machine.class, "m", "{\"id\": null}");
      if (restart) {
        stage.restart();
      }
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().machines().all()).hasSize(1);
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(id);
    }
  }
}
