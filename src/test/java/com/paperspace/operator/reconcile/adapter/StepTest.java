package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An act as a value: how it prints itself, what it carries, and what sending it leaves. */
class StepTest {
  private static final Drift A = Drift.correctable("a", 2, 1);
  private static final Drift MARK = new Drift("m", "2", Drift.NOT_KNOWN, Remedy.VERB);

  private static Step<String> step(Step.Kind kind, boolean interrupts, Drift... carries) {
    return new Step<>(kind, "do it", List.of(carries), interrupts, api -> Outcome.of("x"));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "CHANGE, false, do it, nobody notices",
    "CHANGE, true, do it (interrupts what runs), whoever works in it does",
    "DELETE, true, do it, that goes without saying",
  })
  void printsItself(Step.Kind kind, boolean interrupts, String words, String why) {
    assertThat(step(kind, interrupts)).as(why).hasToString(words);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "CHANGE, true, it puts a difference right",
    "DETOUR, false, a stop on the way corrects nothing by itself",
    "NOTE, false, only something of ours is remembered",
  })
  void whatCorrects(Step.Kind kind, boolean corrects, String why) {
    assertThat(step(kind, false, A).corrects()).as(why).isEqualTo(corrects);
  }

  @Test
  void whatAPersonAskedForIsNoCorrection() {
    assertThat(step(Step.Kind.CHANGE, false, MARK).corrects()).isFalse();
    assertThat(step(Step.Kind.CHANGE, false, MARK, A).corrects()).isTrue();
    assertThat(step(Step.Kind.CHANGE, false).corrects()).isFalse();
  }

  @Test
  void marksAreNoNews() {
    assertThat(step(Step.Kind.CHANGE, false, MARK, A).news()).containsExactly(A);
  }

  @Test
  void aChangePrintsEachDifference() {
    var change = Step.change(List.of(A, Drift.correctable("b", "y", "x")), api -> Outcome.of("x"));
    assertThat(change).hasToString("change a from 1 to 2, b from x to y");
    assertThat(change.kind()).isEqualTo(Step.Kind.CHANGE);
    assertThat(change.carries()).hasSize(2);
    assertThat(change.interrupts()).isFalse();
  }

  @Test
  void aCreatePrintsItsName() {
    assertThat(Step.create("p", api -> Outcome.of("x"))).hasToString("create p");
  }

  @Test
  void aNoteSendsNothing() {
    var note = Step.note("remember", List.of(A), "x", Map.of("f", "1"));
    assertThat(note.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(note.carries()).containsExactly(A);
    assertThat(note.call().send(null)).isEqualTo(new Outcome<>("x", null, Map.of("f", "1")));
  }

  @Test
  void aDeleteLeavesTheObjectAsItWasSeen() {
    var sent = new ArrayList<String>();
    var delete = Step.delete("id", "x", api -> sent.add("sent"));
    assertThat(delete).hasToString("delete id");
    assertThat(delete.call().send(null)).isEqualTo(Outcome.of("x"));
    assertThat(sent).containsExactly("sent");
  }

  @Test
  void whatWasOnlyLearnedWasNotCarried() {
    assertThat(Outcome.learned("x", Map.of("f", "1")))
        .isEqualTo(new Outcome<>("x", null, Map.of("f", "1"), false));
    assertThat(Outcome.of("x").carried()).isTrue();
  }

  @Test
  void whetherAnInputWentAstrayIsKnown() {
    assertThat(new InvalidInputException("no").wasSent()).isFalse();
    assertThat(InvalidInputException.afterSending("no").wasSent()).isTrue();
    assertThat(InvalidInputException.afterSending("no")).hasMessage("no");
  }

  @ParameterizedTest
  @CsvSource({
    "READY, false",
    "PROGRESSING, true",
    "BUSY, true",
    "FAILED, false",
    "UNMADE, false",
  })
  void whatMoves(Phase phase, boolean moving) {
    assertThat(phase.isMoving()).isEqualTo(moving);
  }
}
