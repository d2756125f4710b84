package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A metric with a label for every name users choose would grow without end. */
class DriftTest {

  @ParameterizedTest
  @CsvSource({
    "machineType, machineType",
    "healthChecks.liveness.exec.command, healthChecks.liveness.exec.command",
    "env[MY_NAME], env",
    "env[A.B[0]], env",
    "integrations[data].url, integrations",
    "2 more fields, other",
    "181 more fields, other",
    "[x], other",
    "'', other"
  })
  void theLabelIsOurOwnNameOfTheField(String field, String label) {
    assertThat(Drift.correctable(field, 1, 2).label()).isEqualTo(label);
  }

  @Test
  void whatOnlyBringsOurNotesUpToDateIsAMark() {
    var note = new Drift("restart-at", "(none)", Drift.NOT_KNOWN, Drift.Remedy.VERB);
    assertThat(note.isMark()).isTrue();
    assertThat(new Drift("stopped", "(none)", "true", Drift.Remedy.VERB).isMark()).isTrue();
    assertThat(new Drift("restart-at", "2", "1", Drift.Remedy.VERB).isMark()).isFalse();
    assertThat(Drift.correctable("name", "a", Drift.NOT_KNOWN).isMark()).isFalse();
  }

  @Test
  void whatDiffersBehindTheCutStillDiffers() {
    var drift = Drift.correctable("script", "x".repeat(300), "x".repeat(300) + "\n");
    assertThat(drift.declared()).isNotEqualTo(drift.actual());
    assertThat(Drift.correctable("script", drift.declared(), "x".repeat(200)))
        .as("what fits stays as it is")
        .isEqualTo(new Drift("script", drift.declared(), "x".repeat(200), Drift.Remedy.CORRECT));
  }

  @Test
  void valuesAreShortAndNoneIsSaid() {
    var drift = Drift.correctable("script", "x".repeat(300), null);
    assertThat(drift.declared()).hasSize(200).matches("x{186}… \\([0-9a-f]{10}\\)");
    assertThat(drift.actual()).isEqualTo("(none)");
    assertThat(drift.remedy()).isEqualTo(Drift.Remedy.CORRECT);
    assertThat(Drift.replace("region", "a", "b").remedy()).isEqualTo(Drift.Remedy.REPLACE);
    assertThat(drift.with(Drift.Remedy.REFUSED))
        .isEqualTo(new Drift("script", drift.declared(), "(none)", Drift.Remedy.REFUSED));
  }
}
