package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Outcome;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over a cloud object that is there: what is sent, what is noted, what is said. */
class UpdateTest {
  private static final Drift A = Drift.correctable("a", "new", "old");
  private static final Drift B = Drift.correctable("b", "new", "old");
  private static final Drift C = Drift.correctable("c", "new", "old");

  private final Desk desk = Desk.bare();
  private final Duration lag = desk.pacing.lag();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);
  private Reconciliation<?, ?> pass = pass("spec: {name: p}");

  private Reconciliation<?, ?> pass(String more) {
    var started = desk.pass(desk.read(PaperspaceProject.class, "p", more));
    started.draft.id = "x";
    return started;
  }

  /** The next pass over what this one has left. */
  private void later(Duration span) {
    desk.after(span);
    var next = desk.pass(desk.read(PaperspaceProject.class, "p", "spec: {name: p}"));
    next.draft.id = "x";
    next.draft.attempts = pass.draft.attempts;
    next.draft.operation = pass.draft.operation;
    next.draft.appliedGeneration = pass.draft.appliedGeneration;
    next.draft.refusal = pass.draft.refusal;
    pass = next;
  }

  private Verdict converge() {
    return new Update<Thing>(desk.services, new CreateOnly(PaperspaceProject.class))
        .converge(cloud.of(pass), thing);
  }

  private void failed(int times) {
    for (int i = 0; i < times; i++) {
      pass.memo.count(Verdict.waiting(Reason.OperationFailed, "it failed"));
    }
  }

  private void asked() {
    var now = Map.of("paperspace.com/reconcile-at", "now");
    pass.resource.getMetadata().setAnnotations(now);
  }

  private String noted(String field) {
    var attempt = pass.draft.attempts.get(field);
    return attempt == null ? null : attempt.outcome();
  }

  private static Observation<?> moving(Observation.Phase phase) {
    return new Observation<>(phase, Reason.Updating, "It moves.", Duration.ofMinutes(30), null);
  }

  private static PaperspaceException refusal(PaperspaceException.Reason reason) {
    return new PaperspaceException(reason, 400, "no such size");
  }

  @Test
  void whatEqualsTheSpecIsLeft() {
    var verdict = converge();
    assertThat(verdict.shape()).isEqualTo(Shape.SETTLED);
    assertThat(verdict.reason()).isEqualTo(Reason.Available);
    assertThat(pass.draft.appliedGeneration).isEqualTo(1);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void anAnswerThatRepeatsWhatWasSentIsReadBackAfterTheLag() {
    cloud.drift = List.of(A);
    cloud.whenSent = () -> cloud.drift = List.of();
    var verdict = converge();
    assertThat(cloud.sent).containsExactly("change a");
    assertThat(verdict.shape()).isEqualTo(Shape.SETTLED);
    assertThat(verdict.notAfter()).isEqualTo(lag);
    assertThat(pass.memo.echoed).containsOnlyKeys("a");
    assertThat(pass.draft.attempts).as("the status shows what is so now").isEmpty();
    assertThat(pass.draft.operation).isNull();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "31, false, NotApplied, the read shows that it was ignored",
    "119, false, NotApplied, a queue may delay the read",
    "120, false, '', nobody knows any more who undid it: it is sent again",
    "31, true, '', a person asks for another try",
  })
  void aChangeThatTheNextReadDoesNotShow(long age, boolean asked, String reason, String why) {
    cloud.drift = List.of(A);
    cloud.whenSent = () -> cloud.drift = List.of();
    converge();
    cloud.drift = List.of(A);
    later(Duration.ofSeconds(age));
    if (asked) {
      asked();
    }
    var verdict = converge();
    assertThat(cloud.sent).as(why).hasSize(reason.isEmpty() ? 2 : 1);
    if (!reason.isEmpty()) {
      assertThat(verdict.reason().name()).as(why).isEqualTo(reason);
      assertThat(pass.memo.echoed).as("it was read").isNull();
    }
  }

  @Test
  void aChangeThatTheAnswerDoesNotShowIsWaitedFor() {
    cloud.drift = List.of(A);
    var verdict = converge();
    assertThat(verdict.shape()).isEqualTo(Shape.MOVING);
    assertThat(verdict.message()).isEqualTo("Waiting for the change to become visible.");
    assertThat(verdict.notAfter()).isNull();
    assertThat(noted("a")).isEqualTo("Sent");
    assertThat(pass.memo.echoed).isNull();
    later(lag);
    assertThat(converge().reason()).isEqualTo(Reason.NotApplied);
    assertThat(cloud.sent).hasSize(1);
  }

  @ParameterizedTest(name = "set by {0} h")
  @ValueSource(longs = {-1, 1})
  void aClockThatIsSetMakesNoWaitLongerOrShorter(long hours) {
    cloud.drift = List.of(A);
    converge();
    desk.clock.set(Duration.ofHours(hours));
    later(lag.minusSeconds(1));
    assertThat(converge().message()).isEqualTo("Waiting for the change to become visible.");
    later(Duration.ofSeconds(1));
    assertThat(converge().reason()).isEqualTo(Reason.NotApplied);
  }

  @Test
  void oneChangeFollowsTheOther() {
    cloud.drift = List.of(A, B);
    cloud.carries = todo -> todo.subList(0, 1);
    cloud.whenSent = () -> cloud.drift = List.of(B);
    var verdict = converge();
    assertThat(cloud.sent).containsExactly("change a");
    assertThat(verdict.message()).isEqualTo("Changing b.");
    assertThat(verdict.shape()).isEqualTo(Shape.MOVING);
    assertThat(verdict.notAfter()).as("at once").isZero();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "true, nothing was sent on the way to it",
    "false, something was only learned",
  })
  void whatSentNothingHasItsPace(boolean carried, String why) {
    cloud.drift = List.of(A);
    cloud.carried = carried;
    cloud.carries = todo -> carried ? List.of() : todo;
    var verdict = converge();
    assertThat(verdict.message()).as(why).isEqualTo("Changing a.");
    assertThat(verdict.notAfter()).as(why).isNull();
    assertThat(pass.draft.attempts).as(why).isEmpty();
  }

  @Test
  void aChangeThatTakesItsTimeIsFollowed() {
    cloud.drift = List.of(A);
    cloud.event = "e1";
    cloud.whenSent = () -> cloud.seen = moving(Observation.Phase.BUSY);
    var verdict = converge();
    assertThat(verdict.shape()).isEqualTo(Shape.MOVING);
    assertThat(verdict.message()).isEqualTo("It moves.");
    assertThat(verdict.notAfter()).as("its end is looked for anyway").isNull();
    assertThat(pass.draft.operation)
        .isEqualTo(new Operation("Updating", pass.now.toString(), "e1"));
    assertThat(noted("a")).isEqualTo("InProgress");
  }

  @Test
  void whatWasUnderWayHasEndedWhenAnotherChangeIsTaken() {
    cloud.drift = List.of(A, B);
    cloud.event = "e1";
    cloud.carries = todo -> todo.subList(0, 1);
    converge();
    assertThat(noted("a")).isEqualTo("InProgress");
    cloud.event = null;
    later(Duration.ofSeconds(5));
    converge();
    assertThat(cloud.sent).containsExactly("change a", "change b");
    assertThat(noted("a")).isEqualTo("Sent");
    assertThat(pass.draft.operation).as("the last has no event").isNull();
  }

  @Test
  void whatTakesNoChangeIsNotCompared() {
    cloud.drift = List.of(A);
    cloud.seen = moving(Observation.Phase.BUSY);
    assertThat(converge().shape()).isEqualTo(Shape.MOVING);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void anObjectOnItsWayTakesAChange() {
    cloud.drift = List.of(A);
    cloud.seen = moving(Observation.Phase.PROGRESSING);
    cloud.whenSent = () -> cloud.drift = List.of();
    assertThat(converge().shape()).isEqualTo(Shape.MOVING);
    assertThat(cloud.sent).containsExactly("change a");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0, a b c, the first time in their order",
    "1, b c a, after a failure another goes first",
    "2, c a b, after two the third does",
    "3, a b c, then the first again",
  })
  void afterAFailureAnotherGoesFirst(int failures, String order, String why) {
    cloud.drift = List.of(A, B, C);
    failed(failures);
    converge();
    assertThat(cloud.sent).as(why).containsExactly("change " + order);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "1, what differs was changed elsewhere",
    "0, what differs is an edit",
  })
  void aDifferenceMadeElsewhereIsCounted(long applied, String why) {
    pass.draft.appliedGeneration = applied;
    cloud.drift =
        List.of(
            A,
            Drift.replace("r", "1", "2"),
            Drift.correctable("t[x]", 1, 2),
            Drift.correctable("t[y]", 1, 2));
    converge();
    var kind = pass.resource.getKind();
    if (applied == 1) {
      assertThat(desk.counted).as(why).containsExactly(kind + " a", kind + " t");
    } else {
      assertThat(desk.counted).as(why).isEmpty();
    }
  }

  private void workHasFailed(Reason reason) {
    cloud.drift = List.of(A);
    cloud.event = "e1";
    cloud.whenSent = () -> cloud.seen = moving(Observation.Phase.BUSY);
    converge();
    cloud.seen = Observation.failed(reason, "no luck.", null);
    later(Duration.ofSeconds(10));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "OperationFailed, 1, WAITING, the second failure in a row",
    "OperationFailed, 2, STALLED, the third",
    "OutOfCapacity, 9, WAITING, room comes and goes",
  })
  void workThatFailedIsShownOnceAndStandsAside(Reason reason, int before, Shape shape, String why) {
    workHasFailed(reason);
    failed(before);
    var verdict = converge();
    assertThat(verdict.shape()).as(why).isEqualTo(shape);
    assertThat(verdict.message())
        .isEqualTo(
            shape == Shape.STALLED
                ? "no luck. It is tried again now and then."
                : "no luck. It is tried again.");
    assertThat(pass.draft.operation).isNull();
    assertThat(noted("a")).isEqualTo("Refused");
    assertThat(pass.draft.refusal.message()).isEqualTo("no luck.");
    assertThat(pass.draft.refusal.reason()).isEqualTo(reason.name());
    assertThat(verdict.notAfter()).as("nothing else is to be done").isNull();
  }

  @Test
  void theRestGoesOnAtOnceAfterWorkThatFailed() {
    workHasFailed(Reason.OperationFailed);
    cloud.drift = List.of(A, B);
    assertThat(converge().notAfter()).isZero();
    assertThat(cloud.sent).hasSize(1);
  }

  @Test
  void whatFailsWithoutWorkOfOursHasItsPace() {
    pass.draft.operation = new Operation("Updating", pass.now.toString(), "e1");
    cloud.drift = List.of(B);
    cloud.seen = Observation.failed(Reason.OperationFailed, "no luck.", null);
    assertThat(converge().notAfter()).isNull();
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void whatAPersonAsksForIsTriedAsIfNothingHadFailed() {
    workHasFailed(Reason.OperationFailed);
    pass.draft.attempts.clear();
    asked();
    cloud.event = null;
    cloud.whenSent = () -> {};
    converge();
    assertThat(cloud.sent).hasSize(2);
    assertThat(pass.draft.operation).isNull();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "READY, the work goes on to its end",
    "FAILED, asked for, and nothing differs",
  })
  void theOperationOfAFailureIsForgottenOnRequest(Observation.Phase phase, String why) {
    pass.draft.operation = new Operation("Updating", pass.now.toString(), "e1");
    cloud.seen = new Observation<>(phase, Reason.OperationFailed, "Broken.", null, null);
    asked();
    assertThat(converge().shape())
        .as(why)
        .isEqualTo(phase == Observation.Phase.READY ? Shape.SETTLED : Shape.FAILED);
    assertThat(pass.draft.operation).as(why).isNull();
  }

  private void refused(Drift drift) {
    new Attempts(lag, true).refuse(List.of(drift), pass.draft);
    Summary.keepWords(pass, Reason.InvalidSpec, "it said so");
  }

  @Test
  void whatWasRefusedIsTriedAgainWhenNothingElseIsToBeDone() {
    cloud.drift = List.of(A, B);
    refused(A);
    refused(B);
    failed(1);
    cloud.whenSent = () -> cloud.drift = List.of(A);
    var verdict = converge();
    assertThat(cloud.sent).as("one, and in turn").containsExactly("change b");
    assertThat(verdict.message()).as("it was taken, so the next is tried").isEqualTo("Changing a.");
    assertThat(verdict.notAfter()).isZero();
  }

  @Test
  void whatWasRefusedStandsInNoOthersWay() {
    cloud.drift = List.of(A, B);
    refused(A);
    converge();
    assertThat(cloud.sent).containsExactly("change b");
  }

  @Test
  void whatTakesADetourFirstIsNotTriedAgainByItself() {
    cloud.drift = List.of(A);
    refused(A);
    cloud.carries = todo -> List.of();
    var verdict = converge();
    assertThat(cloud.sent).isEmpty();
    assertThat(verdict.shape()).isEqualTo(Shape.STALLED);
    assertThat(verdict.message())
        .isEqualTo(
            "a (declared new, actual old) could not be changed. it said so. An edit of the field, or"
                + " the annotation paperspace.com/reconcile-at, has it tried at"
                + " once; unasked nothing that runs is stopped for it again.");
  }

  @Test
  void whatThePolicyLeavesIsNotTriedAgain() {
    pass = pass("spec: {name: p, policy: {drift: Report}}");
    pass.draft.appliedGeneration = 1L;
    cloud.drift = List.of(A);
    refused(A);
    assertThat(converge().reason()).isEqualTo(Reason.DriftReported);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void aRefusedFieldStandsAsideForOthers() {
    cloud.drift = List.of(A, B);
    cloud.carries = todo -> todo.subList(0, 1);
    cloud.failure = refusal(PaperspaceException.Reason.INVALID);
    var verdict = converge();
    assertThat(verdict.notAfter()).as("the others follow at once").isZero();
    assertThat(verdict.reason()).isEqualTo(Reason.InvalidSpec);
    assertThat(noted("a")).isEqualTo("Refused");
    assertThat(noted("b")).isNull();
    assertThat(pass.draft.refusal.message()).contains("no such size");
  }

  @Test
  void aRefusedFieldAloneIsStalled() {
    cloud.drift = List.of(A);
    cloud.failure = refusal(PaperspaceException.Reason.INVALID);
    var verdict = converge();
    assertThat(verdict.shape()).isEqualTo(Shape.STALLED);
    assertThat(verdict.message())
        .startsWith("a (declared new, actual old) could not be changed.")
        .contains("no such size");
    assertThat(noted("a")).isEqualTo("Refused");
  }

  @Test
  void theWordsOfTheFirstRefusalStay() {
    cloud.drift = List.of(A);
    refused(A);
    cloud.failure = refusal(PaperspaceException.Reason.INVALID);
    assertThat(converge().message()).contains("could not be changed. it said so.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "OUT_OF_CAPACITY, false, nothing else is to be done: it is tried again soon",
    "CONFLICT, true, it passes",
    "UNAVAILABLE, true, so does this",
    "QUOTA, false, no edit helps",
    "FORBIDDEN, false, nor here",
  })
  void aRefusalThatIsNotAboutTheFieldEndsThePass(
      PaperspaceException.Reason reason, boolean others, String why) {
    cloud.drift = others ? List.of(A, B) : List.of(A);
    cloud.carries = todo -> todo.subList(0, 1);
    cloud.failure = refusal(reason);
    assertThatThrownBy(this::converge).as(why).isSameAs(cloud.failure);
    assertThat(pass.draft.attempts).as(why).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_OF_CAPACITY, OutOfCapacity",
    "QUOTA, QuotaExceeded",
    "FORBIDDEN, Forbidden",
  })
  void aFieldThatCannotBeHadForNowStandsAsideForOthers(
      PaperspaceException.Reason reason, Reason said) {
    cloud.drift = List.of(A, B);
    cloud.carries = todo -> todo.subList(0, 1);
    cloud.failure = refusal(reason);
    var verdict = converge();
    assertThat(verdict.reason()).isEqualTo(said);
    assertThat(verdict.notAfter()).isZero();
    assertThat(noted("a")).isEqualTo("Refused");
  }

  @Test
  void aRefusedVerbLeavesNoMark() {
    cloud.drift = List.of(new Drift("restart", "now", "never", Remedy.VERB));
    cloud.failure = refusal(PaperspaceException.Reason.INVALID);
    assertThatThrownBy(this::converge).isSameAs(cloud.failure);
  }

  @Test
  void whatTheRefusalLeavesIsOfAnotherSort() {
    cloud.drift = List.of(A);
    cloud.carries =
        todo -> {
          cloud.drift = List.of();
          return todo;
        };
    cloud.failure = refusal(PaperspaceException.Reason.INVALID);
    assertThatThrownBy(this::converge).isSameAs(cloud.failure);
  }

  @Test
  void whatCannotBeSentEndsThePass() {
    cloud.drift = List.of(A);
    cloud.failure = new InvalidInputException("no");
    assertThatThrownBy(this::converge).isSameAs(cloud.failure);
  }

  @Test
  void nothingFollowsAChangeThatWentAstrayUntilItShows() {
    cloud.drift = List.of(A);
    cloud.failure = InvalidInputException.afterSending("it went elsewhere");
    assertThatThrownBy(this::converge)
        .isInstanceOfSatisfying(
            PassEndedException.class,
            e -> {
              assertThat(e.verdict().reason()).isEqualTo(Reason.InvalidSpec);
              assertThat(e.verdict().notBefore()).isEqualTo(lag);
            });
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "false, 29, false, it may have arrived and not show yet",
    "false, 30, true, by now it would show",
    "true, 29, true, sent twice it does the same",
  })
  void aChangeWhoseAnswerWasLost(boolean repeatable, long age, boolean sent, String why) {
    cloud.repeatable = repeatable;
    cloud.drift = List.of(A);
    pass.memo.unsure = pass.steady;
    later(Duration.ofSeconds(age));
    assertThat(converge().shape()).as(why).isEqualTo(Shape.MOVING);
    assertThat(cloud.sent.isEmpty()).as(why).isNotEqualTo(sent);
  }

  @Test
  void workThatEndedWellIsNoneThatMayFail() {
    pass.draft.attempts.put("a", new Attempt("a", "print", Outcome.InProgress.name()));
    cloud.drift = List.of(Drift.replace("a", "1", "2"));
    converge();
    assertThat(noted("a")).isEqualTo("Sent");
  }
}
