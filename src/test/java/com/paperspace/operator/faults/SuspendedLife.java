package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.faults.SleepyLeader.Moment;
import com.paperspace.operator.lifecycle.KindScript;
import com.paperspace.operator.support.Rig;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The life of an object whose leader is suspended at a change it makes in the cloud, and woken
 * after another has taken over: nothing it was about to send leaves it, nothing is made twice and
 * nothing stays behind.
 */
final class SuspendedLife {
  private static final String NAME = "subject";

  private SuspendedLife() {}

  /** Lives one with a sleep at each change, one after the other; answers how many there are. */
  static int ofEachChange(KindScript script, Moment moment) {
    int changes = 0;
    while (of(script, moment, changes + 1)) {
      changes++;
    }
    return changes;
  }

  /** Lives one with a sleep at the n-th change; false when it makes no such change. */
  static boolean of(KindScript script, Moment moment, int n) {
    try (var stage = Stage.open()) {
      stage.home();
      script.prepare().accept(stage.rig);
      stage.settle();
      int before = script.table().apply(stage.rig).size();
      int mark = stage.cloud.journal().size();
      var leader = stage.leader();
      leader.sleepAt(moment, n);
      after(
          () -> stage.rig.apply(script.manifest(NAME, script.spec(), "")),
          stage,
          leader,
          () -> isReady(stage, script));
      after(
          () -> stage.rig.apply(script.manifest(NAME, script.changed(), "")),
          stage,
          leader,
          () -> isReady(stage, script) && isChanged(stage, script));
      after(
          () -> stage.rig.delete(script.kind(), NAME),
          stage,
          leader,
          () -> stage.rig.find(script.kind(), NAME).isEmpty());
      assertThat(creates(stage, script, mark)).as("creates").isEqualTo(1);
      assertThat(script.table().apply(stage.rig).size()).as("left").isEqualTo(before);
      return leader.isAsleep();
    }
  }

  /**
   * Takes a step and waits until something holds; when the leader falls asleep on the way, it is
   * for the one that follows to get there.
   */
  private static void after(
      Runnable step, Stage stage, SleepyLeader leader, Callable<Boolean> holds) {
    boolean wasAwake = !leader.isAsleep();
    step.run();
    stage.until(() -> holds.call() || (wasAwake && leader.isAsleep()));
    if (wasAwake && leader.isAsleep()) {
      stage.takeOver(holds);
    }
  }

  private static boolean isReady(Stage stage, KindScript script) {
    return stage
        .rig
        .find(script.kind(), NAME)
        .filter(it -> Rig.is(it, "Ready", "True"))
        .isPresent();
  }

  private static boolean isChanged(Stage stage, KindScript script) {
    return script.table().apply(stage.rig).all().stream()
        .map(ObjectNode.class::cast)
        .anyMatch(it -> script.isChanged().test(stage.rig, it));
  }

  private static long creates(Stage stage, KindScript script, int mark) {
    return stage.cloud.journal().since(mark).stream()
        .filter(call -> call.method().equals("POST") && call.status() < 300)
        .filter(call -> call.route().endsWith(collection(script)))
        .filter(call -> !call.body().has("deploymentId"))
        .count();
  }

  private static String collection(KindScript script) {
    var kind = script.kind().getSimpleName();
    return switch (kind) {
      case "PaperspaceProject" -> "/projects";
      case "DatasetVersion" -> "/versions";
      case "ProjectSecret", "TeamSecret" -> "/secrets";
      default -> {
        var words = kind.replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        yield "/" + (words.endsWith("y") ? words.replaceFirst("y$", "ies") : words + "s");
      }
    };
  }
}
