package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at once end as soon as the budget of the key allows: no call is spent in vain. */
class MassDeletionTest {
  private static final double RATE = 10;
  private static final double BURST = 50;

  /** What is measured also waits for the last check of the session, by 20 % at most. */
  private static final double TOLERANCE = 1.2;

  /** Objects gone between two looks of the test, each of which has a limit in real time. */
  private static final int STEP = 4;

  private static void many(int count, IntConsumer each) {
    for (int i = 0; i < count; i++) {
      each.accept(i);
    }
  }

  private static List<? extends PaperspaceResource<?, ?>> list(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind) {
    return stage
        .rig
        .kubernetes
        .client()
        .resources(kind)
        .inNamespace(stage.rig.namespace)
        .list()
        .getItems();
  }

  /** Deletes all of a kind and answers how many seconds of virtual time it takes. */
  private static double deletion(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, int count) {
    stage.pass(Duration.ofMinutes(1));
    Instant before = stage.rig.time.instant();
    many(count, i -> stage.rig.delete(kind, "x" + i));
    for (int left = count; left >= 0; left -= STEP) {
      int most = left;
      stage.until(() -> stage.team().projects().size() <= most);
    }
    stage.until(() -> list(stage, kind).isEmpty());
    return Duration.between(before, stage.rig.time.instant()).toMillis() / 1000.0;
  }

  private static void assertPaced(String what, double seconds, int calls) {
    assertThat(seconds).as(what).isLessThan(TOLERANCE * (calls - BURST) / RATE);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 300})
  void projects(int count) {
    try (var stage = Stage.open()) {
      many(count, i -> stage.project("x" + i, ""));
      for (int made = 0; made <= count; made += STEP) {
        int least = made;
        stage.until(() -> stage.team().projects().size() >= least);
      }
      int mark = stage.cloud.journal().size();
      double seconds = deletion(stage, PaperspaceProject.class, count);
      System.out.println(
          count
              + " projects: "
              + seconds
              + " s, calls "
              + stage.cloud.journal().since(mark).stream()
                  .collect(
                      java.util.stream.Collectors.groupingBy(
                          c -> c.method() + " " + c.route(),
                          java.util.stream.Collectors.counting())));
      assertPaced(count + " projects", seconds, 5 * count);
    }
  }
}
