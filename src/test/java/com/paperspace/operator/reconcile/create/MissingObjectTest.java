package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.KnownTeams;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Remade;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a resource whose cloud object is not found. */
class MissingObjectTest {
  private static final String STATUS =
      ", status: {id: x, origin: Created, observedGeneration: 1, account: {name: default, teamId:"
          + " team-a, userId: ann}}";

  private Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private PaperspaceProject resource = known("p", "{name: p}");
  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass;
  private Verdict verdict;

  private PaperspaceProject known(String name, String spec) {
    return desk.project(name, "spec: " + spec + STATUS);
  }

  /** How the look ends: with a reason, or "again" when the object is to be made again. */
  private String confirm() {
    pass = desk.pass(resource);
    pass.draft.account = resource.getStatus().account();
    var missing = new MissingObject<Thing>(desk.services);
    var ended = desk.endedAfterCheck(() -> missing.confirm(cloud.of(pass)));
    verdict = ended.orElse(null);
    return ended.map(it -> it.reason().name()).orElse("again");
  }

  private void annotate(String key, String value) {
    resource.getMetadata().setAnnotations(new HashMap<>(Map.of(key, value)));
  }

  @Test
  void whatIsGoneIsMadeAgainAndAnybodyMayHaveTheOld() {
    desk.services.claims().claim("cloud/PaperspaceProject/team-a/x", resource);
    cloud.rest = "Its address stays.";
    assertThat(confirm()).isEqualTo("again");
    assertThat(pass.draft.hasId()).isFalse();
    assertThat(pass.vanished).isEqualTo("x is gone; it is made again. Its address stays.");
    var other = desk.project("q", "spec: {name: p}");
    desk.project("p", "spec: {name: p}");
    assertThat(desk.services.claims().claim("cloud/PaperspaceProject/team-a/x", other)).isEmpty();
  }

  @Test
  void anActThatMustNotHappenTwiceIsRepeatedOnlyWhenAsked() {
    cloud.oneShot = true;
    assertThat(confirm()).isEqualTo("OutcomeUnknown");
    assertThat(pass.draft.hasId()).isTrue();
    assertThat(verdict.message()).startsWith("x is gone before it was over");
  }

  @ParameterizedTest
  @CsvSource({
    "true,  OperationFailed, Its making failed.",
    "false, ExternalMissing, x is gone from the cloud.",
  })
  void whatIsNotMadeAgainIsNotSaidToBe(boolean known, String reason, String words) {
    cloud.whyGone =
        known ? Observation.failed(Reason.OperationFailed, "Its making failed.", null) : null;
    resource = known("p", "{name: p, policy: {drift: Report}}");
    assertThat(confirm()).isEqualTo(reason);
    assertThat(verdict.isGone()).isTrue();
    assertThat(verdict.message())
        .isEqualTo(words + " Delete this object, or point spec.externalId at another one.");
  }

  @Test
  void whatNobodyTookAwayIsMadeAgainOnlyWhenAsked() {
    cloud.whyGone = Observation.failed(Reason.OperationFailed, "Its making failed.", null);
    assertThat(confirm()).isEqualTo("OperationFailed");
    assertThat(verdict.message())
        .startsWith("Its making failed. Delete this object; or, ")
        .contains(Annotations.RECONCILE_AT);
    assertThat(verdict.isGone()).isTrue();
    assertThat(pass.draft.hasId()).isTrue();
    resource =
        desk.project(
            "p",
            "spec: {name: p}" + STATUS.replace("id: x", "id: x, question: OperationFailed of x"));
    known("q", "{name: q}");
    annotate(Annotations.RECONCILE_AT, "1");
    assertThat(confirm()).as("whatever else of its kind is gone").isEqualTo("again");
  }

  /** It was made so many seconds ago. */
  private void completed(long ago) {
    var intent =
        Intent.of(
            resource,
            desk.time.instant(),
            Desk.TEAM,
            Intent.Target.named(Cloud.SCOPE, "p"),
            Optional.<Intent>empty());
    resource =
        desk.project(
            "p",
            "spec: {name: p}"
                + STATUS.replace("id: x", "id: x, completedIntent: '" + intent.text() + "'"));
    annotate(Annotations.CREATE_INTENT, intent.value());
    desk.after(Duration.ofSeconds(ago));
  }

  @Test
  void whatWentForWantOfRoomIsTriedAgainAtThatPaceWhateverElseIsGone() {
    completed(100);
    known("q", "{name: q}");
    cloud.rest = "Its address stays.";
    cloud.whyGone = Observation.failed(Reason.OutOfCapacity, "Its making failed: no room.", null);
    assertThat(confirm()).isEqualTo("OutOfCapacity");
    assertThat(verdict.shape()).isEqualTo(Shape.WAITING);
    assertThat(verdict.isGone()).isTrue();
    assertThat(verdict.message())
        .startsWith("x is gone. Its making failed: no room (attempt 1). It is tried again;")
        .endsWith("Its address stays.");
    assertThat(pass.draft.hasId()).isFalse();
    assertThat(pass.memo.remade).as("nobody took it away").isNull();
    assertThat(pass.memo.refused.intent()).isEqualTo(pass.draft.completedIntent);
    assertThat(desk.counted).contains("PaperspaceProject OutOfCapacity");

    desk.counted.clear();
    confirm();
    assertThat(desk.counted).as("the status was not written: the same once more").isEmpty();
  }

