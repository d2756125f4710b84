package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.faults.Operations.Operation;
import com.paperspace.operator.faults.ReliabilityPage.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at every operation of every kind's life. It takes minutes, so that it runs when
 * it is asked for by its name, and {@link CrashSampleTest} always.
 */
class CrashSweep {
  private static final boolean UPDATE = System.getProperty("update") != null;

  static List<Life> lives() {
    var some = System.getProperty("sweep", "");
    return Life.all().stream()
        .filter(life -> some.isEmpty() || List.of(some.split(",")).contains(life.toString()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("lives")
  void leavesOneObjectAndThenNone(Life life) {
    var failures = new ArrayList<String>();
    var row = count(life, failures);
    System.out.println(row);
    var page = ReliabilityPage.committed();
    if (UPDATE) {
      page.keep(Life.all().stream().map(Life::toString).toList());
      page.put(row);
      page.write();
    }
    assertThat(failures).isEmpty();
    assertThat(page.rows().get(life.toString()))
        .as("run %s -Dsweep=%s", ReliabilityPage.COMMAND, life)
        .isEqualTo(row);
  }

  private static Row count(Life life, List<String> failures) {
    try (var sweep = new Sweep(life)) {
      var operations = sweep.operations();
      int unknown = 0;
      for (var operation : operations) {
        for (var point : CrashPoint.values()) {
          try {
            unknown += sweep.isKnownAfter(operation, point) ? 0 : 1;
          } catch (AssertionError e) {
            failures.add(e.getMessage());
          }
        }
      }
      int calls = (int) operations.stream().filter(Operation::isCall).count();
      int lives = operations.size() * CrashPoint.values().length;
      return new Row(
          life.toString(),
          calls,
          operations.size() - calls,
          lives - unknown - failures.size(),
          unknown,
          failures.size());
    }
  }
}
