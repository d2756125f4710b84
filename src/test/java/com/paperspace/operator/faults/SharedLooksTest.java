package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Journal;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What moves together is looked at together: one list in place of a look for each. */
class SharedLooksTest {
  private static final String LIST = "/machines";
  private static final String ONE = "/machines/{id}";

  /** One page and a quarter of the next. */
  private static final int MANY = 150;

  private static final int FEW = 12;

  private static long of(List<Journal.Entry> calls, String route) {
    return calls.stream()
        .filter(it -> it.method().equals("GET") && it.route().equals(route))
        .count();
  }

  private static void machines(Stage stage, int count) {
    for (int i = 0; i < count; i++) {
      stage.machine("m" + i, "");
    }
  }

  private static List<Journal.Entry> calls(Stage stage, Duration span) {
    int mark = stage.cloud.journal().size();
    stage.pass(span);
    return stage.cloud.journal().since(mark);
  }

  private static boolean isReady(Stage stage, int one) {
    return Rig.is(stage.get(Machine.class, "m" + one), "Ready", "True");
  }

  @Test
  void machinesThatStartTogetherShareLists() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(12));
      machines(stage, MANY);
      stage.pass(Duration.ofMinutes(2));
      stage.rig.journal.clear();
      var calls = calls(stage, Duration.ofMinutes(8));
      assertThat(of(calls, ONE)).as("one each in five minutes").isLessThan(2L * MANY);
      assertThat(of(calls, "/machine-events/{id}")).isEqualTo(of(calls, ONE));
      assertThat(of(calls, LIST)).as("pages").isBetween(10L, 200L);
      assertThat(stage.rig.journal.writes()).as("Kubernetes writes").isEmpty();
      stage.pass(Duration.ofMinutes(4));
      for (int i = 0; i < MANY; i++) {
        assertThat(isReady(stage, i)).isTrue();
      }
    }
  }

  @Test
  void oneAloneLooksByItself() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(12));
      machines(stage, 1);
      var calls = calls(stage, Duration.ofMinutes(10));
      assertThat(of(calls, LIST)).isZero();
      assertThat(of(calls, ONE)).isGreaterThan(8);
    }
  }

  @Test
  void whatTheRowsShowOfTheEndIsLookedAtByEach() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(4));
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(4));
      assertThat(isReady(stage, 1)).isFalse();
      var calls = calls(stage, Duration.ofSeconds(80));
      assertThat(stage.calls("GET", LIST)).isPositive();
      for (int i = 0; i < FEW; i++) {
        assertThat(isReady(stage, i)).as("a minute and its jitter after the end").isTrue();
      }
      assertThat(of(calls, ONE)).isGreaterThanOrEqualTo(FEW);
    }
  }

  /** Its machine stays as it is, so that no row tells. */
  @Test
  void whatFailsWithoutASignIsSeenWithinFiveMinutes() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(60));
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(4));
      var first = stage.team().machineEvents().all().get(0).path("id").asText();
      stage
          .team()
          .machineEvents()
          .edit(first, it -> it.put("state", "error").put("error", "no host"));
      stage.pass(Duration.ofMinutes(6));
      assertThat(failed(stage)).isEqualTo(1);
    }
  }

  private static long failed(Stage stage) {
    return stage
        .rig
        .kubernetes
        .client()
        .resources(Machine.class)
        .inNamespace(stage.rig.namespace)
        .list()
        .getItems()
        .stream()
        .filter(it -> Rig.condition(it, "Ready").orElseThrow().reason().equals("OperationFailed"))
        .count();
  }

  @Test
  void whatIsStuckIsSaidInTime() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(60));
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(19));
      assertThat(Rig.condition(stage.get(Machine.class, "m1"), "Stalled")).isEmpty();
      stage.pass(Duration.ofSeconds(140));
      for (int i = 0; i < FEW; i++) {
        assertThat(
                Rig.condition(stage.get(Machine.class, "m" + i), "Stalled").orElseThrow().reason())
            .isEqualTo("DeadlineExceeded");
      }
    }
  }

  @Test
  void whoeverIsAskedForLooksByItselfAtOnce() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(30));
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(3));
      int mark = stage.cloud.journal().size();
      stage.rig.annotate(Machine.class, "m1", Annotations.RECONCILE_AT, "now");
      stage.settle();
      assertThat(of(stage.cloud.journal().since(mark), ONE)).isEqualTo(1);
    }
  }

  @Test
  void listsThatCannotBeReadHideNothing() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("GET", LIST, Fault.BLOCKED_AT_EDGE).always();
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(4));
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(6));
      for (int i = 0; i < FEW; i++) {
        assertThat(isReady(stage, i)).isTrue();
      }
    }
  }

  /** A list that lacks what is still there is a reason to look, and lets nobody go. */
  @Test
  void machinesThatGoTogetherShareLists() {
    try (var stage = Stage.open()) {
      machines(stage, FEW);
      stage.pass(Duration.ofMinutes(10));
      stage.cloud.delay(Delay.MACHINE_DELETE, Duration.ofMinutes(16));
      for (int i = 0; i < FEW; i++) {
        stage.rig.delete(Machine.class, "m" + i);
      }
      stage.pass(Duration.ofMinutes(2));
      stage.cloud.faults().next("GET", LIST, Fault.EMPTY_LIST);
      var calls = calls(stage, Duration.ofMinutes(5));
      // Alone each would look every 20 seconds, 15 times; which of them wait together is chance.
      assertThat(of(calls, ONE)).as("after the empty list, and some more").isBetween(10L, 8L * FEW);
      assertThat(of(calls, LIST)).isPositive();
      assertThat(stage.get(Machine.class, "m1").isMarkedForDeletion()).isTrue();
      stage.pass(Duration.ofMinutes(4));
      for (int i = 0; i < FEW; i++) {
        assertThat(stage.rig.find(Machine.class, "m" + i)).isEmpty();
      }
    }
  }

  @Test
  void deploymentsThatRollOutTogetherShareLists() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.delay(Delay.APPLY, Duration.ofMinutes(10));
      for (int i = 0; i < FEW; i++) {
        stage.deployment("d" + i, "");
      }
      stage.pass(Duration.ofMinutes(3));
      var calls = calls(stage, Duration.ofMinutes(6));
      assertThat(of(calls, "/deployments/{id}")).isLessThanOrEqualTo(2L * FEW);
      assertThat(of(calls, "/deployments")).isPositive();
      stage.pass(Duration.ofMinutes(4));
      for (int i = 0; i < FEW; i++) {
        assertThat(Rig.is(stage.get(Deployment.class, "d" + i), "Ready", "True")).isTrue();
      }
    }
  }
}
