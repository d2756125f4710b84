package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemoTest {
  private static final String SORT = Reason.InternalError.name();

  private final Memo memo = new Memo();

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(Shape.WAITING, 3, "it failed once more"),
        arguments(Shape.STALLED, 3, "so did what needs a person"),
        arguments(Shape.TRANSIENT, 3, "so did what could not be asked"),
        arguments(Shape.DELETE_WAITING, 3, "so did a deletion that waits"),
        arguments(Shape.DELETE_STALLED, 3, "so did one that needs a person"),
        arguments(Shape.SETTLED, 0, "what was reached ends the count"),
        arguments(Shape.SHOWN, 0, "nothing is left to do, which ends it too"),
        arguments(Shape.PAUSED, 0, "a person has taken over"),
        arguments(Shape.MOVING, 2, "what moves may still fail"),
        arguments(Shape.FAILED, 2, "it is judged by its state, not counted"),
        arguments(Shape.DELETING, 2, "what goes on may still fail"),
        arguments(Shape.QUEUED, 2, "nothing was tried"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("rows")
  void countsWhatFailsInARow(Shape shape, int times, String why) {
    failTwice();
    memo.count(verdict(shape));
    assertThat(memo.failed().of(SORT)).as(why).isEqualTo(times);
  }

  @Test
  void oneWithATimeOfItsOwnContinuesWhatWasCounted() {
    failTwice();
    memo.count(verdict(Shape.WAITING).notAfter(Duration.ofSeconds(5)));
    assertThat(memo.failed().of(SORT)).isEqualTo(2);
  }

  @Test
  void anEditStartsAnew() {
    memo.begin(of(1));
    failTwice();
    memo.inVain = 4;
    memo.remade = new Remade(2, Instant.EPOCH);
    memo.begin(of(1));
    assertThat(memo.inVain).as("the same spec").isEqualTo(4);
    memo.begin(of(2));
    assertThat(memo.failed().of(SORT)).isZero();
    assertThat(memo.inVain).isZero();
    assertThat(memo.remade).isNull();
  }

  @Test
  void theFirstLookAfterAStartIsNoEdit() {
    memo.inVain = 4;
    memo.begin(of(7));
    assertThat(memo.inVain).isEqualTo(4);
  }

  @Test
  void everyObjectHasItsOwnUntilItIsForgotten() {
    var memos = new Memos();
    memos.of("a").inVain = 1;
    assertThat(memos.of("a").inVain).isEqualTo(1);
    assertThat(memos.of("b").inVain).isZero();
    memos.forget("a");
    assertThat(memos.of("a").inVain).isZero();
  }

  private void failTwice() {
    memo.count(verdict(Shape.WAITING));
    memo.count(verdict(Shape.WAITING));
  }

  private static Verdict verdict(Shape shape) {
    return Verdict.of(shape, Reason.InternalError, "it failed");
  }

  private static PaperspaceProject of(long generation) {
    var project = new PaperspaceProject();
    project.setMetadata(new ObjectMetaBuilder().withUid("u").withGeneration(generation).build());
    return project;
  }
}
