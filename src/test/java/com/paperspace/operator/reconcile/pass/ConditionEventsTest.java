package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Outcome;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which troubles people are told by an event, and how often. */
class ConditionEventsTest {
  private static final List<Condition> NEVER = List.of();

  private final Desk desk = Desk.inKubernetes();

  private List<Condition> after(String shape, String reason, List<Condition> before) {
    return shape == null || shape.equals("-") ? before : conditions(verdict(shape, reason), before);
  }

  private static Verdict verdict(String shape, String reason) {
    return Verdict.of(Shape.valueOf(shape), Reason.valueOf(reason), reason + " it is.");
  }

  private List<Condition> conditions(Verdict verdict, List<Condition> before) {
    return desk.services.conditions(verdict, before, 1);
  }

  /** A pass of a resource turns its conditions; answers what they are then. */
  private List<Condition> turn(Verdict verdict, List<Condition> before) {
    return turn(desk.pass(desk.project("p", "spec: {name: p}")), verdict, before);
  }

  private List<Condition> turn(Reconciliation<?, ?> pass, Verdict verdict, List<Condition> before) {
    pass.draft.conditions = conditions(verdict, before);
    ConditionEvents.announce(pass, verdict, before, desk.services.events());
    return pass.draft.conditions;
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "-, -, STALLED InvalidSpec, true, it is news",
    "STALLED, InvalidSpec, STALLED InvalidSpec, false, it was told",
    "STALLED, InvalidSpec, STALLED QuotaExceeded, true, another trouble is news",
    "STALLED, InvalidSpec, TRANSIENT ProviderUnavailable, false, nobody knows yet",
    "-, -, TRANSIENT ProviderUnavailable, false, that passes by itself",
    "-, -, WAITING WaitingForReference, false, and so does this",
  })
  void aResource(String was, String wasReason, String is, boolean told, String why) {
    var before = after(was, wasReason, NEVER);
    var words = is.split(" ", 2);
    turn(verdict(words[0], words[1]), before);
    assertThat(desk.events())
        .as(why)
        .isEqualTo(told ? List.of("Warning " + words[1] + " " + words[1] + " it is.") : List.of());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "InvalidSpec, Updating, its change is tried again",
    "InvalidSpec, Stopping, a stop goes before it",
    "InvalidSpec, Restarting, a restart was asked for",
    "OutputConflict, Stopping, while it moves no Secret is written",
    "ReplaceRequired, Starting, nor is it compared",
    "DisruptionRequired, Restarting, nor is it off",
    "OperationFailed, Stopping, its work is tried again",
  })
  void aTroubleIsNotOverBecauseTheObjectMoves(String trouble, String moving, String why) {
    var moves = turn(verdict("MOVING", moving), turn(verdict("STALLED", trouble), NEVER));
    assertThat(desk.events()).as(why).containsExactly(warning(trouble));
    turn(verdict("SETTLED", "Available"), moves);
    assertThat(desk.events())
        .containsExactly(
            "Normal Recovered No longer " + trouble + ". Available it is.", warning(trouble));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "InvalidSpec, name, 1, it was told",
    "InvalidSpec, disk, 2, another field is news",
    "OutputConflict, name, 1, and so was this",
    "OperationFailed, name, 2, it has failed once more",
  })
  void aTroubleThatStandsAfterAMoveIsNoNews(String trouble, String refused, int told, String why) {
    var stalled = verdict("STALLED", trouble);
    var moves = turn(verdict("MOVING", "Stopping"), refused("name", stalled, NEVER));
    refused(refused, stalled, moves);
    assertThat(desk.told()).as(why).isEqualTo(told);
  }

  private List<Condition> refused(String field, Verdict verdict, List<Condition> before) {
    var pass = desk.pass(desk.project("p", "spec: {name: p}"));
    pass.draft.attempts.put(field, new Attempt(field, "hash", Outcome.Refused.name()));
    return turn(pass, verdict, before);
  }

  private static String warning(String reason) {
    return "Warning " + reason + " " + reason + " it is.";
  }

  /** It is told by Created, whose machine is on its way then. */
  @Test
  void whatWasInTheWayOfACreateIsOverOnceItIsMade() {
    var before = turn(verdict("STALLED", "InvalidSpec"), NEVER);
    var pass = desk.pass(desk.project("p", "spec: {name: p}"));
    pass.obtained = EventReason.Created;
    before = turn(pass, verdict("MOVING", "Creating"), before);
    turn(verdict("SETTLED", "Available"), before);
    assertThat(desk.events()).noneMatch(it -> it.contains("Recovered"));
  }

  @Test
  void theEndOfATroubleOfAResource() {
    var before = after("STALLED", "InvalidSpec", NEVER);
    for (int i = 0; i < 2; i++) {
      before = turn(verdict("SETTLED", "Available"), before);
    }
    assertThat(desk.events())
        .containsExactly("Normal Recovered No longer InvalidSpec. Available it is.");
    assertThat(desk.told()).as("once").isEqualTo(1);
  }

  private static Verdict shown(String reason) {
    return Verdict.shown(
        Reason.valueOf(reason),
        "It differs.",
        Observation.ready(Reason.Available, "It runs.", null));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DriftReported | TRANSIENT ProviderUnavailable | DriftReported | told by a process before"
            + " an outage",
        "DriftReported | STALLED CredentialsInvalid | CredentialsInvalid, DriftReported | both are"
            + " over",
        "NotApplied | MOVING Updating | NotApplied | the edit that ended it",
        "NotApplied | PAUSED Paused | NotApplied | a pause ends nothing",
      })
  void theEndOfADifferenceIsToldWhateverLiesBetween(
      String shown, String between, String over, String why) {
    var words = between.split(" ", 2);
    var told = turn(verdict(words[0], words[1]), conditions(shown(shown), NEVER));
    turn(verdict("SETTLED", "Available"), told);
    assertThat(desk.events())
        .as(why)
        .contains("Normal Recovered No longer " + over + ". Available it is.");
  }

  /** One may follow the other: what is reported is corrected from then on, and ignored. */
  @Test
  void theEndOfTwoDifferencesIsToldOfBoth() {
    var told = turn(shown("DriftReported"), NEVER);
    told = turn(shown("NotApplied"), told);
    turn(verdict("SETTLED", "Available"), told);
    assertThat(desk.events())
        .containsExactly("Normal Recovered No longer DriftReported, NotApplied. Available it is.");
  }

  /** As on a machine that booted an hour ahead and had its clock set then. */
  @Test
  void aClockThatIsPutBackPutsNoWordOff() {
    var verdict = verdict("WAITING", "WaitingForReference");
    var before = NEVER;
    for (int i = 0; i < 2; i++) {
      before = turn(verdict, before);
      desk.clock.set(Duration.ofHours(-1));
      desk.after(Turns.PATIENCE);
    }
    assertThat(desk.events())
        .containsExactly("Warning WaitingForReference WaitingForReference it is.");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "-, -, Accepted, it is new",
    "WAITING, WaitingForAccount, Recovered, people were told of that",
    "STALLED, CredentialsInvalid, Recovered, and of that",
    "WAITING, CredentialsInvalid, Accepted, but not of that",
    "TRANSIENT, ProviderUnavailable, Accepted, nor of that",
    "SETTLED, SessionValid, , it was so",
  })
  void aKeyThatIsGood(String was, String wasReason, String told, String why) {
    var before = after(was, wasReason, NEVER);
    var account = desk.read(PaperspaceAccount.class, "a", "spec: {secretRef: {name: s}}");
    var verdict = verdict("SETTLED", "SessionValid");
    ConditionEvents.announce(
        account, verdict, before, conditions(verdict, before), desk.services.events());
    var over = "Recovered".equals(told) ? "No longer " + wasReason + ". " : "";
    assertThat(desk.events())
        .as(why)
        .isEqualTo(
            told == null
                ? List.of()
                : List.of("Normal " + told + " " + over + "SessionValid it is."));
  }

  /** Whether its key is good is unknown at once then, and in a moment it may be known. */
  @Test
  void anEditOfAnAccountWhileTheApiIsAwayIsNoTrouble() {
    var account = desk.read(PaperspaceAccount.class, "a", "spec: {secretRef: {name: s}}");
    var good = conditions(verdict("SETTLED", "SessionValid"), NEVER);
    var away = verdict("TRANSIENT", "ProviderUnavailable");
    var edited = desk.services.conditions(away, good, 2);
    assertThat(Conditions.find(edited, Conditions.READY).status()).isEqualTo("Unknown");
    ConditionEvents.announce(account, away, good, edited, desk.services.events());
    assertThat(desk.events()).isEmpty();
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "-, -, WAITING WaitingForAccount, false, true, all that uses it stands still",
    "SETTLED, Available, WAITING WaitingForAccount, false, true, all of a sudden",
    "WAITING, WaitingForAccount, WAITING WaitingForAccount, false, false, it was told",
    "WAITING, WaitingForAccount, STALLED TeamMismatch, false, true, another trouble",
    "-, -, TRANSIENT ProviderUnavailable, false, false, that passes by itself",
    "-, -, WAITING CredentialsInvalid, false, false, a key is turned away for good after some",
    "-, -, STALLED CredentialsInvalid, false, true, now it is for good",
    "-, -, WAITING Deleting, false, false, somebody wanted it so",
    "-, -, STALLED TeamMismatch, true, false, it is going anyway",
    "-, -, STALLED SecretDeleted, false, false, who knows the Secret tells of it",
  })
  void anAccount(
      String was, String wasReason, String is, boolean leaving, boolean told, String why) {
    var before = after(was, wasReason, NEVER);
    var words = is.split(" ", 2);
    var account = desk.read(PaperspaceAccount.class, "a", "spec: {secretRef: {name: s}}");
    if (leaving) {
      account.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    }
    var verdict = verdict(words[0], words[1]);
    ConditionEvents.announce(
        account, verdict, before, conditions(verdict, before), desk.services.events());
    assertThat(desk.events())
        .as(why)
        .isEqualTo(told ? List.of("Warning " + words[1] + " " + words[1] + " it is.") : List.of());
  }
}
