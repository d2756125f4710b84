package com.paperspace.operator.reconcile.update;

import static com.paperspace.operator.reconcile.update.Looks.CORRECT;
import static com.paperspace.operator.reconcile.update.Looks.OBSERVE;
import static com.paperspace.operator.reconcile.update.Looks.REPORT;
import static com.paperspace.operator.reconcile.update.Looks.look;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done about a cloud object, row by row, and what must hold in all of them. */
class DecisionTest {
  private static final List<String> FACTS =
      List.of("applied", "requested", "followed", "sent", "working", "retry");

  private static final List<Look> ALL = everyLook();

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "READY, , Correct, applied, REST, what equals the spec is left alone",
    "PROGRESSING, , Correct, , REST, what is on its way is told as it is",
    "FAILED, , Correct, applied, REST, a failure nothing can be sent for is told as it is",
    "UNMADE, NOT_SENT, Correct, , NOT_SENT, what never came to be gets nothing more",
    "BUSY, , Correct, requested, FOLLOW, what takes no change is waited for",
    "BUSY, , Observe, , FOLLOW, also where it is only watched: being late is shown",
    "READY, CORRECT, Correct, , SEND, an edit is brought to the cloud",
    "READY, CORRECT, Correct, applied, SEND, and what somebody else changed is put right",
    "PROGRESSING, CORRECT, Correct, , SEND, also while it moves but takes changes",
    "READY, CORRECT, Report, , SEND, under Report an edit is brought to the cloud",
    "READY, CORRECT, Report, applied, REPORT, but a foreign change is shown",
    "READY, CORRECT*, Report, , REPORT, and stays shown after an edit of something else",
    "READY, CORRECT* CORRECT, Report, , SEND, of which only the edit itself is sent",
    "READY, CORRECT* SETTLING, Report, , SETTLE, then waited for",
    "READY, CORRECT* NOT_APPLIED, Report, , LEAVE, then only what stood before is left",
    "READY, CORRECT, Observe, , REPORT, what is only watched is never changed",
    "READY, VERB, Correct, applied, SEND, what a person asked for is done",
    "READY, VERB, Report, applied, SEND, under Report too",
    "READY, VERB, Observe, applied, REPORT, but not to what is only watched",
    "FAILED, CORRECT, Correct, , SEND, an object that failed by itself can be mended",
    "FAILED, CORRECT, Correct, followed, SHOW_FAILURE, work we asked for: shown first",
    "FAILED, VERB, Correct, followed, SHOW_FAILURE, also work a person asked for",
    "FAILED, SETTLING, Correct, followed working, SHOW_FAILURE, and what it was to change",
    "FAILED, REPLACE, Correct, followed, REPLACE, nothing to try again: no need to wait",
    "FAILED, CORRECT, Correct, followed requested, SEND, a person does not want to wait",
    "FAILED, CORRECT, Correct, followed sent, SEND, what was sent in this pass is no failure yet",
    "READY, CORRECT, Correct, followed, SEND, work that ended well is no failure",
    "READY, REPLACE, Correct, applied, REPLACE, only a new object could have it",
    "READY, REPLACE CORRECT, Correct, , SEND, the rest does not wait for that",
    "READY, REPLACE, Report, applied, REPORT, under Report it is shown",
    "READY, REPLACE, Report, , REPLACE, unless the edit asks for it",
    "READY, NEEDS_STOP, Correct, , NEED_STOP, nobody allowed to stop it",
    "READY, NEEDS_STOP REPLACE, Correct, , REPLACE, a stop would not help all of it",
    "READY, REFUSED, Correct, , REFUSED, the API refused it and its turn is not now",
    "READY, REFUSED, Correct, retry, RETRY, now it is",
    "READY, REFUSED, Correct, retry sent, REFUSED, one call a pass",
    "READY, REFUSED CORRECT, Correct, retry, SEND, new differences come first",
    "READY, REFUSED NEEDS_STOP, Correct, , NEED_STOP, a person can help this one at once",
    "READY, SETTLING, Correct, , SETTLE, the API may not show it yet",
    "READY, SETTLING NOT_APPLIED, Correct, , SETTLE, what may change is not judged",
    "READY, NOT_APPLIED, Correct, , NOT_APPLIED, accepted and not carried out",
    "READY, NOT_APPLIED, Report, applied, REPORT, under Report all of it is shown",
  })
  void theFirstRuleThatFits(
      Phase phase, String drift, String policy, String facts, Decision expected, String why) {
    assertThat(Decision.of(look(phase, drift, Looks.policy(policy), facts)))
        .as(why)
        .isEqualTo(expected);
  }

  /** All looks there can be with at most two differences. */
  private static List<Look> everyLook() {
    var remedies = new ArrayList<String>();
    Stream.of(Remedy.values()).forEach(it -> remedies.addAll(List.of(it.name(), it + "*")));
    var drifts = new ArrayList<String>();
    drifts.add(null);
    drifts.addAll(remedies);
    remedies.forEach(a -> remedies.forEach(b -> drifts.add(a + " " + b)));
    return Stream.of(Phase.values())
        .flatMap(
            phase ->
                drifts.stream()
                    .flatMap(
                        drift ->
                            Stream.of(CORRECT, REPORT, OBSERVE)
                                .flatMap(
                                    policy ->
                                        facts().map(facts -> look(phase, drift, policy, facts)))))
        .toList();
  }

  private static Set<Decision> decided(Predicate<Look> looks) {
    return ALL.stream().filter(looks).map(Decision::of).collect(Collectors.toSet());
  }

  private static Stream<String> facts() {
    return Stream.iterate(0, i -> i + 1)
        .limit(1L << FACTS.size())
        .map(
            bits ->
                Stream.iterate(0, i -> i + 1)
                    .limit(FACTS.size())
                    .filter(i -> (bits & (1 << i)) != 0)
                    .map(FACTS::get)
                    .collect(Collectors.joining(" ")));
  }

  @Test
  void whatIsOnlyWatchedIsNeverChanged() {
    assertThat(decided(it -> it.policy().observeOnly()))
        .doesNotContain(Decision.SEND, Decision.RETRY);
  }

  @Test
  void nothingIsSentToWhatTakesNoChange() {
    assertThat(decided(it -> it.phase() == Phase.BUSY)).containsOnly(Decision.FOLLOW);
  }

  @Test
  void aRefusedDifferenceHasItsTurnOnlyBeforeAnythingIsSent() {
    assertThat(decided(Look::sent)).doesNotContain(Decision.RETRY);
  }

  @Test
  void whatMayBePutRightIsSentUnlessAFailureIsShownFirst() {
    assertThat(decided(it -> it.phase() != Phase.BUSY && !it.todo().isEmpty()))
        .containsOnly(Decision.SEND, Decision.SHOW_FAILURE);
  }

  @Test
  void nothingThatDiffersIsTakenForEqual() {
    assertThat(decided(it -> it.phase() != Phase.BUSY && !it.drift().isEmpty()))
        .doesNotContain(Decision.REST);
  }

  @Test
  void anEditIsAppliedOnlyWhenNothingOfItWaits() {
    var left =
        ALL.stream()
            .filter(it -> Decision.of(it).leavesNothingToSend())
            .flatMap(it -> it.drift().stream())
            .map(Drift::remedy)
            .collect(Collectors.toSet());
    assertThat(left)
        .doesNotContain(
            Remedy.VERB, Remedy.REPLACE, Remedy.NEEDS_STOP, Remedy.REFUSED, Remedy.SETTLING);
  }

  @Test
  void everyRuleIsNeeded() {
    var used = decided(it -> true);
    assertThat(used).containsExactlyInAnyOrder(Decision.values());
    assertThat(Decision.RULES).extracting(Decision.Rule::then).doesNotHaveDuplicates();
  }
}
