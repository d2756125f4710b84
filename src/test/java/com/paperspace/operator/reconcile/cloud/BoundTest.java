package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An adapter is asked with the pass it is bound to; what a send leaves is noted and told. */
class BoundTest {
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Drift A = Drift.correctable("a", 2, 1);

  private final Desk desk = Desk.inKubernetes();
  private final Reconciliation<PaperspaceProject, Observed> pass =
      desk.pass(desk.stored("p", "spec: {name: p}"));

  /** What the adapter answers to whatever it is asked, and what it was asked last. */
  private Object answer;

  private String asked;

  @SuppressWarnings("unchecked")
  private final Adapter<PaperspaceProject, Observed, String> adapter =
      (Adapter<PaperspaceProject, Observed, String>)
          Proxy.newProxyInstance(
              BoundTest.class.getClassLoader(),
              new Class<?>[] {Adapter.class},
              (self, method, args) -> {
                asked = method.getName();
                return answer;
              });

  private final External<String> external = new Bound<>(adapter, pass, desk.services.events());

  private void handsOn(String method, Object given, Function<External<String>, Object> call) {
    answer = given;
    assertThat(call.apply(external)).as(method).isEqualTo(given);
    assertThat(asked).isEqualTo(method);
  }

  @Test
  void whatItIsAskedTheAdapterAnswers() {
    var reference = new Reference.ToResource("projectRef", PaperspaceProject.class, "q");
    var step = Step.<String>create("p", api -> Outcome.of("x"));
    handsOn("type", PaperspaceProject.class, External::type);
    handsOn("name", "p", External::name);
    handsOn("references", List.of(reference), External::references);
    for (boolean is : new boolean[] {true, false}) {
      handsOn("exists", is, it -> it.exists(reference));
      handsOn("sameScope", is, it -> it.sameScope("x", "y"));
      handsOn("isRepeatable", is, External::isRepeatable);
      handsOn("isDated", is, External::isDated);
      handsOn("isNamed", is, External::isNamed);
      handsOn("isAsMade", is, it -> it.isAsMade("x"));
      handsOn("isFoundByScope", is, External::isFoundByScope);
      handsOn("isOneShot", is, External::isOneShot);
    }
    handsOn("scope", "s", External::scope);
    handsOn("beforeDelete", Optional.of(step), it -> it.beforeDelete("x"));
    handsOn("list", List.of("x"), it -> it.list("s"));
    handsOn("get", Optional.of("x"), it -> it.get("x"));
    handsOn("complete", "all of x", it -> it.complete("x"));
    handsOn("findByKey", Optional.of("x"), it -> it.byKey("s/p"));
    handsOn("naturalKey", Optional.of("s/p"), External::naturalKey);
    var part = new SharedField(PaperspaceProject.class, "x", "models");
    handsOn("decidesOn", List.of(part), External::decidesOn);
    handsOn("takes", List.of(part), External::takes);
    handsOn("leavesToOthers", List.of(part), External::leavesToOthers);
    handsOn("identity", new Identity("x", "p", null), it -> it.identity("x"));
    handsOn("aside", Optional.of(step), External::aside);
    handsOn("putAside", Optional.of(new PutAside(part, part, "It")), External::putAside);
    handsOn("putBack", Optional.of(step), External::putBack);
    handsOn("letBe", Optional.of(step), External::letBe);
    handsOn("beforeCreate", Optional.of("it is on"), External::beforeCreate);
    handsOn("create", step, External::creation);
    handsOn("diff", List.of(A), it -> it.diff("x"));
    handsOn("next", step, it -> it.next("x", List.of(A)));
    handsOn("delete", step, it -> it.deletion("x"));
    handsOn("clearForDelete", Optional.of(step), it -> it.clearForDelete("x"));
    handsOn("whyGone", Optional.of("its owner went"), External::whyGone);
    handsOn("leavesBehind", Optional.of("a disk"), it -> it.leavesBehind(Optional.of("x")));
    handsOn("wayOut", Optional.of("call"), it -> it.wayOut(List.of(A)));
    var outcome = new Check.Outcome(true, Reason.LoginAccepted, "m");
    var check = new Check("LoginVerified", "s", api -> outcome);
    handsOn("check", Optional.of(check), it -> it.check("x"));
    assertThat(external.ask(check)).isSameAs(outcome);
    handsOn("outputs", Map.of("k", "v"), it -> it.outputs("x"));
    handsOn("outputSecret", "out", External::outputSecret);
    handsOn("showsAllOutputs", true, External::showsAllOutputs);
  }

  @Test
  void whatIsObservedIsNoted() {
    var seen = Observation.ready(Reason.Available, "m", new Observed("p", null));
    handsOn("observe", seen, it -> it.observe("x"));
    assertThat(pass.draft.observed).isEqualTo(seen.observed());
  }

