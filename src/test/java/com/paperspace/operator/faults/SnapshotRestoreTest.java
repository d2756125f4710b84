package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.simulator.ComputeChoices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Dialects;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore happens once, whatever is lost or restarted, and keeps what it came to. */
class SnapshotRestoreTest {
  private static final String SECRET = "paperspace";
  private static final String RESTORE = "/snapshots/{id}/restore";

  private static Stage withSnapshot() {
    var stage = Stage.open();
    stage.machine("m", "");
    stage.machineReady("m");
    stage.rig.apply("kind: Snapshot\nmetadata: {name: s}\nspec: {machineRef: {name: m}}\n");
    stage.ready(Snapshot.class, "s");
    stage.cloud.delay(Delay.RESTORE, Duration.ofMinutes(5));
    return stage;
  }

  private static void restore(Stage stage, String name, String more) {
    stage.rig.apply(
        "kind: SnapshotRestore\nmetadata: {name: %s}\nspec: {snapshotRef: {name: s}%s}\n"
            .formatted(name, more));
  }

  private static String message(SnapshotRestore restore) {
    return Rig.condition(restore, "Ready").orElseThrow().message();
  }

  /** Restores that took place. */
  static long done(Stage stage) {
    return stage.team().machineEvents().all().stream()
        .filter(it -> it.path("name").asText().equals("snapshot-restore"))
        .count();
  }

  @Test
  void itFollowsItsEventAndShowsTheMachineBeforeAndAfter() {
    try (var stage = withSnapshot()) {
      stage.cloud.choose(ComputeChoices.PowerAfterRestore.OFF);
      restore(stage, "r", "");
      var moving = stage.says(SnapshotRestore.class, "r", "Ready", "Updating");
      assertThat(message(moving))
          .contains("from snapshot " + moving.getStatus().observed().snapshotId());
      var done = stage.ready(SnapshotRestore.class, "r").getStatus().observed();
      assertThat(done.machineStateBefore()).isEqualTo("ready");
      assertThat(done.machineStateAfter()).isEqualTo("off");
    }
  }

  @Test
  void whatWasNeverSentIsSentOnceItCanBe() {
    try (var stage = withSnapshot()) {
      stage.cloud.faults().next("GET", "/snapshots/{id}", Fault.NULL_BODY).afterPassing(1);
      restore(stage, "r", "");
      stage.ready(SnapshotRestore.class, "r");
      assertThat(done(stage)).isEqualTo(1);
    }
  }

  @Test
  void whatCouldNotBeNotedIsNotSentAndSentOnceItCanBe() {
    try (var stage = withSnapshot()) {
      stage.kube().fail(it -> KubeFaults.isStatusOf("snapshotrestores", it), 3, 500);
      restore(stage, "r", "");
      stage.ready(SnapshotRestore.class, "r");
      assertThat(done(stage)).isEqualTo(1);
    }
  }

  /** A change of the Secret has it read anew, right before the restore is sent. */
  @Test
  void whatWasAnnouncedAndCouldNotBeSentIsNoLostAnswer() {
    try (var stage = withSnapshot()) {
      var refused = new AtomicBoolean();
      var announced = new AtomicBoolean();
      stage.kube().fail(it -> refused.get() && readsTheSecret(it), Integer.MAX_VALUE, 400);
      stage
          .kube()
          .after(
              KubeFaults::isIntent,
              () -> {
                refused.set(true);
                stage.kubeSecret(SECRET).edit(SnapshotRestoreTest::touched);
                await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                announced.set(true);
              });
      restore(stage, "r", "");
      stage.until(announced::get);
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
      refused.set(false);
      stage.ready(SnapshotRestore.class, "r");
      assertThat(done(stage)).isEqualTo(1);
    }
  }

  private static Secret touched(Secret secret) {
    return new SecretBuilder(secret).editMetadata().addToLabels("a", "b").endMetadata().build();
  }

  private static boolean readsTheSecret(Request request) {
    return request.method().equals("GET")
        && request.url().encodedPath().endsWith("/secrets/" + SECRET);
  }

  @Test
  void anAnswerThatIsLostIsFoundByItsEvent() {
    try (var stage = withSnapshot()) {
      stage.cloud.faults().next("POST", RESTORE, Fault.RESET_AFTER_EFFECT);
      restore(stage, "r", "");
      var done = stage.ready(SnapshotRestore.class, "r");
      assertThat(done(stage)).isEqualTo(1);
      assertThat(done.getStatus().origin()).isEqualTo("Created");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", RESTORE)).isEqualTo(1);
    }
  }

