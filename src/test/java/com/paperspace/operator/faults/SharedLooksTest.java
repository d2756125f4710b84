package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Delay;
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

  @Test
  void machinesThatStartTogetherShareLists() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(12));
      machines(stage, MANY);
      stage.pass(Duration.ofMinutes(2));
      stage.rig.journal.clear();
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofMinutes(8));
      var calls = stage.cloud.journal().since(mark);
      System.out.println(
          "ONE "
              + of(calls, ONE)
              + " LIST "
              + of(calls, LIST)
              + " EVENTS "
              + of(calls, "/machine-events/{id}")
              + " all "
              + calls.size());
      assertThat(of(calls, ONE)).as("looks at one").isLessThan(3L * MANY);
      assertThat(stage.rig.journal.writes()).as("Kubernetes writes").isEmpty();
      stage.pass(Duration.ofMinutes(5));
      for (int i = 0; i < MANY; i++) {
        assertThat(Rig.is(stage.get(Machine.class, "m" + i), "Ready", "True")).isTrue();
      }
    }
  }
}
