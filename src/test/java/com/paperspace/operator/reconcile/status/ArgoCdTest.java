package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Argo CD shows for every row of the truth table with the health check of our docs. */
class ArgoCdTest {

  @ParameterizedTest
  @CsvSource({
    "SETTLED, Healthy",
    "SHOWN, Healthy",
    "MOVING, Progressing",
    "WAITING, Progressing",
    "STALLED, Degraded",
    "FAILED, Degraded",
    "TRANSIENT, Progressing",
    "PAUSED, Suspended",
    "DELETING, Progressing",
    "DELETE_WAITING, Progressing",
    "DELETE_STALLED, Degraded",
  })
  void everyRow(Shape shape, String expected) throws IOException {
    var health = HealthCheck.of(Rows.resource(Rows.draft(shape, null)));
    assertThat(health.get("status").tojstring()).isEqualTo(expected);
    assertThat(health.get("message").tojstring()).contains(": ");
  }

  @Test
  void anObjectThatWasReadyStaysHealthyWhileTheApiIsAway() throws IOException {
    var health =
        HealthCheck.of(Rows.resource(Rows.draft(Shape.TRANSIENT, Rows.draft(Shape.SETTLED, null))));
    assertThat(health.get("status").tojstring()).isEqualTo("Healthy");
  }

  @Test
  void nothingIsHealthyBeforeItsGenerationWasSeen() throws IOException {
    assertThat(HealthCheck.of(Rows.unseen()).get("status").tojstring()).isEqualTo("Progressing");
    var edited = Rows.resource(Rows.draft(Shape.SETTLED, null));
    edited.getMetadata().setGeneration(Rows.GENERATION + 1);
    assertThat(HealthCheck.of(edited).get("status").tojstring()).isEqualTo("Progressing");
    assertThat(HealthCheck.of(edited).get("message").tojstring())
        .isEqualTo("The last change of it is not seen by the operator yet.");
    assertThat(HealthCheck.of(Rows.unseen()).get("message").tojstring())
        .isEqualTo("Not seen by the operator yet.");
  }

  @ParameterizedTest
  @CsvSource({"SETTLED", "STALLED", "TRANSIENT", "MOVING", "PAUSED"})
  void whatIsPausedIsSuspendedHoweverOftenItIsEdited(Shape before) throws IOException {
    for (var paused : List.of(Rows.draft(Shape.PAUSED, Rows.draft(before, null)), first())) {
      var edited = Rows.resource(paused);
      edited.getMetadata().setGeneration(Rows.GENERATION + 7);
      var health = HealthCheck.of(edited);
      assertThat(health.get("status").tojstring()).isEqualTo("Suspended");
      assertThat(health.get("message").tojstring()).isEqualTo("Paused: why");
    }
  }

  /** Paused before it was ever acted upon. */
  private static StatusDraft<PaperspaceProject.Observed> first() {
    var draft = Rows.draft(Shape.PAUSED, null);
    draft.observedGeneration = -1L;
    return draft;
  }
}
