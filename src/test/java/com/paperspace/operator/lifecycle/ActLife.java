package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.support.Rig;
import java.time.Duration;

/** The life of a kind that is an act: it is done once, keeps its result, and is let go. */
public final class ActLife {
  /** What a resource is called in every life. */
  public static final String NAME = "subject";

  private static final String RESTORE = "/snapshots/{id}/restore";

  private final Rig rig;

  ActLife(Rig rig) {
    this.rig = rig;
  }

  /** What it refers to. */
  public static void refersTo(Rig rig) {
    KindScript.host(rig);
    rig.apply("kind: Snapshot\nmetadata: {name: base}\nspec: {machineRef: {name: host}}\n");
    rig.untilReady(Snapshot.class, "base");
  }

  /** What has it done. */
  public static void begin(Rig rig) {
    rig.apply(
        "kind: SnapshotRestore\nmetadata: {name: "
            + NAME
            + "}\nspec: {snapshotRef: {name: base}, createSnapshotBeforeRestore: true}\n");
  }

  /** How often it was done. */
  public static int done(Rig rig) {
    return (int)
        rig.cloud.team(KindScript.TEAM).machineEvents().all().stream()
            .filter(it -> it.path("name").asText().equals("snapshot-restore"))
            .count();
  }

  void prepare() {
    rig.startOperator().account();
    refersTo(rig);
  }

  void isDone() {
    begin(rig);
    rig.untilReady(SnapshotRestore.class, NAME);
  }

  void isLetGo() {
    rig.delete(SnapshotRestore.class, NAME);
    rig.untilGone(SnapshotRestore.class, NAME);
  }

  void run() throws InterruptedException {
    prepare();
    isDone();
    var done = rig.find(SnapshotRestore.class, NAME).orElseThrow();
    var seen = done.getStatus().observed();
    assertThat(seen.state()).isEqualTo("done");
    assertThat(seen.machineStateBefore()).isEqualTo("ready");
    assertThat(seen.machineStateAfter()).isEqualTo("ready");
    assertThat(Rig.is(done, "Synced", "True")).isTrue();
    assertThat(rig.cloud.team(KindScript.TEAM).snapshots().size())
        .as("the snapshot, and the one of the disk as it was")
        .isEqualTo(2);
    keepsItsResult();
    isLetGo();
    assertThat(rig.cloud.journal().calls("POST", RESTORE)).as("restores").hasSize(1);
    rig.delete(Snapshot.class, "base");
    rig.untilGone(Snapshot.class, "base");
    assertThat(rig.cloud.violations()).as("requests against the contract").isEmpty();
  }

  private void keepsItsResult() throws InterruptedException {
    rig.settle();
    rig.cloud.team(KindScript.TEAM).machineEvents().all().stream()
        .map(it -> it.path("id").asText())
        .forEach(rig.cloud.team(KindScript.TEAM).machineEvents()::remove);
    rig.cloud.rotateKey(Rig.KEY, "another-key");
    rig.secret("paperspace", "apiKey", "another-key");
    rig.time.advance(Duration.ofHours(2));
    rig.untilReady(PaperspaceAccount.class, "default");
    rig.settle();
    assertThat(Rig.is(rig.find(SnapshotRestore.class, NAME).orElseThrow(), "Ready", "True"))
        .isTrue();
  }
}
