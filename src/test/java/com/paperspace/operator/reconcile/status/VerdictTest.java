package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one pass concluded, and what of it is said while an object is to go. */
class VerdictTest {

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "STALLED, DELETE_STALLED, it still needs somebody",
    "SETTLED, DELETE_WAITING, nothing is settled before it is gone",
    "SHOWN, DELETE_WAITING, a difference is no matter any more",
    "WAITING, DELETE_WAITING, what must come first holds the deletion up",
    "FAILED, DELETE_WAITING, a failure of what is to go",
    "TRANSIENT, DELETE_WAITING, the API is away",
    "PAUSED, DELETE_WAITING, a person holds it up",
    "MOVING, MOVING, what moves goes on",
    "QUEUED, QUEUED, nothing is shown",
    "DELETING, DELETING, said already",
    "DELETE_WAITING, DELETE_WAITING, said already",
    "DELETE_STALLED, DELETE_STALLED, said already",
  })
  void whileDeletingItIsSaidOfTheDeletion(Shape before, Shape after, String why) {
    var verdict = Verdict.of(before, Reason.InUse, "m").notBefore(Duration.ofSeconds(3));
    assertThat(verdict.whileDeleting())
        .as(why)
        .isEqualTo(Verdict.of(after, Reason.InUse, "m").notBefore(Duration.ofSeconds(3)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"STALLED, true", "DELETE_STALLED, true", "WAITING, false", "FAILED, false"})
  void stalledIsWhatNeedsSomebody(Shape shape, boolean stalled) {
    assertThat(Verdict.of(shape, Reason.InUse, "").isStalled()).isEqualTo(stalled);
  }

  @Test
  void eachChangeLeavesTheRestAsItWas() {
    var seen = Observation.ready(Reason.Available, "It is there.", "observed");
    var verdict =
        Verdict.about(Shape.SETTLED, seen)
            .notBefore(Duration.ofSeconds(1))
            .countedAs("other")
            .gone()
            .adding("And more.")
            .atOnce();
    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Shape.SETTLED,
                Reason.Available,
                "It is there. And more.",
                seen,
                Duration.ofSeconds(1),
                Duration.ZERO,
                "other",
                true));
    assertThat(Verdict.shown(Reason.NotApplied, "m", seen))
        .isEqualTo(
            new Verdict(
                Shape.SHOWN, Reason.NotApplied, "m", seen, null, null, "NotApplied", false));
    assertThat(Verdict.moving(Reason.Updating, "m").shape()).isEqualTo(Shape.MOVING);
    assertThat(Verdict.waiting(Reason.InUse, "m").shape()).isEqualTo(Shape.WAITING);
    assertThat(Verdict.stalled(Reason.InUse, "m").sort()).isEqualTo("InUse");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "WAITING, true",
    "MOVING, true",
    "TRANSIENT, true",
    "PAUSED, true",
    "QUEUED, true",
    "DELETING, true",
    "DELETE_WAITING, true",
    "SETTLED, false",
    "SHOWN, false",
    "STALLED, false",
    "FAILED, false",
    "DELETE_STALLED, false",
  })
  void whatPassesByItselfDecidesNothing(Shape shape, boolean passing) {
    assertThat(Verdict.of(shape, Reason.InUse, "").isPassing()).isEqualTo(passing);
  }
}
