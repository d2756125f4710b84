package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which change of an object begins a pass. */
class WakesTest {
  private static PaperspaceProject object(String metadata) {
    var read = Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}");
    var parts = metadata.split("; ", -1);
    for (var part : parts) {
      var word = part.split("=", 2);
      switch (word[0]) {
        case "generation" -> read.getMetadata().setGeneration(Long.valueOf(word[1]));
        case "leaving" -> read.getMetadata().setDeletionTimestamp("2026-11-27T00:00:00Z");
        case "finalizers" -> read.getMetadata().setFinalizers(List.of(word[1].split(" ", -1)));
        case "label" -> read.getMetadata().setLabels(Map.of("a", word[1]));
        default -> read.getMetadata().setAnnotations(Map.of(word[0], word[1]));
      }
    }
    return read;
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "generation=1, generation=1, false, nothing changed",
    "generation=1, generation=2, true, the spec was edited",
    "generation=1, label=x, false, a label is no concern of ours",
    "generation=1, leaving, true, somebody deletes it",
    "leaving, leaving; generation=1, false, it still goes",
    "leaving; finalizers=paperspace.com/cloud-object other, leaving; finalizers=paperspace.com/cleanup, true, another let it go",
    "generation=1, finalizers=paperspace.com/cloud-object, false, our own write",
    "finalizers=paperspace.com/cloud-object, generation=1, true, somebody dropped our finalizer",
    "finalizers=paperspace.com/in-use, generation=1, true, or that of an account",
    "finalizers=other, generation=1, false, or that of somebody else",
    "generation=1, paperspace.com/paused=true, true, a person pauses it",
    "paperspace.com/reconcile-at=1, paperspace.com/reconcile-at=2, true, a person asks for a look",
    "paperspace.com/reconcile-at=1, paperspace.com/reconcile-at=1, false, nobody asks anew",
    "paperspace.com/restart-at=1, generation=1, true, a request is taken back",
    "generation=1, paperspace.com/create-intent=x, false, our own note",
  })
  void whatBeginsAPass(String old, String now, boolean begins, String why) {
    assertThat(Wakes.isWorthALook(object(now), object(old))).as(why).isEqualTo(begins);
  }
}
