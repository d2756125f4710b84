package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the health check of our docs says of every row of the truth table; that Argo CD says so too
 * is in {@link ArgoCdFilesTest}.
 */
class ArgoCdTest {

  @Test
  void everyRow() throws IOException {
    var said = new LinkedHashMap<String, String>();
    for (var row : Rows.all().entrySet()) {
      said.put(row.getKey(), of(row.getValue()));
    }
    assertThat(said)
        .containsExactly(
            entry(
                "unseen",
                "Progressing, Not seen by the operator yet, or still to have its turn at the API."),
            entry("settled", "Healthy, Available: why"),
            entry("shown_ready", "Healthy, Available: It is ready."),
            entry("shown_progressing", "Progressing, Updating: It is progressing."),
            entry("shown_busy", "Progressing, Updating: It is busy."),
            entry("shown_failed", "Degraded, OperationFailed: It is failed."),
            entry("shown_unmade", "Degraded, OperationFailed: It is unmade."),
            entry("moving", "Progressing, Available: why"),
            entry("waiting", "Progressing, Available: why"),
            entry("stalled", "Degraded, Available: why"),
            entry("failed", "Degraded, Available: why"),
            entry("transient", "Progressing, Available: why"),
            entry("paused", "Suspended, Paused: why"),
            entry("deleting", "Progressing, Available: why"),
            entry("delete_waiting", "Progressing, Available: why"),
            entry("delete_stalled", "Degraded, Available: why"),
            entry("transient_stale", "Progressing, Available: why"),
            entry(
                "settled_edited",
                "Progressing, The last change of it is not seen by the operator yet, or still to have its turn at the API."),
            entry("paused_edited", "Suspended, Paused: why"));
  }

  @Test
  void anObjectThatWasReadyStaysHealthyWhileTheApiIsAway() throws IOException {
    var away = Rows.resource(Rows.draft(Shape.TRANSIENT, Rows.draft(Shape.SETTLED, null)));
    assertThat(of(away)).isEqualTo("Healthy, Available: why");
  }

  @ParameterizedTest
  @CsvSource({"SETTLED", "STALLED", "TRANSIENT", "MOVING", "PAUSED"})
  void whatIsPausedIsSuspendedHoweverOftenItIsEdited(Shape before) throws IOException {
    for (var paused : List.of(Rows.draft(Shape.PAUSED, Rows.draft(before, null)), first())) {
      var edited = Rows.resource(paused);
      edited.getMetadata().setGeneration(Rows.GENERATION + 7);
      assertThat(of(edited)).isEqualTo("Suspended, Paused: why");
    }
  }

  private static String of(PaperspaceProject resource) throws IOException {
    var health = HealthCheck.of(resource);
    return health.get("status") + ", " + health.get("message");
  }

  /** Paused before it was ever acted upon. */
  private static StatusDraft<PaperspaceProject.Observed> first() {
    var draft = Rows.draft(Shape.PAUSED, null);
    draft.observedGeneration = -1L;
    return draft;
  }
}
