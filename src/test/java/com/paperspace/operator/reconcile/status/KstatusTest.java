package com.paperspace.operator.reconcile.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import com.paperspace.operator.support.Binaries;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  @Test
  void ofEveryRow() throws Exception {
    var seen = new LinkedHashMap<String, String>();
    for (var row : Rows.all().entrySet()) {
      seen.put(row.getKey(), of(row.getValue()));
    }
    assertThat(seen)
        .containsExactly(
            entry("unseen", "InProgress"),
            entry("settled", "Current"),
            entry("shown_ready", "Current"),
            entry("shown_progressing", "InProgress"),
            entry("shown_busy", "InProgress"),
            entry("shown_failed", "Failed"),
            entry("shown_unmade", "Failed"),
            entry("moving", "InProgress"),
            entry("waiting", "InProgress"),
            entry("stalled", "Failed"),
            entry("failed", "Failed"),
            entry("transient", "InProgress"),
            entry("paused", "InProgress"),
            entry("deleting", "Terminating"),
            entry("delete_waiting", "Terminating"),
            entry("delete_stalled", "Terminating"),
            entry("transient_stale", "InProgress"),
            entry("settled_edited", "InProgress"),
            entry("paused_edited", "InProgress"));
  }

  @ParameterizedTest
  @CsvSource({"TRANSIENT, Current", "PAUSED, Current", "MOVING, InProgress", "STALLED, Failed"})
  void ofAnObjectThatWasReady(Shape shape, String expected) throws Exception {
    assertThat(of(Rows.resource(Rows.draft(shape, Rows.draft(Shape.SETTLED, null)))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DELETING", "DELETE_WAITING", "DELETE_STALLED"})
  void ofAnObjectThatWasReadyAndIsToGo(Shape shape) throws Exception {
    assertThat(of(Rows.toGo(Rows.draft(shape, Rows.draft(Shape.SETTLED, null)))))
        .isEqualTo("Terminating");
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
