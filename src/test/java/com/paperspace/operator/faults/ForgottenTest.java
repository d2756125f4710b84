package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator runs for months; what is gone must not stay in its memory. */
class ForgottenTest {

  private static String uid(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String name) {
    return stage.get(kind, name).getMetadata().getUid();
  }

  private static void assertForgotten(Stage stage, String uid) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(Traces.of(stage.operator(), uid)).isEmpty());
  }

  /** Otherwise nothing would be proven by finding nothing later. */
  private static String known(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String name, String... places) {
    var uid = uid(stage, kind, name);
    var traces = Traces.of(stage.operator(), uid);
    assertThat(List.of(places)).allMatch(place -> traces.stream().anyMatch(t -> t.contains(place)));
    return uid;
  }

  @Test
  void aResourceWhoseLifeWasFullOfTrouble() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/machines", Fault.OUT_OF_CAPACITY);
      stage.machine("m", ", name: first");
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      known(stage, Machine.class, "m", "Memos.byUid", "Memo.refused");
      stage.machineReady("m");
      stage.cloud.faults().next("PUT", "/machines/{id}", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("PATCH", "/machines/{id}", Fault.RESET_AFTER_EFFECT);
      stage.machine("m", ", name: second");
      stage.machineReady("m");
      stage.kube().fail(KubeFaults::isMachineStatus, 5, 409);
      stage.machine("m", ", name: third");
      stage.machineReady("m");
      var uid = known(stage, Machine.class, "m", "Memos.byUid", "Written.answer");

      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertForgotten(stage, uid);
    }
  }

  @Test
  void oneThatNeverGotTheObjectAnotherHas() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "foreign");
      stage.machine("holder", ", externalId: " + id);
      stage.machineReady("holder");
      stage.machine("waiter", ", externalId: " + id);
      stage.says(Machine.class, "waiter", "Stalled", "OwnershipConflict");
      var uid = known(stage, Machine.class, "waiter", "ClaimRegistry.waiting");

      stage.rig.delete(Machine.class, "waiter");
      stage.gone(Machine.class, "waiter");
      assertForgotten(stage, uid);
    }
  }

  @Test
  void everyoneInANamespaceTheAccountIncluded() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      var uids =
          List.of(
              known(stage, PaperspaceProject.class, "home", "ClaimRegistry.claims"),
              known(stage, ProjectSecret.class, "S", "ClaimRegistry.claims"),
              known(stage, Deployment.class, "d", "ClaimRegistry.claims"),
              known(stage, PaperspaceAccount.class, "default", "Memos.byUid"));
      // What people made stays, with nobody to tell that it changes later.
      var secrets = "Secret/" + stage.rig.namespace + "/";
      assertThat(Traces.of(stage.operator(), secrets)).anyMatch(it -> it.contains("Secrets.known"));

      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.rig.delete(ProjectSecret.class, "S");
      stage.rig.delete(Deployment.class, "d");
      stage.gone(PaperspaceAccount.class, "default");
      uids.forEach(uid -> assertForgotten(stage, uid));
      assertForgotten(stage, secrets);
    }
  }

  @Test
  void theOneBeforeASuccessorThatCameBeforeTheFarewellWasOver() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var old = known(stage, Machine.class, "m", "Written.answer");
      stage.replaceDuringFarewell("m");
      stage.until(
          Machine.class,
          "m",
          m -> Rig.is(m, "Ready", "True") && !old.equals(m.getMetadata().getUid()));
      assertForgotten(stage, old);
    }
  }
}
