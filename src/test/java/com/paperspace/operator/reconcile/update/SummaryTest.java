package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.ManagedStatus.Refusal;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of an object that is left as it is, and what its status keeps. */
class SummaryTest {
  private final Desk desk = Desk.inKubernetes();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);
  private final Reconciliation<?, ?> pass = pass();
  private final Summary<Thing> summary = new Summary<>(desk.services);

  private Reconciliation<?, ?> pass() {
    var started = desk.pass(desk.read(PaperspaceProject.class, "p", "spec: {name: p}"));
    started.draft.id = "x";
    return started;
  }

  private static Observation<?> seen(Phase phase) {
    var deadline = phase.isMoving() ? Duration.ofMinutes(30) : null;
    return new Observation<>(phase, Reason.Starting, "As it is.", deadline, null);
  }

  private Verdict of(Decision decision, Phase phase, String drift, Policy policy) {
    return summary.of(
        cloud.of(pass), thing, seen(phase), Looks.look(phase, drift, policy, null), decision);
  }

  private Verdict of(Decision decision, Phase phase, String drift) {
    return of(decision, phase, drift, Looks.CORRECT);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "FOLLOW     | BUSY        | -           | MOVING  | Starting           | As it is.",
        "REST       | READY       | -           | SETTLED | Starting           | As it is.",
        "REST       | PROGRESSING | -           | MOVING  | Starting           | As it is.",
        "REST       | BUSY        | -           | MOVING  | Starting           | As it is.",
        "REST       | FAILED      | -           | FAILED  | Starting           | As it is.",
        "REST       | UNMADE      | -           | FAILED  | Starting           | As it is.",
        "REPORT     | READY       | CORRECT     | SHOWN   | DriftReported      | The cloud differs from the spec: CORRECT (declared new, actual old). policy.drift: Report leaves it so.",
        "LEAVE      | READY       | CORRECT     | SHOWN   | DriftReported      | The cloud differs from the spec: CORRECT (declared new, actual old). policy.drift: Report leaves it so.",
        "REPLACE    | READY       | REPLACE     | STALLED | ReplaceRequired    | REPLACE (declared new, actual old) cannot be changed on an existing object.",
        "NEED_STOP  | READY       | NEEDS_STOP  | STALLED | DisruptionRequired | NEEDS_STOP (declared new, actual old) can only be changed while",
        "REFUSED    | READY       | REFUSED     | STALLED | InvalidSpec        | REFUSED (declared new, actual old) could not be changed.",
        "SETTLE     | READY       | SETTLING    | MOVING  | Updating           | Waiting for the change to become visible.",
        "NOT_SENT   | UNMADE      | NOT_SENT    | SHOWN   | Starting           | Nothing is sent to what could not be made: NOT_SENT (declared new, actual old).",
        "NOT_APPLIED| READY       | NOT_APPLIED | SHOWN   | NotApplied         | The API accepted but did not carry out: NOT_APPLIED (declared new, actual old).",
      })
  void whatIsSaid(
      Decision decision, Phase phase, String drift, Shape shape, Reason reason, String message) {
    var verdict = of(decision, phase, "-".equals(drift) ? null : drift);
    assertThat(verdict.shape()).isEqualTo(shape);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource({"SHOW_FAILURE", "SEND", "RETRY"})
  void whatGoesOnIsNoEnd(Decision decision) {
    assertThatThrownBy(() -> of(decision, Phase.READY, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(decision + " is no end");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "REPLACE,   'x is deleted with it, unless policy.deletion is set to Retain before.'",
    "NOT_SENT,  'x is deleted with it, unless policy.deletion is set to Retain before.'",
  })
  void whoIsToDeleteItIsToldWhatThatDoes(Decision decision, String end) {
    pass.draft.own("x", Origin.Created);
    assertThat(of(decision, Phase.READY, decision.name()).message()).endsWith(end);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "FOLLOW,      BUSY,  , ",
    "REPORT,      READY, , ",
    "REPLACE,     READY, , ",
    "NEED_STOP,   READY, , ",
    "REFUSED,     READY, , ",
    "SETTLE,      READY, , ",
    "LEAVE,       READY, 1, true",
    "NOT_SENT,    READY, 1, true",
    "NOT_APPLIED, READY, 1, true",
    "REST,        READY, 1, true",
  })
  void whenAllTheSpecAsksForWasOnceThere(
      Decision decision, Phase phase, Long applied, Boolean ignored) {
    of(decision, phase, null);
    assertThat(pass.draft.appliedGeneration).isEqualTo(applied);
  }

  @Test
  void anEditThatLeftAllThatDiffersAloneIsThere() {
    of(Decision.REPORT, Phase.READY, "CORRECT*", Looks.REPORT);
    assertThat(pass.draft.appliedGeneration).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "FOLLOW,      true,  nothing was compared",
    "REPORT,      true,  it is only shown",
    "REPLACE,     true,  something else comes first",
    "NEED_STOP,   true,  something else comes first",
    "REFUSED,     true,  it is what is said",
    "SETTLE,      false, something was sent since",
    "NOT_APPLIED, false, the refused is gone",
    "REST,        false, nothing differs",
  })
  void whatTheApiSaidIsKeptAsLongAsItMatters(Decision decision, boolean kept, String why) {
    pass.draft.refusal = new Refusal("InvalidSpec", "no");
    of(decision, Phase.BUSY, null);
    assertThat(pass.draft.refusal != null).as(why).isEqualTo(kept);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "READY,  '', ready, so it has ended",
    "FAILED, e1, a failure was not shown yet",
  })
  void whenAnOperationHasEnded(Phase phase, String event, String why) {
    pass.draft.operation = new Operation("Starting", pass.now.toString(), "e1");
    of(Decision.REST, phase, null);
    var operation = pass.draft.operation;
    assertThat(operation == null ? "" : operation.eventId()).as(why).isEqualTo(event);
  }

  @Test
  void theStatusShowsWhatDiffersButNotWhatWasJustWritten() {
    of(Decision.SETTLE, Phase.READY, "SETTLING CORRECT");
    assertThat(pass.draft.drift)
        .singleElement()
        .satisfies(it -> assertThat(it.field()).isEqualTo("CORRECT"));
    assertThat(pass.draft.reported).containsOnlyKeys("CORRECT");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "REST,      READY,       1, nothing differs",
    "REPORT,    READY,       1, what differs is only shown",
    "REPLACE,   READY,       1, it is usable as it is",
    "NEED_STOP, READY,       1, and so it is here",
    "REFUSED,   READY,       1, and here",
    "REFUSED,   PROGRESSING, 0, it is not usable yet",
    "REPLACE,   FAILED,      0, nor is this",
    "SETTLE,    READY,       0, it may have been read before the change",
    "FOLLOW,    READY,       0, it was not read in full",
  })
  void whenWhatItGivesAwayIsWritten(Decision decision, Phase phase, int secrets, String why) {
    cloud.outputs = Map.of("password", "pw");
    cloud.outputSecret = "out";
    of(decision, phase, null);
    assertThat(desk.client.secrets().inNamespace(desk.namespace).list().getItems())
        .as(why)
        .hasSize(secrets);
  }

  @Test
  void whatAPersonCanDoIsSaid() {
    cloud.wayOut = "Call them.";
    assertThat(of(Decision.NOT_APPLIED, Phase.READY, "NOT_APPLIED").message())
        .endsWith("(declared new, actual old). Call them.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "'', 1, new",
    "DriftReported, 0, shown before",
    "UpToDate, 1, it was put right in between",
  })
  void oneEventTellsOfADifference(String before, int events, String why) {
    if (!before.isEmpty()) {
      of(Decision.LEAVE, Phase.READY, "CORRECT");
      desk.client.events().v1().events().inNamespace(desk.namespace).delete();
      var said = new Condition("Synced", "False", before, "m", desk.time.instant().toString(), 1L);
      pass.draft.conditions = List.of(said);
      // As it is noted when conditions turn.
      pass.memo.differed = before.equals("DriftReported") ? Set.of(Reason.DriftReported) : Set.of();
    }
    of(Decision.REPORT, Phase.READY, "CORRECT");
    assertThat(desk.events()).as(why).hasSize(events);
    if (events == 1) {
      assertThat(desk.events().get(0)).startsWith("Warning DriftDetected The cloud differs");
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "'', 1, new",
    "NotApplied, 0, shown before",
    "DriftReported, 1, that it is ignored is another thing",
  })
  void oneEventTellsOfWhatIsIgnored(String before, int events, String why) {
    if (!before.isEmpty()) {
      of(Decision.NOT_APPLIED, Phase.READY, "NOT_APPLIED");
      desk.client.events().v1().events().inNamespace(desk.namespace).delete();
      pass.memo.differed = Set.of(Reason.valueOf(before));
    }
    of(Decision.NOT_APPLIED, Phase.READY, "NOT_APPLIED");
    assertThat(desk.events()).as(why).hasSize(events);
    if (events == 1) {
      assertThat(desk.events().get(0)).startsWith("Warning NotApplied The API accepted but");
    }
  }

  @Test
  void anotherDifferenceIsNews() {
    pass.draft.conditions =
        List.of(
            new Condition(
                "Synced", "False", "DriftReported", "m", desk.time.instant().toString(), 1L));
    of(Decision.REPORT, Phase.READY, "CORRECT");
    of(Decision.REPORT, Phase.READY, "CORRECT REPLACE");
    of(Decision.REPORT, Phase.READY, "CORRECT REPLACE");
    assertThat(desk.events()).hasSize(2);
  }

  /** Its conditions say that it is late, so they do not tell that the difference was told. */
  @Test
  void aDifferenceOfWhatIsLateIsToldOnce() {
    var since = pass.now.minus(Duration.ofMinutes(31)).toString();
    for (int i = 0; i < 2; i++) {
      pass.draft.operation = new Operation("Starting", since, null);
      var verdict = of(Decision.REPORT, Phase.PROGRESSING, "CORRECT");
      assertThat(verdict.reason()).isEqualTo(Reason.DeadlineExceeded);
    }
    assertThat(desk.events()).hasSize(1);
    assertThat(desk.told()).isEqualTo(1);
  }

  private Verdict movingSince(long minutes, Phase phase) {
    pass.draft.operation =
        new Operation("Starting", pass.now.minus(Duration.ofMinutes(minutes)).toString(), null);
    return of(Decision.REST, phase, null);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "30, MOVING, as long as it may take",
    "31, STALLED, longer",
  })
  void whatMovesTooLongIsStalled(long minutes, Shape shape, String why) {
    var verdict = movingSince(minutes, Phase.PROGRESSING);
    assertThat(verdict.shape()).as(why).isEqualTo(shape);
    if (shape == Shape.STALLED) {
      assertThat(verdict.reason()).isEqualTo(Reason.DeadlineExceeded);
      assertThat(verdict.message())
          .startsWith("Starting since ")
          .contains("longer than 30 minutes. Look at x in")
          .endsWith("As it is.");
    }
  }

  @Test
  void whatHasNoDeadlineIsNeverLate() {
    var seen = new Observation<>(Phase.PROGRESSING, Reason.Starting, "m", null, null);
    pass.draft.operation =
        new Operation("Starting", pass.now.minus(Duration.ofDays(30)).toString(), null);
    assertThat(summary.moving(cloud.of(pass), seen).shape()).isEqualTo(Shape.MOVING);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "Stopping, 31, MOVING, another movement begins now",
    "Starting, 31, STALLED, the same goes on",
  })
  void theTimeOfAMovementIsItsOwn(String was, long minutes, Shape shape, String why) {
    pass.draft.operation =
        new Operation(was, pass.now.minus(Duration.ofMinutes(minutes)).toString(), "e1");
    assertThat(of(Decision.FOLLOW, Phase.BUSY, null).shape()).as(why).isEqualTo(shape);
    assertThat(pass.draft.operation.type()).isEqualTo("Starting");
    assertThat(pass.draft.operation.eventId()).as("its end still tells").isEqualTo("e1");
  }

  @Test
  void theFirstSightOfAMovementStartsItsTime() {
    of(Decision.FOLLOW, Phase.BUSY, null);
    assertThat(pass.draft.operation)
        .isEqualTo(new Operation("Starting", pass.now.toString(), null));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "PROGRESSING, 31, STALLED, late comes first",
    "PROGRESSING, 29, SHOWN, on its way it is shown",
    "READY, 31, SHOWN, at rest nothing is late",
  })
  void whatIsShownOfAnObjectOnItsWay(Phase phase, long minutes, Shape shape, String why) {
    pass.draft.operation =
        new Operation("Starting", pass.now.minus(Duration.ofMinutes(minutes)).toString(), null);
    assertThat(of(Decision.NOT_APPLIED, phase, "NOT_APPLIED").shape()).as(why).isEqualTo(shape);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "OutOfCapacity, OutOfCapacity, room",
    "InvalidSpec, InvalidSpec, the value",
    "Gibberish, InvalidSpec, a reason nobody knows",
  })
  void whyItWasRefused(String kept, Reason reason, String why) {
    pass.draft.refusal = new Refusal(kept, "They said no.");
    var verdict = of(Decision.REFUSED, Phase.READY, "REFUSED");
    assertThat(verdict.reason()).as(why).isEqualTo(reason);
    assertThat(verdict.message())
        .isEqualTo(
            "REFUSED (declared new, actual old) could not be changed. They said no. An edit of"
                + " the field, or the annotation paperspace.com/reconcile-at, has it tried at"
                + " once; else it is tried ever more seldom.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'PUT /x answered 404: model not found', 'model not found. An edit'",
    "'They said no.', 'no. An edit'",
    "'What next?', 'next? An edit'",
    "'So much…', 'much… An edit'",
    "'', 'changed. An edit'",
  })
  void whatWasSaidEndsBeforeTheAdviceBegins(String said, String end) {
    pass.draft.refusal = new Refusal("InvalidSpec", said);
    assertThat(of(Decision.REFUSED, Phase.READY, "REFUSED").message()).contains(end);
  }

  @Test
  void longWordsOfARefusalAreCut() {
    Summary.keepWords(pass, Reason.InvalidSpec, "x".repeat(600));
    assertThat(pass.draft.refusal.message()).hasSize(500);
  }
}