  /** The pass that finds it gone is the one the request was for. */
  @Test
  void whatWentForWantOfRoomIsMadeAgainAtOnceWhereThatIsAskedFor() {
    completed(100);
    annotate(Annotations.RECONCILE_AT, "1");
    cloud.whyGone = Observation.failed(Reason.OutOfCapacity, "Its making failed: no room.", null);
    assertThat(confirm()).isEqualTo("again");
    assertThat(pass.draft.hasId()).isFalse();
  }

  @Test
  void whatWentForWantOfRoomIsNotMadeAgainUnderReport() {
    cloud.whyGone = Observation.failed(Reason.OutOfCapacity, "Its making failed: no room.", null);
    resource = known("p", "{name: p, policy: {drift: Report}}");
    assertThat(confirm()).isEqualTo("ExternalMissing");
    assertThat(verdict.message()).startsWith("Its making failed: no room. Delete this object");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "94, Creating, whoever made it may have been answered late",
    "95, again, the list shows it for sure",
  })
  void whatWasMadeLately(long age, String is, String why) {
    completed(age);
    assertThat(confirm()).as(why).isEqualTo(is);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: p, policy: {management: ObserveOnly}} | ExternalMissing | it is only watched",
        "{name: p, policy: {drift: Report}} | ExternalMissing | differences are only shown",
        "{name: p, externalId: x} | ExternalMissing | this one was asked for",
        "{name: p, externalId: y} | again | another one is asked for by now",
        "{name: p} | again | ours is made again",
      })
  void whatThePolicySays(String spec, String is, String why) {
    resource = known("p", spec);
    assertThat(confirm()).as(why).isEqualTo(is);
    if (verdict != null) {
      assertThat(verdict.shape()).isEqualTo(Shape.STALLED);
      assertThat(pass.draft.id).isEqualTo("x");
    } else {
      assertThat(pass.draft.hasId()).isFalse();
      assertThat(pass.vanished == null).as("another is taken over").isEqualTo(spec.contains("y}"));
    }
  }

  @Test
  void anApiThatContradictsItselfIsAskedAgain() {
    cloud.add("x", "p", null);
    assertThat(confirm()).isEqualTo("Updating");
    assertThat(verdict.shape()).isEqualTo(Shape.MOVING);
    assertThat(pass.draft.id).isEqualTo("x");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "1, 0, again, it is the only one",
    "2, 0, MassDisappearance, all are gone",
    "6, 1, again, five may go at once",
    "7, 1, MassDisappearance, six may not",
    "60, 54, again, six of sixty may: a tenth",
    "60, 53, MassDisappearance, seven of sixty may not",
  })
  void manyAtOnce(int known, int present, String is, String why) {
    for (int i = 1; i < known; i++) {
      desk.project("o" + i, "status: {id: o" + i + ", account: {teamId: team-a}}");
    }
    for (int i = 1; i <= present; i++) {
      cloud.add("o" + i, "other", null);
    }
    assertThat(confirm()).as(why).isEqualTo(is);
    if (verdict != null) {
      var words =
          (known - present) + " of " + known + " objects of this kind seem to have vanished";
      assertThat(verdict.message()).startsWith(words).contains("at once, x among them.");
      assertThat(verdict.isStalled()).isTrue();
      assertThat(verdict.isGone()).as("it is asked").isFalse();
      assertThat(pass.draft.question).isEqualTo("vanished with many: x");
    }
  }

  /** Leftovers, such as snapshots whose machine went, would have each loss asked about. */
  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "PT36M, again, it is told for long that they are gone",
    "PT34M, MassDisappearance, they may have vanished with this one",
  })
  void whatIsToldGoneForLongDoesNotCount(Duration since, String is, String why) {
    for (int i = 1; i < 8; i++) {
      desk.project("o" + i, "status: {id: o" + i + ", account: {teamId: team-a}}");
      desk.services.memos().of("o" + i + "-uid").toldGone =
          desk.services.steady().instant().minus(since);
    }
    assertThat(confirm()).as(why).isEqualTo(is);
    if (verdict != null) {
      resource.setStatus(pass.draft.build());
      desk.after(Duration.ofHours(1));
      assertThat(confirm()).as("a question stands until it is answered").isEqualTo(is);
    }
  }

  @Test
  void whatLiesElsewhereDoesNotCount() {
    desk.project("o", "status: {id: o, account: {teamId: team-a}}");
    cloud.oneScope = false;
    assertThat(confirm()).isEqualTo("again");
  }

  /** Of some kinds the resource alone tells where its object is. */
  @Test
  void norDoesWhatItsResourceSaysIsElsewhere() {
    desk.project("o", "status: {id: o, account: {teamId: team-a}}");
    cloud.inScope = false;
    assertThat(confirm()).isEqualTo("again");
  }

  @Test
  void aPersonMayAnswerThatManyAreGone() {
    desk.project("o", "status: {id: o, account: {teamId: team-a}}");
    annotate(Annotations.RECONCILE_AT, "before");
    assertThat(confirm()).as("asked for before the question").isEqualTo("MassDisappearance");
    resource.setStatus(pass.draft.build());
    annotate(Annotations.RECONCILE_AT, "after");
    assertThat(confirm()).isEqualTo("again");
  }

  @Test
  void aKeyThatSeesLittleIsAskedOfThisObjectAlone() {
    desk.project("o", "status: {id: o, account: {teamId: team-a}}");
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, Desk.USER, false);
    assertThat(confirm()).isEqualTo("NotVisible");
    resource.setStatus(pass.draft.build());
    annotate(Annotations.RECONCILE_AT, "it is gone");
    assertThat(confirm()).as("and not of the others").isEqualTo("again");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "1, 89, '', 1, a minute and a half after the first",
    "1, 90, '', , then it is over",
    "2, 90, '', 90, three minutes after the second",
    "9, 1000, '', 300, half an hour at most; looked at once a period",
    "9, 1800, '', , then it is over",
    "1, 10, edit, , an edit has it made at once",
    "1, 10, request, , and so has a person",
  })
  void whatGoesAgainAndAgainIsMadeAgainLater(
      int times, long age, String change, Long wait, String why) {
    var memo = desk.services.memos().of("p-uid");
    memo.remade = new Remade(times, desk.time.instant());
    memo.edited = change.equals("edit");
    if (change.equals("request")) {
      annotate(Annotations.RECONCILE_AT, "now");
    }
    var due = desk.time.instant().plusSeconds(times == 1 ? 90 : times == 2 ? 180 : 1800);
    desk.after(Duration.ofSeconds(age));
    assertThat(confirm()).as(why).isEqualTo(wait == null ? "again" : "ExternalMissing");
    if (wait != null) {
      assertThat(verdict.shape()).isEqualTo(Shape.WAITING);
      assertThat(verdict.isGone()).isTrue();
      assertThat(verdict.notBefore()).isEqualTo(Duration.ofSeconds(wait));
      assertThat(verdict.message())
          .contains(times == 1 ? "(once)" : "(" + times + " times in a row)")
          .contains("made again at " + due + " or later");
    }
  }

  @Test
  void aVanishingIsToldOnceItIsWritten() {
    desk = Desk.inKubernetes();
    resource = known("p", "{name: p}");
    var missing = new MissingObject<Thing>(desk.services);
    pass = desk.pass(resource);
    missing.note(cloud.of(pass));
    assertThat(pass.memo.remade).as("nothing has vanished").isNull();

    pass.vanished = "x is gone; it is made again.";
    pass.memo.edited = true;
    missing.note(cloud.of(pass));
    assertThat(pass.memo.remade).isEqualTo(new Remade(1, pass.steady));
    assertThat(pass.memo.edited).isFalse();
    assertThat(pass.vanished).isNull();
    pass.vanished = "y is gone too.";
    missing.note(cloud.of(pass));
    assertThat(pass.memo.remade.times()).isEqualTo(2);
    assertThat(desk.events())
        .containsExactly(
            "Warning ExternalMissing x is gone; it is made again.",
            "Warning ExternalMissing y is gone too.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({"1799, false, it may still go", "1800, true, it stays"})
  void whatIsSeenLongEnoughStays(long age, boolean forgotten, String why) {
    var missing = new MissingObject<Thing>(desk.services);
    missing.seen(cloud.of(desk.pass(resource)));
    var memo = desk.services.memos().of("p-uid");
    memo.remade = new Remade(3, desk.time.instant());
    desk.after(Duration.ofSeconds(age));
    missing.seen(cloud.of(desk.pass(resource)));
    assertThat(memo.remade == null).as(why).isEqualTo(forgotten);
  }

  /** As on a machine that booted an hour ahead and had its clock set then. */
  @Test
  void aClockThatIsPutBackHoldsNothingUp() {
    var memo = desk.services.memos().of("p-uid");
    var due = desk.clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(90);
    memo.remade = new Remade(1, desk.pass(resource).steady);
    desk.clock.set(Duration.ofHours(-1));
    desk.after(Duration.ofSeconds(80));
    assertThat(confirm()).isEqualTo("ExternalMissing");
    assertThat(verdict.message())
        .as("by the clock of people")
        .contains("made again at " + due.minus(Duration.ofHours(1)));
    desk.after(Duration.ofSeconds(10));
    assertThat(confirm()).isEqualTo("again");
  }

  @Test
  void underAnotherTeamsKeyNothingIsMissing() {
    KnownTeams.check(desk.time, desk.connection, "team-b", Desk.USER, true);
    assertThat(confirm()).isEqualTo(Reason.TeamMismatch.name());
  }
}
