package com.paperspace.operator.reconcile.delete;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.kind.ProjectAdapter;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a deletion asks, asks again, and lets go, pass by pass. */
class DeletionTableTest {
  private static final String ONE = "/projects/{id}";

  private final PassBench<PaperspaceProject, PaperspaceProject.Observed> bench =
      new PassBench<>(new ProjectAdapter());

  @BeforeEach
  void aProjectIsReady() {
    bench.create("p", "{name: p}");
    bench.until("p", "Ready", "Available");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** The service says yes and does nothing. */
  private void deletesAreForgotten() {
    var yes = Fault.EMPTY_BODY;
    bench
        .cloud
        .faults()
        .next("DELETE", ONE, new Fault("yes", false, yes.delivery(), yes.answer(), yes.pause()))
        .always();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0, 1, at once it is only looked at",
    "299, 1, within five minutes it is only looked at",
    "300, 2, after five minutes the delete may have been forgotten",
    "3600, 2, one look asks once",
  })
  void aDeleteThatWasAcceptedIsAskedForAgain(long seconds, int deletes, String why) {
    deletesAreForgotten();
    bench.delete("p");
    bench.pass("p");
    bench.after(Duration.ofSeconds(seconds));
    bench.pass("p");
    assertThat(bench.calls("DELETE", ONE)).as(why).isEqualTo(deletes);
    assertThat(bench.reason("p", "Ready")).isEqualTo("Deleting");
  }

  @Test
  void itGoesOnceTheCloudObjectIsSeenGone() {
    bench.delete("p");
    bench.pass("p");
    assertThat(bench.find("p")).as("a delete that was accepted is no proof").isPresent();
    bench.after(Duration.ofMinutes(2));
    bench.pass("p");
    assertThat(bench.find("p")).isEmpty();
    assertThat(bench.calls("DELETE", ONE)).isEqualTo(1);
  }
}
