package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.faults.Operations.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of {@link CrashSweep} the crash that costs most, once for every kind: the create took effect and
 * nobody heard of it. And the page is about the kinds and the lives there are.
 */
class CrashSampleTest {

  static List<Life> lives() {
    return Life.all();
  }

  @Test
  void everyKindHasItsRow() {
    var page = ReliabilityPage.committed();
    assertThat(page.rows().keySet())
        .as("rows of docs/reliability.md; run %s -Dsweep=<kind>", ReliabilityPage.COMMAND)
        .containsExactlyInAnyOrderElementsOf(
            Kinds.all().stream().map(kind -> kind.type().getSimpleName()).toList());
    assertThat(page.rows().values())
        .as("lives that ended otherwise")
        .allMatch(row -> row.bad() == 0);
  }

  @Test
  void thePageIsWhatIsWritten() {
    assertThat(ReliabilityPage.file())
        .as("docs/reliability.md; run %s", ReliabilityPage.COMMAND)
        .isEqualTo(ReliabilityPage.committed().text());
  }

  @ParameterizedTest
  @MethodSource("lives")
  void whatWasMadeUnheardIsFoundAgain(Life life) {
    try (var sweep = new Sweep(life)) {
      var operations = sweep.operations();
      var create = operations.stream().filter(Operation::isCall).findFirst().orElseThrow();
      assertThat(sweep.isKnownAfter(create, CrashPoint.AFTER_ITS_EFFECT)).isTrue();
      var row = ReliabilityPage.committed().rows().get(life.toString());
      long calls = operations.stream().filter(Operation::isCall).count();
      assertThat(row)
          .as("a life of %s; run %s -Dsweep=%s", life, ReliabilityPage.COMMAND, life)
          .extracting(it -> it.calls(), it -> it.writes())
          .containsExactly((int) calls, (int) (operations.size() - calls));
    }
  }
}
