package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The truth table; what the real kstatus makes of it is in {@link KstatusTest}. */
class ConditionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration STALE = Duration.ofMinutes(15);
  private static final Observation<String> SEEN =
      Observation.ready(Reason.Available, "It is there.", "seen");
  private static final List<String> ORDER = List.of("Stalled", "Reconciling", "Synced", "Ready");

  private static Verdict verdict(Shape shape) {
    return new Verdict(shape, Reason.Available, "why", SEEN, null, null, "", false);
  }

  private static List<Condition> after(Verdict verdict, List<Condition> before, Instant now) {
    return Conditions.of(verdict, before, 3, now, STALE);
  }

  private static String status(List<Condition> conditions, String type) {
    var found = Conditions.find(conditions, type);
    return found == null ? "-" : found.status();
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED,        True,    True,    -,    -",
    "SHOWN,          True,    False,   -,    -",
    "MOVING,         False,   Unknown, True, -",
    "WAITING,        False,   False,   True, -",
    "STALLED,        False,   False,   -,    True",
    "FAILED,         False,   True,    -,    True",
    "TRANSIENT,      Unknown, Unknown, True, -",
    "PAUSED,         Unknown, False,   -,    -",
    "DELETING,       False,   False,   -,    -",
    "DELETE_WAITING, False,   False,   -,    -",
    "DELETE_STALLED, False,   False,   -,    True"
  })
  void everyRowForAnObjectNeverReadyBefore(
      Shape shape, String ready, String synced, String reconciling, String stalled) {
    var conditions = after(verdict(shape), null, NOW);
    assertThat(status(conditions, "Ready")).as("Ready").isEqualTo(ready);
    assertThat(status(conditions, "Synced")).as("Synced").isEqualTo(synced);
    assertThat(status(conditions, "Reconciling")).as("Reconciling").isEqualTo(reconciling);
    assertThat(status(conditions, "Stalled")).as("Stalled").isEqualTo(stalled);
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"TRANSIENT", "PAUSED"})
  void whatOnlyInterruptsLeavesAReadyObjectReady(Shape shape) {
    var before = after(verdict(Shape.SETTLED), null, NOW);
    var conditions = after(verdict(shape), before, NOW.plusSeconds(60));
    assertThat(Conditions.find(conditions, "Ready")).isEqualTo(Conditions.find(before, "Ready"));
  }

  @Test
  void readyIsNotBelievedForAGenerationItDoesNotSpeakOf() {
    var before = Conditions.of(verdict(Shape.SETTLED), null, 2, NOW, STALE);
    var conditions = after(verdict(Shape.TRANSIENT), before, NOW);
    assertThat(status(conditions, "Ready")).isEqualTo("Unknown");
    assertThat(status(conditions, "Reconciling")).isEqualTo("True");
  }

  @Test
  void readyIsNotBelievedForEverWithoutALook() {
    var before = after(verdict(Shape.SETTLED), null, NOW);
    var first = after(verdict(Shape.TRANSIENT), before, NOW.plusSeconds(1));
    var soon = after(verdict(Shape.TRANSIENT), first, NOW.plus(STALE));
    assertThat(status(soon, "Ready")).isEqualTo("True");
    var late = after(verdict(Shape.TRANSIENT), soon, NOW.plus(STALE).plusSeconds(2));
    assertThat(status(late, "Ready")).isEqualTo("Unknown");
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theOrderIsAlwaysTheSame(Shape shape) {
    var types = after(verdict(shape), null, NOW).stream().map(Condition::type).toList();
    var sorted = new ArrayList<>(ORDER);
    sorted.retainAll(types);
    assertThat(types).isEqualTo(sorted);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theTimeMovesWithTheStatusAlone(Shape shape) {
    var before = after(verdict(Shape.SETTLED), null, NOW);
    for (var condition : after(verdict(shape), before, NOW.plusSeconds(100))) {
      var old = Conditions.find(before, condition.type());
      boolean same = old != null && old.status().equals(condition.status());
      assertThat(condition.lastTransitionTime())
          .as(condition.type())
          .isEqualTo((same ? NOW : NOW.plusSeconds(100)).toString());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"QUEUED"},
      mode = EnumSource.Mode.EXCLUDE)
  void theSameVerdictAgainChangesNothing(Shape shape) {
    var once = after(verdict(shape), null, NOW);
    assertThat(after(verdict(shape), once, NOW.plusSeconds(60))).isEqualTo(once);
  }

  @Test
  void messagesAreBounded() {
    var verdict = Verdict.stalled(Reason.InvalidSpec, "x".repeat(10_000));
    assertThat(after(verdict, null, NOW)).allMatch(c -> c.message().length() <= 2048);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "READY,       -,    -,    True",
    "PROGRESSING, -,    True, False",
    "BUSY,        -,    True, False",
    "FAILED,      True, -,    False",
    "UNMADE,      True, -,    False",
  })
  void aDifferenceIsShownBesideWhatTheObjectDoes(
      Observation.Phase phase, String stalled, String reconciling, String ready) {
    var seen = new Observation<>(phase, Reason.Available, "as seen", null, "seen");
    var shown = after(Verdict.shown(Reason.NotApplied, "differs", seen), null, NOW);
    assertThat(status(shown, "Stalled")).isEqualTo(stalled);
    assertThat(status(shown, "Reconciling")).isEqualTo(reconciling);
    assertThat(status(shown, "Ready")).isEqualTo(ready);
    assertThat(Conditions.find(shown, "Synced").message()).isEqualTo("differs");
    assertThat(Conditions.find(shown, "Ready").message()).isEqualTo("as seen");
  }

  @Test
  void whatIsSettledEqualsItsSpecAndAnAccountSaysWhatItIs() {
    var seen = after(Verdict.about(Shape.SETTLED, SEEN), null, NOW);
    assertThat(Conditions.find(seen, "Synced").message())
        .isEqualTo("The cloud object equals the spec.");
    assertThat(Conditions.find(seen, "Ready").message()).isEqualTo("It is there.");
    var account = after(Verdict.of(Shape.SETTLED, Reason.Available, "Team a."), null, NOW);
    assertThat(Conditions.find(account, "Synced").message()).isEqualTo("Team a.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "Synced, NotApplied, true",
    "Synced, Available, false",
    "Stalled, NotApplied, false",
  })
  void whatAConditionSaysAlready(String type, Reason reason, boolean said) {
    var shown = after(Verdict.shown(Reason.NotApplied, "differs", SEEN), null, NOW);
    assertThat(Conditions.saysAlready(shown, type, reason)).isEqualTo(said);
    assertThat(Conditions.saysAlready(null, type, reason)).isFalse();
  }

  @Test
  void whoWaitsForItsTurnKeepsWhatWasSaid() {
    var before = after(verdict(Shape.STALLED), null, NOW);
    assertThat(after(verdict(Shape.QUEUED), before, NOW.plusSeconds(9))).isEqualTo(before);
  }
}
