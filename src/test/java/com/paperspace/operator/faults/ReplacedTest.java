package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody replaces a resource, as {@code kubectl replace} and Argo CD's Replace=true do: whatever
 * it waits for by then, it is held again, and nothing is done a second time.
 */
class ReplacedTest {
  private static void heldAgain(Stage stage) {
    assertThat(stage.get(PublicIp.class, "b").getMetadata().getFinalizers()).hasSize(1);
  }

  @Test
  void intoAConflict() {
    try (var stage = Stage.open()) {
      var m = PublicIpTest.machine(stage, "m", "");
      PublicIpTest.address(stage, "a", ", machineRef: {name: m}");
      var a = PublicIpTest.ip(stage, "a");
      stage.until(() -> PublicIpTest.user(stage, a).equals(m));
      PublicIpTest.address(stage, "b", "");
      PublicIpTest.ip(stage, "b");
      PublicIpTest.address(stage, "b", ", machineRef: {name: m}");
      stage.says(PublicIp.class, "b", "Stalled", "OwnershipConflict");
      heldAgain(stage);
      stage.rig.delete(PublicIp.class, "b");
      stage.gone(PublicIp.class, "b");
      assertThat(stage.team().publicIps().size()).as("that of a").isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "true, whoever paused it did not mean it to leak",
    "false, its key is refused",
  })
  void whileNothingCanBeDone(boolean paused, String why) {
    try (var stage = Stage.open()) {
      PublicIpTest.address(stage, "b", "");
      PublicIpTest.ip(stage, "b");
      if (!paused) {
        stage.rig.secret("paperspace", "apiKey", "no-such-key-at-all");
        stage.says(PublicIp.class, "b", "Synced", "CredentialsInvalid");
      }
      var annotations = paused ? ", annotations: {paperspace.com/paused: 'true'}" : "";
      stage.rig.apply(
          "kind: PublicIp\nmetadata: {name: b%s}\nspec: {region: ny2, releaseAssigned: true}\n"
              .formatted(annotations));
      stage.pass(Duration.ofMinutes(5));
      heldAgain(stage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", releaseAssigned: true"})
  void whileItsCreateIsLookedFor(String edit) {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/public-ips", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("GET", "/public-ips", Fault.UNAVAILABLE).times(6);
      PublicIpTest.address(stage, "b", "");
      stage.until(() -> stage.calls("POST", "/public-ips") == 1);
      stage.settle();
      PublicIpTest.address(stage, "b", edit);
      stage.pass(Duration.ofSeconds(5));
      heldAgain(stage);
      stage.rig.delete(PublicIp.class, "b");
      stage.gone(PublicIp.class, "b");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }

  @Test
  void betweenACrashAndTheNextStartOfARestore() throws InterruptedException {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.apply("kind: Snapshot\nmetadata: {name: s}\nspec: {machineRef: {name: m}}\n");
      stage.ready(Snapshot.class, "s");
      stage.pass(Duration.ofMinutes(5));
      stage
          .kube()
          .crashAt(
              it ->
                  KubeFaults.isStatusOf("snapshotrestores", it)
                      && SnapshotRestoreTest.done(stage) > 0);
      var yaml = "kind: SnapshotRestore\nmetadata: {name: r}\nspec: {snapshotRef: {name: s}}\n";
      stage.rig.apply(yaml);
      stage.until(() -> stage.kube().isDead());
      stage.crash();
      stage.rig.apply(yaml);
      stage.rig.time.step(Duration.ofMinutes(1));
      stage.start();
      stage.ready(SnapshotRestore.class, "r");
      stage.pass(Duration.ofHours(1));
      assertThat(SnapshotRestoreTest.done(stage)).isEqualTo(1);
    }
  }
}
