package com.paperspace.operator.reconcile.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import com.paperspace.operator.support.Binaries;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real kstatus, which Flux, Helm and kpt use, makes of every row of the truth table. */
class KstatusTest {
  private Path kstatus;

  @BeforeEach
  void find() {
    kstatus = Binaries.orSkip("kstatus");
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED, Current",
    "SHOWN, Current",
    "MOVING, InProgress",
    "WAITING, InProgress",
    "STALLED, Failed",
    "FAILED, Failed",
    "TRANSIENT, InProgress",
    "PAUSED, InProgress",
  })
  void ofAnObjectThatWasNeverReady(Shape shape, String expected) throws Exception {
    assertThat(of(Rows.resource(Rows.draft(shape, null)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"TRANSIENT, Current", "PAUSED, Current", "MOVING, InProgress", "STALLED, Failed"})
  void ofAnObjectThatWasReady(Shape shape, String expected) throws Exception {
    assertThat(of(Rows.resource(Rows.draft(shape, Rows.draft(Shape.SETTLED, null)))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DELETING", "DELETE_WAITING", "DELETE_STALLED"})
  void ofAnObjectThatIsToGo(Shape shape) throws Exception {
    var resource = Rows.resource(Rows.draft(shape, Rows.draft(Shape.SETTLED, null)));
    resource.getMetadata().setDeletionTimestamp(Rows.NOW.toString());
    assertThat(of(resource)).isEqualTo("Terminating");
  }

  /** The schema's default, which the API server puts into every object nobody has seen yet. */
  @Test
  void ofAnObjectNobodyHasSeen() throws Exception {
    assertThat(of(Rows.unseen())).isEqualTo("InProgress");
  }

  @Test
  void ofAnObjectThatWasEdited() throws Exception {
    var resource = Rows.resource(Rows.draft(Shape.SETTLED, null));
    resource.getMetadata().setGeneration(Rows.GENERATION + 1);
    assertThat(of(resource)).isEqualTo("InProgress");
  }

  private String of(PaperspaceProject resource) throws IOException, InterruptedException {
    var process = new ProcessBuilder(kstatus.toString()).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(Serialization.asJson(resource).getBytes(UTF_8));
    }
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.split("\t", 2)[0];
  }
}
