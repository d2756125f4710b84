package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a create may have left, by what is there and how long ago it was sent. */
class RecoveryTest {
  private static final Intent.Target NAMED = Intent.Target.named(Cloud.SCOPE, "p");
  private static final Intent.Target KEYED = Intent.Target.key(Cloud.SCOPE + "/p");

  private static final String MADE =
      "spec: {name: q}, status: {id: x, origin: Created, account: {teamId: team-a}}";

  private final Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private final Recovery<Thing> recovery =
      new Recovery<>(
          desk.services,
          new Ownership<>(desk.services),
          new CreateOnly(PaperspaceProject.class),
          new CapacityWait(desk.services));
  private final PaperspaceProject resource = desk.project("p", "spec: {name: p}");
  private Intent intent = announced(NAMED);
  private Reconciliation<?, ?> pass;
  private Verdict verdict;

  private Intent announced(Intent.Target target) {
    var made =
        Intent.of(resource, desk.time.instant(), Desk.TEAM, target, Optional.<Intent>empty());
    announce(made.value());
    return made;
  }

  private void announce(String value) {
    resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, value));
  }

  /** What a look comes to so long after the create: the id found, "none", or a reason. */
  private String look(Duration age) {
    desk.after(age);
    pass = desk.pass(resource);
    External<Thing> external = cloud.of(pass);
    var found = new AtomicReference<>("none");
    var ended =
        desk.endedAfterCheck(
            () -> recovery.leftBehind(external, intent).ifPresent(it -> found.set(it.id())));
    verdict = ended.orElse(null);
    return ended.map(it -> it.reason().name()).orElse(found.get());
  }

  private String look(long seconds) {
    return look(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "0, 10, x, made when it was sent",
    "-5, 10, x, the clocks are known to a few seconds",
    "-6, 10, Recovering, older than the create: others made it",
    "90, 100, x, made as late as a create can arrive",
    "91, 100, none, made later: others made it",
    ", 10, AmbiguousExternal, its time is not told; it may be anybody's",
  })
  void whatHasTheName(Integer made, long age, String is, String why) {
    cloud.add("x", "p", made == null ? null : intent.at().plusSeconds(made));
    cloud.add("other", "q", intent.at());
    assertThat(look(age)).as(why).isEqualTo(is);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "90, Recovering, false, it may still turn up",
    "91, none, true, nothing arrives so late",
  })
  void whatIsNotThere(long age, String is, boolean settled, String why) {
    assertThat(look(age)).as(why).isEqualTo(is);
    assertThat(pass.draft.isOpen(intent)).isNotEqualTo(settled);
  }

  /** What shows after its first page was read is not in a list that ends much later. */
  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "85, -1, Recovering, of a create that was lost",
    "25, 0, OutOfCapacity, of one that was refused",
  })
  void aLongLookProvesWhatItsBeginningDoes(long age, long refused, String is, String why) {
    if (refused >= 0) {
      desk.services.memos().of("p-uid").refused =
          new Memo.Refused(intent.text(), desk.services.steady().instant());
    }
    cloud.whenLooked = () -> desk.after(Duration.ofSeconds(20));
    assertThat(look(age)).as(why).isEqualTo(is);
  }

  @Test
  void ofSeveralNoneIsTaken() {
    cloud.add("x", "p", intent.at());
    cloud.add("y", "p", intent.at());
    assertThat(look(10)).isEqualTo("AmbiguousExternal");
    assertThat(verdict.message()).startsWith("Several cloud objects").contains("x, y");
    assertThat(verdict.isStalled()).isTrue();
  }

  @Test
  void whatAnotherResourceManagesIsNotOurs() {
    cloud.add("x", "p", intent.at());
    desk.project("q", MADE);
    assertThat(look(10)).isEqualTo("Recovering");
    assertThat(look(81)).isEqualTo("none");
  }

  /** It may be ours all the same, and a second would be paid for; an annotation takes nothing. */
  @ParameterizedTest
  @CsvSource({"false, is this one's then", "true, is deleted with this one then"})
  void whatAnotherResourceHasTakenOverIsNeitherTakenNorGivenUp(boolean goes, String then) {
    cloud.add("x", "p", intent.at());
    var other = desk.project("q", MADE.replace("Created", "Adopted"));
    if (goes) {
      resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    }
    assertThat(look(100)).isEqualTo("OwnershipConflict");
    assertThat(verdict.message()).contains("PaperspaceProject/q has taken over", then);
    desk.woken.clear();
    desk.gone(other);
    desk.services.forget(other, List.of("cloud/PaperspaceProject/team-a/x"));
    assertThat(desk.woken).containsExactly("p");
    assertThat(look(1)).isEqualTo("x");
  }

  @Test
  void whatWeAlreadyManageIsOurs() {
    cloud.add("x", "p", intent.at());
    desk.know(
        desk.read(PaperspaceProject.class, "p", "status: {id: x, account: {teamId: team-a}}"));
    assertThat(look(10)).isEqualTo("x");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "true,  p, 10, none, it is sent again, which does no harm",
    "false, p, 10, Recovering, sent again it might make a second",
    "true,  q, 10, Recovering, the spec means another one now",
    "true,  p, 91, none, nothing arrives so late",
  })
  void whatIsNotThereUnderItsKey(boolean repeatable, String now, long age, String is, String why) {
    intent = announced(KEYED);
    cloud.repeatable = repeatable;
    cloud.key = Cloud.SCOPE + "/" + now;
    assertThat(look(age)).as(why).isEqualTo(is);
    assertThat(pass.draft.isOpen(intent)).as("settled only for good").isEqualTo(age < 91);
  }

  @Test
  void aDeletionSendsNothingAgain() {
    intent = announced(KEYED);
    cloud.repeatable = true;
    cloud.key = KEYED.text();
    resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    assertThat(look(10)).isEqualTo("Recovering");
    assertThat(look(81)).isEqualTo("none");
    assertThat(pass.draft.completedIntent).as("the finalizer goes instead").isNull();
  }

  @Test
  void aKeyIsCertainWithoutATime() {
    intent = announced(KEYED);
    cloud.add("x", "p", null);
    assertThat(look(10)).isEqualTo("x");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "10, 0, OutOfCapacity, the list may not show yet what it left",
    "29, 0, OutOfCapacity, nor now",
    "30, 0, none, long before a lost create could be given up",
    "39, 10, OutOfCapacity, the refusal itself came late",
    "40, 10, none, and so long after it nothing shows any more",
  })
  void aRefusalForLackOfRoomLeavesNothingLate(long age, long answered, String is, String why) {
    desk.services.memos().of("p-uid").refused =
        new Memo.Refused(intent.text(), desk.services.steady().instant().plusSeconds(answered));
    assertThat(look(age)).as(why).isEqualTo(is);
    if (verdict != null) {
      assertThat(verdict.notAfter())
          .as("until the look")
          .isEqualTo(Duration.ofSeconds(30 + answered - age));
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "-5, x, made after the resource was declared",
    "-6, AmbiguousExternal, older than the resource",
  })
  void withoutTheTimeOfTheIntent(long made, String is, String why) {
    announce("p-uid.nonce@whenever#team-a name " + NAMED.text());
    intent = Intent.of(resource).orElseThrow();
    cloud.add("x", "p", desk.time.instant().plusSeconds(made));
    assertThat(look(10)).as(why).isEqualTo(is);
    if (verdict != null) {
      assertThat(verdict.message()).contains("its time does not tell: x.");
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "y, x, the one that is as it was to be made",
    "x y, AmbiguousExternal, neither is",
    "'', AmbiguousExternal, both are",
  })
  void ofWhatHasNoNameTheOneThatIsAlikeIsTaken(String unlike, String is, String why) {
    cloud.named = false;
    cloud.add("x", "p", intent.at());
    cloud.add("y", "p", intent.at());
    cloud.unlike.addAll(List.of(unlike.split(" ")));
    assertThat(look(10)).as(why).isEqualTo(is);
  }

  @Test
  void theOnlyOneThatIsNotAlikeIsNotTaken() {
    cloud.named = false;
    cloud.unlike.add("x");
    cloud.add("x", "p", intent.at());
    assertThat(look(10)).isEqualTo("AmbiguousExternal");
    assertThat(verdict.message()).contains("it is not as it was to be made: x.");
  }

  @Test
  void aDeletionDoesNotChooseEither() {
    resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    cloud.add("x", "p", intent.at());
    cloud.add("y", "p", intent.at());
    assertThat(look(10)).isEqualTo("AmbiguousExternal");
    assertThat(verdict.message())
        .startsWith("What an interrupted create left is one of x, y.")
        .contains("policy.deletion: Retain");
  }

  @Test
  void aScopeThatIsGoneHoldsNothing() {
    cloud.failure = new PaperspaceException(PaperspaceException.Reason.NOT_FOUND, 404, "gone");
    assertThat(look(91)).isEqualTo("none");
  }

  @Test
  void aLookThatFailsTellsNothing() {
    cloud.failure = new PaperspaceException(PaperspaceException.Reason.UNAVAILABLE, 503, "away");
    assertThatThrownBy(() -> look(91)).isSameAs(cloud.failure);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "80000, 0, , the pace comes first",
    "89500, 0, 1500, the end of the wait comes first",
    "80000, 3, 11000, before the pace that has grown",
  })
  void theLookThatTellsComesWhenTheWaitIsOver(long age, int failed, Long wait, String why) {
    var memo = desk.services.memos().of("p-uid");
    for (int i = 0; i < failed; i++) {
      memo.count(Verdict.waiting(Reason.Recovering, "it failed"));
    }
    assertThat(look(Duration.ofMillis(age))).isEqualTo("Recovering");
    assertThat(verdict.notAfter()).as(why).isEqualTo(wait == null ? null : Duration.ofMillis(wait));
  }

  /** After a look in vain no other is made until the session was checked. */
  private void looksOnceAndWaitsForItsCheck(long age, String noted) {
    desk.after(Duration.ofSeconds(age));
    pass = desk.pass(resource);
    External<Thing> external = cloud.of(pass);
    for (int i = 0; i < 2; i++) {
      assertThat(Desk.ended(() -> recovery.leftBehind(external, intent)).orElseThrow().shape())
          .isEqualTo(Verdict.Shape.QUEUED);
      assertThat(pass.memo.absent.what()).isEqualTo(noted);
    }
    desk.after(Duration.ZERO);
    assertThat(recovery.leftBehind(external, intent)).isEmpty();
    assertThat(cloud.calls).isEqualTo(1);
  }

  @Test
  void aLookInVainWaitsForItsCheck() {
    pass = desk.pass(resource);
    pass.memo.reserve("a key");
    looksOnceAndWaitsForItsCheck(91, intent.text() + " for good");
    assertThat(pass.memo.reserved()).as("of no use any more").isEmpty();
  }

  @Test
  void aRepetitionWaitsForItsCheck() {
    intent = announced(KEYED);
    cloud.repeatable = true;
    cloud.key = KEYED.text();
    pass = desk.pass(resource);
    pass.memo.reserve("a key");
    looksOnceAndWaitsForItsCheck(10, intent.text());
    assertThat(pass.memo.reserved()).as("it is about to be used").isNotEmpty();
  }

  /** A look in vain at a create that is to be sent again; its check is still to come. */
  private void hasLookedForARepetition() {
    intent = announced(KEYED);
    cloud.repeatable = true;
    cloud.key = KEYED.text();
    desk.after(Duration.ofSeconds(2));
    pass = desk.pass(resource);
    External<Thing> external = cloud.of(pass);
    assertThat(Desk.ended(() -> recovery.leftBehind(external, intent)).orElseThrow().shape())
        .isEqualTo(Verdict.Shape.QUEUED);
    assertThat(pass.memo.absent.what()).isEqualTo(intent.text());
  }

  @Test
  void aDeletionWaitsForTheGraceAfterALookForARepetition() {
    hasLookedForARepetition();
    resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    assertThat(look(8)).isEqualTo("Recovering");
    assertThat(look(81)).isEqualTo("none");
  }

  @Test
  void anotherNameWaitsForTheGraceAfterALookForARepetition() {
    hasLookedForARepetition();
    cloud.key = Cloud.SCOPE + "/q";
    assertThat(look(8)).isEqualTo("Recovering");
  }

  @Test
  void anIdThatIsGivenWaitsForTheGraceAfterALookForARepetition() {
    hasLookedForARepetition();
    desk.after(Duration.ofSeconds(8));
    var external = cloud.of(desk.pass(resource));
    assertThat(desk.endedAfterCheck(() -> recovery.suspects(external, intent)))
        .map(Verdict::reason)
        .contains(Reason.Recovering);
  }

  @Test
  void allThatMayBeMeantIsSuspect() {
    cloud.add("x", "p", null);
    cloud.add("y", "p", intent.at());
    cloud.add("z", "q", intent.at());
    assertThat(recovery.suspects(cloud.of(desk.pass(resource)), intent)).containsExactly("x", "y");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "10, Recovering, one may still turn up, though it could be sent again",
    "91, '', none will",
  })
  void nothingSuspect(long age, String reason, String why) {
    intent = announced(KEYED);
    cloud.repeatable = true;
    cloud.key = KEYED.text();
    desk.after(Duration.ofSeconds(age));
    var external = cloud.of(desk.pass(resource));
    var ended =
        desk.endedAfterCheck(
            () -> assertThat(recovery.suspects(external, intent)).as(why).isEmpty());
    assertThat(ended.map(it -> it.reason().name()).orElse("")).as(why).isEqualTo(reason);
  }

  @Test
  void whatIsToBeMadeIsKnownByItsKeyOrElseByItsName() {
    var external = cloud.of(desk.pass(resource));
    assertThat(external.target()).isEqualTo(NAMED);
    cloud.key = KEYED.text();
    assertThat(external.target()).isEqualTo(KEYED);
  }
}
