package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies at any point of a create leaves nothing that the next one does not mend. */
class CrashTest {
  private static final String MACHINES = "/machines";
  private static final String SECRETS = "/projects/{id}/secrets";

  @Test
  void aStartAmongManyObjectsLogsNoErrorAndChangesNothing() {
    try (var stage = Stage.open();
        var logged = new Logged()) {
      stage.home();
      stage.secret("s", "");
      stage.ready(ProjectSecret.class, "s");
      stage.machine("m", "");
      stage.machineReady("m");
      stage.restart();
      int mark = stage.cloud.journal().size();
      stage.rig.journal.clear();
      stage.pass(Duration.ofMinutes(10));
      assertThat(logged.atLeast(Level.ERROR)).isEmpty();
      assertThat(stage.rig.journal.writes()).isEmpty();
      assertThat(stage.cloud.journal().since(mark)).isNotEmpty().noneMatch(c -> c.mutating());
    }
  }

  @Test
  void beforeTheClaim() {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(KubeFaults::isIntent);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void betweenTheClaimAndTheCreate() {
    try (var stage = Stage.open()) {
      stage.kube().crashAfter(KubeFaults::isIntent);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
    }
  }

  @Test
  void betweenTheCreateAndTheStatus() {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      assertThat(stage.get(Machine.class, "m").getStatus())
          .as("never recorded")
          .matches(it -> it == null || it.id() == null);
      stage.restart();
      stage.machineReady("m");
      assertThat(stage.team().machines().all()).hasSize(1);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  /** The two are looked at in no order after the start; the one that has made it has it. */
  @Test
  void betweenTheCreateAndTheStatusWhileAnotherWaitsToWatchIt() {
    try (var stage = Stage.open()) {
      stage.machine("watcher", ", name: m, policy: {management: ObserveOnly}");
      stage.says(Machine.class, "watcher", "Stalled", "ExternalMissing");
      stage.settle();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.machineReady("m");
      stage.says(Machine.class, "watcher", "Stalled", "ExternalMissing");
      assertThat(stage.team().machines().all()).hasSize(1);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void betweenTheCreateOfASecretAndTheStatus() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.kube().crashAt(r -> KubeFaults.isStatus(r) && r.url().encodedPath().contains("/s/"));
      stage.secret("s", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.ready(ProjectSecret.class, "s");
      assertThat(stage.calls("POST", SECRETS)).isEqualTo(1);
    }
  }

  @Test
  void afterTheStatus() {
    try (var stage = Stage.open()) {
      stage.kube().crashAfter(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void onceMoreWhileRecovering() {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void duringTheDeletion() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.rig.delete(Machine.class, "m");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().all()).isEmpty();
    }
  }

  /** The id lives in memory until its status is through. */
  @ParameterizedTest
  @ValueSource(ints = {1, 6, 20})
  void aStatusThatCannotBeWrittenForAWhileCostsNoSecondCreate(int times) {
    try (var stage = Stage.open()) {
      stage.kube().fail(KubeFaults::isMachineStatus, times, 500);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      assertThat(stage.calls("GET", MACHINES)).as("nothing to look for").isZero();
    }
  }

  @Test
  void anEditOfTheSpecDuringTheCreateCostsNoSecondOne() {
    try (var stage = Stage.open()) {
      stage
          .kube()
          .before(
              KubeFaults::isMachineStatus,
              () ->
                  stage
                      .rig
                      .kubernetes
                      .client()
                      .resources(Machine.class)
                      .inNamespace(stage.rig.namespace)
                      .withName("m")
                      .patch(
                          PatchContext.of(PatchType.JSON_MERGE),
                          "{\"spec\": {\"name\": \"edited-meanwhile\"}}"));
      stage.machine("m", "");
      stage.until(
          Machine.class, "m", m -> m.getSpec().name() != null && Rig.is(m, "Ready", "True"));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
      assertThat(stage.team().machines().all().get(0).path("name").asText())
          .isEqualTo("edited-meanwhile");
    }
  }

  @Test
  void aClaimOnAnOldViewIsRefusedAndNothingIsMadeOnIt() {
    try (var stage = Stage.open()) {
      stage.kube().fail(KubeFaults::isIntent, 3, 409);
      stage.machine("m", "");
      stage.machineReady("m");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void nothingIsSentWhenTheClaimCannotBeWritten() {
    try (var stage = Stage.open()) {
      stage.kube().fail(KubeFaults::isIntent, 1_000, 500);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "InternalError");
      assertThat(stage.calls("POST", MACHINES)).isZero();
    }
  }
}
