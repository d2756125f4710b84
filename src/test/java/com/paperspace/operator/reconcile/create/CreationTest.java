package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How one pass gets a resource without an id its cloud object, or why it does not. */
class CreationTest {
  private static final Duration LAG = Duration.ofSeconds(30);
  private static final Intent.Target NAMED = Intent.Target.named(Cloud.SCOPE, "p");
  private static final Intent.Target KEYED = Intent.Target.key(Cloud.SCOPE + "/p");

  private final Desk desk = Desk.inKubernetes().withAccount();
  private final Cloud cloud = new Cloud();
  private final Ownership<Thing> ownership = new Ownership<>(desk.services);
  private final CapacityWait capacity = new CapacityWait(desk.services);
  private final CreateOnly createOnly = new CreateOnly(PaperspaceProject.class);
  private final Creation<Thing> creation =
      new Creation<>(
          desk.services,
          ownership,
          new Recovery<>(desk.services, ownership, createOnly, capacity),
          createOnly,
          capacity);
  private PaperspaceProject resource;
  private Reconciliation<?, ?> pass;
  private Creation.Found<Thing> found;

  private void resource(String spec) {
    resource = desk.stored("p", "spec: " + spec);
    pass = desk.pass(resource);
  }

  private External<Thing> external() {
    return cloud.of(pass);
  }

  @ParameterizedTest
  @CsvSource({"true, WAITING", "false, STALLED"})
  void whatHasToComeFirstKeepsACreateFromBeingAnnounced(boolean onItsWay, Verdict.Shape shape) {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.unmet =
        onItsWay
            ? Observation.busy(Reason.WaitingForReference, "It stops.", null, null)
            : Observation.failed(Reason.DisruptionRequired, "It is on.", null);
    assertThat(obtain().map(Verdict::shape)).contains(shape);
    assertThat(note()).isNull();
    assertThat(pass.memo.reserved()).isEmpty();
  }