  /** The API server would refuse a status that does not fit its schema, and the id with it. */
  @Test
  void whatIsObservedFitsTheSchema() {
    var seen = Observation.ready(Reason.Available, "m", new Observed("p".repeat(500), null));
    handsOn("observe", seen, it -> it.observe("x"));
    assertThat(pass.draft.observed.name()).hasSize(128);
  }

  @Test
  void ofWhatIsGoneOnlyWhatStaysTrueIsKept() {
    external.noteGone();
    assertThat(asked).as("nothing was observed").isNull();
    pass.draft.observed = new Observed("p", "then");
    answer = new Observed("p", null);
    external.noteGone();
    assertThat(pass.draft.observed).isEqualTo(answer);
    assertThat(asked).isEqualTo("remains");
  }

  /** A call may take effect, and be answered, long after its pass began. */
  private <V> V late(V answer) {
    desk.after(CALL);
    return answer;
  }

  private void assertAfterTheCall(Instant noted, boolean is, String why) {
    assertThat(Optional.ofNullable(noted).map(this::isAfterTheCall))
        .as(why)
        .isEqualTo(is ? Optional.of(true) : Optional.empty());
  }

  private boolean isAfterTheCall(Instant time) {
    return !time.isBefore(pass.steady.plus(CALL));
  }

  private Step<String> step(Step.Kind kind, Outcome<String> outcome) {
    return new Step<>(kind, "do it", List.of(A), false, api -> late(outcome));
  }

  @Test
  void whatASendLeavesIsNoted() {
    pass.draft.marks.put("gone", "1");
    var marks = new HashMap<String, String>();
    marks.put("f", "2");
    marks.put("gone", null);
    var outcome = new Outcome<>("x", "e1", marks);
    assertThat(external.send(step(Step.Kind.CHANGE, outcome))).isEqualTo(outcome);
    assertThat(pass.memo.lastWrite).matches(this::isAfterTheCall);
    assertThat(pass.sent).isTrue();
    assertThat(pass.memo.unsure).isNull();
    assertThat(pass.draft.marks).containsExactly(Map.entry("f", "2"));
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "CHANGE, 1, true, DriftCorrected Put right: a from 1 to 2., it was changed elsewhere",
    "CHANGE, 0, true, Updated Changed a from 1 to 2., an edit is carried out",
    "CHANGE, , true, , it belongs to a create",
    "DETOUR, 1, true, , on the way to it",
    "CHANGE, 1, false, , something was only learned",
  })
  void whatIsSentIsTold(Step.Kind kind, Long applied, boolean carried, String told, String why) {
    pass.draft.own("x", Origin.Created);
    pass.draft.appliedGeneration = applied;
    external.send(step(kind, new Outcome<>("x", null, Map.of(), carried)));
    assertThat(desk.events())
        .as(why)
        .isEqualTo(told == null ? List.of() : List.of("Normal " + told));
  }

  @Test
  void aRestartThatWasAskedForIsToldAsWhatItInterrupts() {
    var restart = new Drift("restart-at", "now", "then", Remedy.VERB);
    external.send(
        new Step<>(
            Step.Kind.CHANGE,
            "restart",
            List.of(restart),
            true,
            api -> new Outcome<>("x", null, Map.of())));
    assertThat(desk.events())
        .containsExactly("Normal Interrupted Step: restart (interrupts what runs).");
  }

  private void failsWith(Step.Kind kind, RuntimeException failure) {
    var step =
        new Step<String>(
            kind,
            "do it",
            List.of(A),
            false,
            api -> {
              throw late(failure);
            });
    assertThatThrownBy(() -> external.send(step)).isSameAs(failure);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "CHANGE, NO_ANSWER, true, false, it may have been made",
    "DETOUR, NO_ANSWER, true, false, so may a stop on the way",
    "CREATE, NO_ANSWER, false, true, how young it is tells no write before it",
    "CREATE, INVALID, false, false, nothing was made",
    "DELETE, NO_ANSWER, false, false, a delete is asked for again",
    "CHANGE, INVALID, false, false, it was refused",
  })
  void aCallWhoseAnswerIsLost(
      Step.Kind kind,
      PaperspaceException.Reason reason,
      boolean unsure,
      boolean written,
      String why) {
    failsWith(kind, new PaperspaceException(reason, 0, "no"));
    assertAfterTheCall(pass.memo.unsure, unsure, why);
    assertAfterTheCall(pass.memo.lastWrite, written, why);
  }

  @Test
  void aChangeThatWentAstrayMayHaveBeenMade() {
    failsWith(Step.Kind.CHANGE, new InvalidInputException("no"));
    assertThat(pass.memo.unsure).isNull();
    failsWith(Step.Kind.CHANGE, InvalidInputException.afterSending("no"));
    assertThat(pass.memo.unsure).matches(this::isAfterTheCall);
  }
}
