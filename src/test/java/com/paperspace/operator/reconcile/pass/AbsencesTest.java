package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.account.KnownTeams;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When "not found" is believed, and of whose key. */
class AbsencesTest {
  private final Desk desk = Desk.bare();
  private final Absences absences = new Absences(desk.services);
  private final PaperspaceProject resource = desk.project("p", "spec: {name: p}");

  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass() {
    return desk.pass(resource);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "34, true, 29, true, the list may not show it yet",
    "34, true, 30, false, the list shows it for sure",
    "60, true, 29, true, its answer came late",
    "95, true, 29, false, what was written last is no create",
    "94, true, , true, an earlier process may have been answered late",
    "95, true, , false, but not as late as that",
    "10, false, 5, false, a create that is still open is another matter",
  })
  void isYoung(long age, boolean over, Long written, boolean young, String why) {
    assertThat(absences.isYoung(pass())).as("without any intent").isFalse();
    var target = Intent.Target.named(Cloud.SCOPE, "p");
    var intent =
        Intent.of(resource, desk.time.instant(), Desk.TEAM, target, Optional.<Intent>empty());
    resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent.value()));
    desk.after(Duration.ofSeconds(age));
    var pass = pass();
    pass.draft.completedIntent = over ? intent.text() : null;
    pass.memo.lastWrite = written == null ? null : pass.steady.minusSeconds(written);
    assertThat(absences.isYoung(pass)).as(why).isEqualTo(young);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "x, 119, true, it waits for its check",
    "x, 120, false, nothing came of it, though the clock was put back",
    "y, 1, false, another was looked for",
  })
  void isNoted(String what, long age, boolean noted, String why) {
    Desk.ended(() -> absences.confirm(pass(), "x"));
    desk.clock.set(Duration.ofHours(-1));
    desk.after(Duration.ofSeconds(age));
    assertThat(absences.isNoted(pass(), what)).as(why).isEqualTo(noted);
  }

  @Test
  void aLookWithAnotherKeyIsNotNoted() {
    assertThat(absences.isNoted(pass(), "x")).isFalse();
    Desk.ended(() -> absences.confirm(pass(), "x"));
    var pass = pass();
    pass.connection = KnownTeams.open(desk.time, Desk.TEAM, Desk.USER, true);
    assertThat(absences.isNoted(pass, "x")).isFalse();
  }

  @Test
  void aCheckThatStartedLaterConfirms() {
    var waits = Desk.ended(() -> absences.confirm(pass(), "x")).orElseThrow();
    assertThat(waits.shape()).as("the last check came before the look").isEqualTo(Shape.QUEUED);
    assertThat(waits.notBefore()).isEqualTo(Duration.ofSeconds(10));
    var first = desk.services.memos().of("p-uid").absent;
    assertThat(first.what()).isEqualTo("x");
    desk.time.instant();
    assertThat(Desk.ended(() -> absences.confirm(pass(), "x"))).as("still none").isPresent();
    assertThat(desk.services.memos().of("p-uid").absent)
        .as("the first look is the one that waits")
        .isSameAs(first);
    KnownTeams.check(desk.time, desk.connection);
    absences.confirm(pass(), "x");
    assertThat(desk.services.memos().of("p-uid").absent).as("proves nothing later").isNull();
  }

  private Optional<Verdict> confirmed(Reconciliation<?, ?> pass) {
    pass.memo.absent =
        new Absence("x", desk.connection, desk.connection.tick(), desk.time.instant());
    KnownTeams.check(desk.time, desk.connection);
    return Desk.ended(() -> absences.confirm(pass, "x"));
  }

  @ParameterizedTest(name = "of {0}")
  @CsvSource({"x, x", "'', an object still to be found"})
  void underTheKeyOfAnotherTeamNothingIsMissing(String id, String named) {
    var pass = pass();
    pass.draft.id = id;
    pass.draft.account = new AccountUse("default", "team-b", Desk.USER);
    var said = confirmed(pass).orElseThrow();
    assertThat(said.reason()).isEqualTo(Reason.TeamMismatch);
    assertThat(said.message())
        .startsWith("The key belongs to team team-a, but " + named + " was made in team team-b.")
        .contains("or name an account of that team in spec.accountRef");
    assertThat(pass.memo.absent).isNull();
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "true,  ann, x,  bob, '', whose key sees all",
    "false, ann, x,  ann, NotVisible, his assignment may have ended",
    "false, ann, x,  bob, NotVisible, it may not be assigned to him",
    "false, ann, '', ann, '', what he was to make himself he would see",
    "false, ann, '', bob, NotVisible, another was to make it",
    "false, ,    '', ,    NotVisible, nobody knows who it is",
  })
  void aMembersKeyDoesNotSeeAll(
      boolean all, String user, String id, String seenBy, String reason, String why) {
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, user, all);
    var pass = pass();
    pass.draft.id = id;
    pass.draft.account = new AccountUse("default", Desk.TEAM, seenBy);
    var ended = confirmed(pass);
    assertThat(ended.map(it -> it.reason().name()).orElse("")).as(why).isEqualTo(reason);
    ended.ifPresent(
        it ->
            assertThat(it.message())
                .contains(user == null ? "a user whom the API does not name" : "user " + user)
                .contains(id.isEmpty() ? "an object still to be found" : "does not show x;"));
  }

  @Test
  void whatWasAskedToGoIsGone() {
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, Desk.USER, false);
    var pass = pass();
    pass.draft.id = "x";
    pass.draft.operation = new Operation("Deleting", pass.now.toString(), null);
    assertThat(confirmed(pass)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "-1, 89, '', it was there a moment ago",
    "-1, 90, NotVisible, the delete may not have come through and the assignment have ended",
    "80, 169, '', it was seen once more",
    "80, 170, NotVisible, as above",
  })
  void whatMayHaveBeenDeleted(long again, long looked, String reason, String why) {
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, Desk.USER, false);
    var pass = pass();
    pass.draft.id = "x";
    absences.deletionLost(pass);
    if (again >= 0) {
      desk.after(Duration.ofSeconds(again));
      absences.seen(pass);
      desk.after(Duration.ofSeconds(looked - again));
    } else {
      desk.after(Duration.ofSeconds(looked));
    }
    pass = pass();
    pass.draft.id = "x";
    pass.draft.account = new AccountUse("default", Desk.TEAM, Desk.USER);
    assertThat(confirmed(pass).map(it -> it.reason().name()).orElse("")).as(why).isEqualTo(reason);
  }

  @Test
  void aLostDeleteProvesNothingToAnotherKey() {
    var deleting = pass();
    deleting.draft.id = "x";
    absences.deletionLost(deleting);
    var pass = pass();
    pass.draft.id = "x";
    pass.connection = KnownTeams.open(desk.time, Desk.TEAM, Desk.USER, false);
    absences.seen(pass);
    assertThat(Desk.ended(() -> absences.confirm(pass, "x"))).isPresent();
  }

  @Test
  void aPersonMayAnswer() {
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, Desk.USER, false);
    var pass = pass();
    pass.draft.id = "x";
    assertThat(confirmed(pass)).isPresent();
    assertThat(pass.draft.question).isEqualTo("shown to user ann: x");
    resource.getMetadata().setAnnotations(new HashMap<>(Map.of(Annotations.RECONCILE_AT, "now")));
    assertThat(confirmed(pass)).isEmpty();
  }
}