  private Intent announced(Intent.Target target) {
    var intent =
        Intent.of(resource, desk.time.instant(), Desk.TEAM, target, Optional.<Intent>empty());
    resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent.value()));
    resource = desk.know(desk.client.resource(resource).update());
    pass = desk.pass(resource);
    return intent;
  }

  /** How it ended; empty when there is an object now. */
  private Optional<Verdict> obtain() {
    return desk.endedAfterCheck(() -> found = creation.obtain(external()));
  }

  private PaperspaceProject stored() {
    return desk.client.resource(resource).get();
  }

  private String note() {
    var annotations = stored().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Annotations.CREATE_INTENT);
  }

  private boolean isHeld() {
    return stored().getMetadata().getFinalizers().contains(Annotations.FINALIZER);
  }

  @Test
  void oneIsAnnouncedAndThenMade() {
    resource("{name: p}");
    cloud.event = "e1";
    pass.memo.refused = new Memo.Refused("before", pass.steady);
    pass.memo.inVain = 3;
    cloud.whenSent = () -> assertThat(note()).as("announced before it is sent").isNotNull();
    assertThat(obtain()).isEmpty();
    assertThat(found.made()).isTrue();
    assertThat(found.remote().id()).isEqualTo("made");
    assertThat(pass.draft.id).isEqualTo("made");
    assertThat(pass.draft.origin()).isEqualTo(Origin.Created);
    assertThat(pass.draft.operation)
        .isEqualTo(new Operation("Creating", pass.now.toString(), "e1"));
    assertThat(pass.openIntent()).as("its outcome is recorded").isEmpty();
    assertThat(pass.draft.completedIntent).isNotNull();
    assertThat(pass.draft.account).isEqualTo(new AccountUse("default", Desk.TEAM, Desk.USER));
    assertThat(pass.draft.createdWith).isNotNull();
    assertThat(pass.memo.refused).isNull();
    assertThat(pass.memo.inVain).isZero();
    assertThat(isHeld()).isTrue();
  }

  /** A list showed it before the answer came; nothing tells better whose it is than the answer. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheAnswerNamesIsItsOwnWhoeverWasQuicker(boolean noted) {
    resource("{name: p}");
    var status = ", status: {id: made, origin: Adopted, account: {teamId: team-a}}";
    var other = desk.stored("q", "spec: {name: p}" + (noted ? status : ""));
    cloud.whenSent = () -> ownership.claim(cloud.of(desk.pass(other)), "made");
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.id).isEqualTo("made");
    assertThat(pass.openIntent()).as("its outcome is recorded").isEmpty();
    assertThat(desk.woken).contains("q");
    var refused = Desk.ended(() -> ownership.claim(cloud.of(desk.pass(other)), "made"));
    assertThat(refused.map(Verdict::reason)).contains(Reason.OwnershipConflict);
  }

  @Test
  void whatTheAnswerNamesButWasThereBeforeIsWhoseItWas() {
    resource("{name: p}");
    var other = desk.stored("q", "spec: {name: p}");
    cloud.old = true;
    cloud.whenSent = () -> ownership.claim(cloud.of(desk.pass(other)), "made");
    assertThat(obtain().map(Verdict::reason)).contains(Reason.OwnershipConflict);
  }

  @Test
  void whatIsMadeAtOnceHasNoOperation() {
    resource("{name: p}");
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.operation).isNull();
  }

  @Test
  void whatIsNamedByItsIdIsTakenOver() {
    resource("{name: p, externalId: x}");
    cloud.add("x", "p", null);
    assertThat(obtain()).isEmpty();
    assertThat(found.made()).isFalse();
    assertThat(pass.draft.origin()).isEqualTo(Origin.Adopted);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void aCreateThatIsOpenIsClosedWhenTheSpecGivesTheIdOfWhatItLeft() {
    resource("{name: p, externalId: x}");
    var intent = announced(NAMED);
    pass.draft.openIntent = intent.value();
    cloud.add("x", "p", intent.at());
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.completedIntent).isEqualTo(intent.text());
    assertThat(pass.draft.openIntent).isNull();
  }

  @Test
  void aCreateThatIsOpenStaysSoWhileWhatTheSpecGivesMayBeAnothers() {
    resource("{name: p, externalId: x}");
    var intent = announced(NAMED);
    var maker = desk.project("maker", "spec: {name: p}");
    var theirs = "maker-uid.n@" + intent.at() + "#" + Desk.TEAM + " name " + NAMED.text();
    maker.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, theirs));
    maker.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    cloud.add("x", "p", intent.at());
    var waits = obtain().orElseThrow();
    assertThat(waits.message()).startsWith("Waiting until the create of PaperspaceProject/maker");
    assertThat(waits.notBefore()).as("each look may be at a list").isEqualTo(LAG);
    assertThat(pass.draft.completedIntent).as("what it may have left is its own").isNull();
  }

  @Test
  void aSecondObjectThatACreateLeftIsNobodys() {
    resource("{name: p, externalId: x}");
    var intent = announced(NAMED);
    cloud.add("x", "q", null);
    cloud.add("left", "p", intent.at());
    assertThat(obtain().orElseThrow().message()).contains("left").contains("x");
    assertThat(pass.draft.completedIntent).isNull();
  }

  @Test
  void settlingGoesByTheIdThatIsKnown() {
    resource("{name: p, externalId: other}");
    var intent = announced(NAMED);
    pass.draft.own("left", Origin.Created);
    cloud.add("left", "p", intent.at());
    creation.settle(external());
    assertThat(pass.draft.completedIntent).isEqualTo(intent.text());
  }

  @Test
  void nothingIsSettledWithoutAnOpenCreate() {
    resource("{name: p, externalId: x}");
    creation.settle(external());
    assertThat(cloud.calls).isZero();
    assertThat(pass.draft.completedIntent).isNull();
  }

  @Test
  void whatAnInterruptedCreateLeftIsTaken() {
    resource("{name: p}");
    var intent = announced(NAMED);
    cloud.add("left", "p", intent.at());
    assertThat(obtain()).isEmpty();
    assertThat(found.made()).isFalse();
    assertThat(found.remote().id()).isEqualTo("left");
    assertThat(pass.draft.origin()).isEqualTo(Origin.Created);
    assertThat(pass.draft.completedIntent).isEqualTo(intent.text());
    assertThat(pass.draft.createdWith).isNotNull();
    assertThat(isHeld()).as("somebody may have replaced it, finalizer and all").isTrue();
    assertThat(desk.events())
        .containsExactly(
            "Normal IntentRecovered Found left, which an interrupted create had made.");
    assertThat(cloud.sent).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "1, false, it is told once, and sent again in the next pass",
    "0, true, an edit is tried at once",
  })
  void aCreateThatMadeNothing(long seen, boolean sent, String why) {
    resource("{name: p}");
    announced(NAMED);
    desk.after(Duration.ofSeconds(91));
    pass = desk.pass(resource);
    pass.draft.observedGeneration = seen;
    pass.draft.createdWith = Map.of("name", "p");
    var ended = obtain();
    assertThat(ended.isEmpty()).as(why).isEqualTo(sent);
    assertThat(cloud.sent.isEmpty()).as(why).isNotEqualTo(sent);
    assertThat(pass.memo.inVain).isEqualTo(sent ? 0 : 1);
  }

  @Test
  void aCreateThatWasRefusedForLackOfRoomIsNotInVain() {
    resource("{name: p}");
    var intent = announced(NAMED);
    pass.memo.refused = new Memo.Refused(intent.text(), pass.steady);
    desk.after(Duration.ofMinutes(20));
    pass = desk.pass(resource);
    pass.draft.observedGeneration = 1L;
    assertThat(obtain()).isEmpty();
    assertThat(cloud.sent).hasSize(1);
    assertThat(pass.memo.inVain).isZero();
  }

  @Test
  void aRepetitionUnderAKeyKeepsTheTimeOfTheFirst() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.repeatable = true;
    var first = announced(KEYED);
    pass.draft.createdWith = Map.of("name", "before");
    desk.after(Duration.ofSeconds(10));
    pass = desk.pass(resource);
    assertThat(obtain()).isEmpty();
    var second = Intent.of(stored()).orElseThrow();
    assertThat(second.since()).isEqualTo(first.at());
    assertThat(second.at()).isEqualTo(first.at().plusSeconds(10));
  }

  @Test
  void anotherNameIsAnotherCreate() {
    resource("{name: p}");
    var first = announced(NAMED);
    desk.after(Duration.ofSeconds(91));
    pass = desk.pass(resource);
    assertThat(obtain()).isEmpty();
    assertThat(Intent.of(stored()).orElseThrow().since()).isAfter(first.at());
  }

  @Test
  void whoComesSecondUnderAKeyMakesNothing() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    var other = desk.stored("q", "spec: {name: p}");
    ownership.reserve(cloud.of(desk.pass(other)));
    assertThat(obtain().map(Verdict::reason)).contains(Reason.OwnershipConflict);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void whatIsOnlyWatchedReservesAndMakesNothing() {
    resource("{name: p, policy: {management: ObserveOnly}}");
    cloud.key = KEYED.text();
    var verdict = obtain().orElseThrow();
    assertThat(verdict.reason()).isEqualTo(Reason.ExternalMissing);
    assertThat(verdict.isStalled()).isTrue();
    assertThat(verdict.message()).startsWith("No cloud object named p exists");
    assertThat(pass.memo.reserved()).isEmpty();
    assertThat(note()).isNull();
  }

  /** Anything that is free would have its empty name. */
  @Test
  void whatHasNoNameIsNotFoundByIt() {
    resource("{name: p, policy: {management: ObserveOnly}}");
    cloud.named = false;
    cloud.add("somebody's", "", null);
    var verdict = obtain().orElseThrow();
    assertThat(verdict.reason()).isEqualTo(Reason.ExternalMissing);
    assertThat(verdict.message()).startsWith("What is to be observed has no name");
    assertThat(pass.draft.hasId()).isFalse();
  }

  /** A disk must not be overwritten on an advice that speaks of looking. */
  @Test
  void noAdviceHasAnActCarriedOutUnawares() {
    resource("{name: p, policy: {management: ObserveOnly}}");
    cloud.named = false;
    cloud.oneShot = true;
    assertThat(obtain().orElseThrow().message())
        .isEqualTo(
            "Only spec.externalId tells which PaperspaceProject is to be observed. Under"
                + " policy.management: Full it would be carried out now, and that cannot be undone.");
  }

  @Test
  void whatHasTheNameIsTakenOverOnRequest() {
    resource("{name: p, policy: {adoption: ByName}}");
    cloud.add("x", "p", null);
    assertThat(obtain()).isEmpty();
    assertThat(found.made()).isFalse();
    assertThat(found.remote().id()).isEqualTo("x");
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void nothingIsMadeWithAnAccountThatGoes() {
    resource("{name: p}");
    var account = desk.account("default", "spec: {secretRef: {name: s}}");
    account.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    var verdict = obtain().orElseThrow();
    assertThat(verdict.reason()).isEqualTo(Reason.WaitingForAccount);
    assertThat(verdict.message()).contains("default is being deleted");
    assertThat(cloud.sent).isEmpty();
  }

  /** What was so when it was looked at may have ended before the finalizer was set. */
  @ParameterizedTest
  @ValueSource(strings = {"account", "mark", "Secret", "spec"})
  void nothingIsSentWithAKeyThatWasLetGoMeanwhile(String goes) {
    resource("{name: p}");
    cloud.key = KEYED.text();
    var account = desk.account("default", "spec: {secretRef: {name: s}}");
    switch (goes) {
      case "account" -> desk.gone(account);
      case "mark" -> cloud.whenAsked = () -> marked(account);
      case "Secret" -> desk.client.secrets().inNamespace(desk.namespace).withName("s").delete();
      default -> {
        desk.gone(resource);
        desk.project("p", "spec: {accountRef: {name: b}}");
      }
    }
    assertThatThrownBy(() -> creation.obtain(external())).isInstanceOf(LookAgainException.class);
    assertThat(cloud.sent).isEmpty();
    assertThat(note()).as("announced").isNotNull();
    assertThat(pass.openIntent()).as("settled").isEmpty();
    assertThat(pass.memo.reserved()).isEmpty();
    assertThat(desk.services.writer().statusOf(pass.resource).completedIntent()).isNotNull();
  }

  private void marked(PaperspaceAccount account) {
    account.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
  }

  @Test
  void anAccountThatStaysIsNoMatter() {
    resource("{name: p}");
    desk.account("default", "spec: {secretRef: {name: s}}");
    pass.draft.account = new AccountUse("default", Desk.TEAM, null);
    assertThat(obtain()).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "other,   true,  it is for a namespace without a default account",
    "default, false, what is made with it is of another team than the account that came meanwhile",
  })
  void theOperatorsOwnKeyMakes(String account, boolean made, String why) {
    resource("{name: p}");
    desk.gone(desk.account("default", "spec: {secretRef: {name: s}}"));
    desk.account(account, "spec: {secretRef: {name: s}}");
    pass.draft.account = new AccountUse(null, Desk.TEAM, null);
    if (made) {
      assertThat(obtain()).as(why).isEmpty();
    } else {
      assertThatThrownBy(() -> creation.obtain(external())).isInstanceOf(LookAgainException.class);
      assertThat(pass.openIntent()).as("settled").isEmpty();
    }
    assertThat(cloud.sent.isEmpty()).as(why).isNotEqualTo(made);
  }

  @Test
  void nothingIsMadeInANamespaceThatGoes() {
    resource("{name: p}");
    desk.namespaceGoes();
    assertThat(obtain().map(Verdict::reason)).contains(Reason.Deleting);
    assertThat(cloud.sent).isEmpty();
  }

  private static PaperspaceException failure(PaperspaceException.Reason reason, int status) {
    return new PaperspaceException(reason, status, "no");
  }

  @Test
  void aRefusedCreateMadeNothing() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.failure = null;
    cloud.refuses = step -> failure(PaperspaceException.Reason.INVALID, 400);
    assertThatThrownBy(() -> creation.obtain(external())).isInstanceOf(PaperspaceException.class);
    assertThat(pass.openIntent()).as("settled").isEmpty();
    assertThat(pass.draft.createdWith).as("the spec may be corrected").isNull();
    assertThat(pass.memo.reserved()).as("others may have its name").isEmpty();
    assertThat(pass.draft.openIntent).isNull();
  }

  @Test
  void aCreateWhoseAnswerWasLostIsLookedFor() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.refuses = step -> failure(PaperspaceException.Reason.NO_ANSWER, 0);
    var verdict = obtain().orElseThrow();
    assertThat(verdict.reason()).isEqualTo(Reason.Recovering);
    assertThat(verdict.message()).endsWith("no.");
    assertThat(pass.draft.openIntent).isEqualTo(note());
    assertThat(pass.openIntent()).isPresent();
    assertThat(pass.memo.reserved()).as("it may be there").isNotEmpty();
    assertThat(desk.counted).containsExactly("PaperspaceProject ProviderUnavailable");
  }

  @Test
  void aCreateThereIsNoRoomForIsTriedAgain() {
    resource("{name: p}");
    cloud.refuses = step -> failure(PaperspaceException.Reason.OUT_OF_CAPACITY, 500);
    assertThat(obtain().map(Verdict::reason)).contains(Reason.OutOfCapacity);
    assertThat(pass.memo.refused.intent()).isEqualTo(pass.openIntent().orElseThrow().text());
  }

  @Test
  void whatCannotBeSentIsNotAnnouncedAndKeepsNobodyFromItsName() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.unsendable = new InvalidInputException("too long");
    assertThatThrownBy(() -> creation.obtain(external())).isSameAs(cloud.unsendable);
    assertThat(note()).isNull();
    assertThat(pass.memo.reserved()).isEmpty();
  }

  private void edited() {
    var fresh = stored();
    fresh.setSpec(desk.read(PaperspaceProject.class, "p", "spec: {name: edited}").getSpec());
    desk.client.resource(fresh).update();
  }

  @Test
  void anUnsentCreateIsSettledAndItsStatusKept() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.refuses = step -> new LookAgainException("held up");
    assertThatThrownBy(() -> creation.obtain(external())).isInstanceOf(LookAgainException.class);
    assertThat(pass.openIntent()).as("settled").isEmpty();
    assertThat(pass.memo.reserved()).isEmpty();
    assertThat(desk.services.writer().statusOf(pass.resource).completedIntent())
        .isEqualTo(pass.draft.completedIntent)
        .isNotNull();
  }

  @Test
  void anUnsentRepetitionIsStillLookedFor() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.repeatable = true;
    announced(KEYED);
    desk.after(Duration.ofSeconds(10));
    pass = desk.pass(resource);
    cloud.refuses = step -> new LookAgainException("held up");
    var thrown = new AtomicReference<LookAgainException>();
    desk.endedAfterCheck(
        () -> {
          try {
            creation.obtain(external());
          } catch (LookAgainException e) {
            thrown.set(e);
          }
        });
    assertThat(thrown.get()).isNotNull();
    assertThat(pass.openIntent()).isPresent();
    assertThat(pass.memo.reserved()).isNotEmpty();
  }

  @Test
  void aRefusedRepetitionMayBeWhatTheFirstHasMade() {
    resource("{name: p}");
    cloud.key = KEYED.text();
    cloud.repeatable = true;
    announced(KEYED);
    desk.after(Duration.ofSeconds(10));
    pass = desk.pass(resource);
    cloud.refuses = step -> failure(PaperspaceException.Reason.INVALID, 400);
    assertThatThrownBy(this::obtain).isInstanceOf(PaperspaceException.class);
    assertThat(pass.openIntent()).isPresent();
    assertThat(pass.draft.openIntent).isEqualTo(note());
  }

  @Test
  void whatIsAnnouncedIsSentOnlyWhileTheSpecSaysSo() {
    resource("{name: p}");
    edited();
    assertThatThrownBy(() -> creation.obtain(external())).isInstanceOf(LookAgainException.class);
    assertThat(cloud.sent).isEmpty();
  }
}