  @Test
  void oneWithoutATraceIsRepeatedOnlyWhenAPersonSaysSo() {
    try (var stage = withSnapshot()) {
      stage.cloud.faults().next("POST", RESTORE, Fault.RESET_BEFORE_EFFECT);
      restore(stage, "r", "");
      stage.says(SnapshotRestore.class, "r", "Stalled", "OutcomeUnknown");
      stage.pass(Duration.ofHours(3));
      stage.restart();
      stage.pass(Duration.ofHours(3));
      assertThat(stage.calls("POST", RESTORE)).as("not by itself").isEqualTo(1);
      stage.says(SnapshotRestore.class, "r", "Stalled", "OutcomeUnknown");
      stage.rig.annotate(SnapshotRestore.class, "r", Annotations.RECONCILE_AT, "1");
      stage.ready(SnapshotRestore.class, "r");
      assertThat(done(stage)).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "before the announcement, intent, false",
    "after the announcement, intent, true",
    "before its id is written, status, false",
    "after its id is written, status, true",
  })
  void aRestartAtAnyWriteLeavesAtMostOne(String when, String write, boolean after) {
    try (var stage = withSnapshot()) {
      Predicate<Request> at =
          write.equals("intent")
              ? KubeFaults::isIntent
              : it -> KubeFaults.isStatusOf("snapshotrestores", it) && done(stage) > 0;
      if (after) {
        stage.kube().crashAfter(at);
      } else {
        stage.kube().crashAt(at);
      }
      restore(stage, "r", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      if (write.equals("intent") && after) {
        stage.says(SnapshotRestore.class, "r", "Stalled", "OutcomeUnknown");
        assertThat(done(stage)).as(when).isZero();
      } else {
        stage.ready(SnapshotRestore.class, "r");
        assertThat(done(stage)).as(when).isEqualTo(1);
      }
    }
  }

  @Test
  void itsResultOutlivesItsEvent() {
    try (var stage = withSnapshot()) {
      restore(stage, "r", "");
      var id = stage.ready(SnapshotRestore.class, "r").getStatus().id();
      stage.team().machineEvents().remove(id);
      stage.restart();
      stage.pass(Duration.ofHours(3));
      assertThat(Rig.is(stage.get(SnapshotRestore.class, "r"), "Ready", "True")).isTrue();
      assertThat(stage.calls("POST", RESTORE)).isEqualTo(1);
    }
  }

  @Test
  void whatFailedIsSaidAndNotRepeated() {
    try (var stage = withSnapshot()) {
      stage.cloud.mishaps().failEvents("snapshot-restore", 1, "disk is tired");
      restore(stage, "r", "");
      var failed = stage.says(SnapshotRestore.class, "r", "Ready", "OperationFailed");
      assertThat(message(failed)).contains("disk is tired", "another SnapshotRestore");
      stage.pass(Duration.ofHours(3));
      assertThat(stage.calls("POST", RESTORE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Dialects.AimReached.class, names = "DONE", mode = EnumSource.Mode.EXCLUDE)
  void anErrorWithoutAWordIsNoVerdict(Dialects.AimReached choice) {
    try (var stage = withSnapshot()) {
      stage.cloud.choose(choice);
      restore(stage, "r", "");
      var ended = stage.says(SnapshotRestore.class, "r", "Ready", "OutcomeUnknown");
      assertThat(message(ended)).contains("Look at the disk");
      stage.pass(Duration.ofHours(3));
      assertThat(stage.calls("POST", RESTORE)).isEqualTo(1);
    }
  }

  @Test
  void twoOfOneMachineComeOneAfterTheOther() {
    try (var stage = withSnapshot()) {
      stage.cloud.faults().next("POST", RESTORE, Fault.RESET_AFTER_EFFECT);
      restore(stage, "a", "");
      restore(stage, "b", "");
      stage.ready(SnapshotRestore.class, "a");
      stage.ready(SnapshotRestore.class, "b");
      assertThat(done(stage)).isEqualTo(2);
    }
  }

  /** Nothing but the time tells restores apart, so one that stands is never taken for ours. */
  @Test
  void oneOfAnotherIsNeverTakenOver() {
    try (var stage = withSnapshot()) {
      var id = stage.get(Snapshot.class, "s").getStatus().id();
      stage.team().console("POST", "/snapshots/" + id + "/restore", "{}");
      stage.pass(Duration.ofMinutes(10));
      restore(stage, "r", ", policy: {adoption: ByName}");
      assertThat(stage.ready(SnapshotRestore.class, "r").getStatus().origin()).isEqualTo("Created");
      assertThat(done(stage)).isEqualTo(2);
    }
  }

  @Test
  void aMachineThatHasToBeOffIsWaitedFor() {
    try (var stage = withSnapshot()) {
      stage.cloud.choose(ComputeChoices.RestoreRunning.CONFLICT);
      restore(stage, "r", "");
      var waiting = stage.says(SnapshotRestore.class, "r", "Ready", "Conflict");
      assertThat(message(waiting)).contains("Turn the machine off first");
      stage.machine("m", ", powerState: 'Off'");
      var done = stage.ready(SnapshotRestore.class, "r").getStatus().observed();
      assertThat(done.machineStateBefore()).isEqualTo("off");
    }
  }

  @Test
  void aSnapshotWaitsForARestoreThatIsUnderWay() {
    try (var stage = withSnapshot()) {
      stage.cloud.delay(Delay.RESTORE, Duration.ofMinutes(40));
      restore(stage, "r", "");
      stage.says(SnapshotRestore.class, "r", "Ready", "Updating");
      stage.rig.delete(Snapshot.class, "s");
      var waiting = stage.says(Snapshot.class, "s", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .contains("SnapshotRestore/r");
      stage.ready(SnapshotRestore.class, "r");
      stage.gone(Snapshot.class, "s");
      stage.pass(Duration.ofMinutes(30));
      assertThat(Rig.is(stage.get(SnapshotRestore.class, "r"), "Ready", "True"))
          .as("its result is kept")
          .isTrue();
      stage.rig.delete(SnapshotRestore.class, "r");
      stage.rig.delete(Machine.class, "m");
      stage.gone(SnapshotRestore.class, "r");
      stage.gone(Machine.class, "m");
    }
  }

  /** One that is kept is let go at once, whoever uses it. */
  @Test
  void aRestoreThatIsUnderWayComesToItsResultWithoutTheSnapshot() {
    try (var stage = withSnapshot()) {
      stage.cloud.delay(Delay.RESTORE, Duration.ofMinutes(40));
      restore(stage, "r", "");
      var moving = stage.says(SnapshotRestore.class, "r", "Ready", "Updating");
      stage.patch(Snapshot.class, "s", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.rig.delete(Snapshot.class, "s");
      stage.gone(Snapshot.class, "s");
      stage.restart();
      var done = stage.ready(SnapshotRestore.class, "r").getStatus().observed();
      assertThat(done.snapshotId()).isEqualTo(moving.getStatus().observed().snapshotId());
      assertThat(stage.calls("POST", RESTORE)).isEqualTo(1);
    }
  }

  @Test
  void aSnapshotThatIsNotThereIsNamed() {
    try (var stage = Stage.open()) {
      stage.rig.apply(
          "kind: SnapshotRestore\nmetadata: {name: r}\nspec: {snapshotId: sl-nowhere}\n");
      var stalled = stage.says(SnapshotRestore.class, "r", "Stalled", "InvalidSpec");
      assertThat(message(stalled)).startsWith("snapshotId: there is no snapshot sl-nowhere.");
      stage.rig.delete(SnapshotRestore.class, "r");
      stage.gone(SnapshotRestore.class, "r");
    }
  }

  /** The contract lets an event name none. */
  @Test
  void anEventThatNamesNoMachineIsOfTheOneSeenFirst() {
    try (var stage = withSnapshot()) {
      restore(stage, "r", "");
      var moving = stage.says(SnapshotRestore.class, "r", "Ready", "Updating").getStatus();
      var machine = moving.observed().machineId();
      stage.team().machineEvents().edit(moving.id(), it -> it.putNull("machineId"));
      var done = stage.ready(SnapshotRestore.class, "r").getStatus().observed();
      assertThat(done.machineId()).isNotNull().isEqualTo(machine);
      assertThat(done.machineStateAfter()).isEqualTo("ready");
    }
  }
}
