package com.paperspace.operator.reconcile.delete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource.Unreadable;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.CapacityWait;
import com.paperspace.operator.reconcile.create.Ownership;
import com.paperspace.operator.reconcile.create.Recovery;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step of a deletion: whether it asks, waits, or lets go. */
class DeletionStepTest {
  private final Desk desk = Desk.inKubernetes();
  private final Cloud cloud = new Cloud();
  private PaperspaceProject resource;
  private Reconciliation<?, ?> pass;
  private boolean connected;

  private void resource(String spec, Map<String, String> annotations) {
    var read = desk.read(PaperspaceProject.class, "p", "spec: " + spec);
    read.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    read.getMetadata().setAnnotations(annotations);
    resource = desk.know(desk.client.resource(read).create());
    pass = desk.pass(resource);
  }

  private void resource(String spec) {
    resource(spec, Map.of());
  }

  /** One whose cloud object was made here. */
  private void made(String spec) {
    resource(spec);
    pass.draft.own("x", Origin.Created);
    cloud.add("x", "p", null);
  }

  private void made() {
    made("{name: p}");
  }

  private Optional<Verdict> delete(Optional<Verdict> queued) {
    var recovery =
        new Recovery<Thing>(
            desk.services,
            new Ownership<>(desk.services),
            new CreateOnly(PaperspaceProject.class),
            new CapacityWait(desk.services));
    return new Deletion<>(desk.services, recovery)
        .delete(
            cloud.of(pass),
            () -> {
              connected = true;
              return queued;
            });
  }

  private Verdict delete() {
    return delete(Optional.empty()).orElseThrow();
  }

  private boolean isHeld() {
    return !Metadata.finalizers(desk.client.resource(resource).get()).isEmpty();
  }

  /** Nothing of it is left that could be removed, and what it did stays done. */
  @Test
  void anActThatHappensOnceIsNotUndone() {
    made();
    cloud.oneShot = true;
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(connected).isFalse();
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void whatIsNotHeldIsNoConcernOfOurs() {
    made();
    pass.resource.getMetadata().setFinalizers(List.of("example.com/other"));
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(connected).isFalse();
    assertThat(cloud.sent).isEmpty();
    assertThat(isHeld()).isTrue();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Created | {}                        | the default deletes what was made here",
        "Adopted | {deletion: Delete}        | taken over, and somebody said so",
      })
  void whatGoes(Origin origin, String policy, String why) {
    made("{name: p, policy: %s}".formatted(policy));
    pass.draft.own("x", origin);
    var verdict = delete();
    assertThat(cloud.sent).as(why).containsExactly("delete");
    assertThat(verdict.shape()).isEqualTo(Shape.DELETING);
    assertThat(verdict.message()).isEqualTo("Asked for the deletion of x.");
    assertThat(verdict.notAfter()).as("looked at soon").isZero();
    assertThat(pass.draft.operation)
        .isEqualTo(new Operation("Deleting", pass.now.toString(), null));
    assertThat(isHeld()).isTrue();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Adopted | {}                        | the default leaves what was taken over",
        "Created | {deletion: Retain}        | made here and kept",
        "Created | {management: ObserveOnly} | only watched",
        "Created | {management: ObserveOnly, deletion: Delete} | only watched, whatever else",
      })
  void whatStays(Origin origin, String policy, String why) {
    made("{name: p, policy: %s}".formatted(policy));
    pass.draft.own("x", origin);
    assertThat(delete(Optional.empty())).as(why).isEmpty();
    assertThat(connected).as("needs no key").isFalse();
    assertThat(cloud.sent).isEmpty();
    assertThat(isHeld()).isFalse();
  }

  @ParameterizedTest(name = "asked to go: {0}")
  @CsvSource({
    "true, x is going: its deletion was asked for before its policy said to keep it",
    "false, 'left x in the cloud, as its policy says'",
  })
  void whatIsSaidOfOneThatIsToStay(boolean asked, String said) {
    made("{name: p, policy: {deletion: Retain}}");
    pass.draft.operation =
        new Operation(asked ? "Deleting" : "Updating", pass.now.toString(), null);
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(desk.events()).containsExactly("Normal Released Let go: " + said + ".");
  }

  @Test
  void whatMayBeGoingIsNotSaidToBeLeft() {
    made("{name: p, policy: {deletion: Retain}}");
    new Absences(desk.services).deletionLost(pass);
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(desk.events())
        .containsExactly(
            "Normal Released Let go: x may be going: the answer to its deletion was lost before its"
                + " policy said to keep it.");
  }

  @Test
  void aPauseHoldsIt() {
    resource("{name: p}", Map.of(Annotations.PAUSED, "true"));
    pass.draft.own("x", Origin.Created);
    var verdict = delete();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_WAITING);
    assertThat(verdict.reason()).isEqualTo(Reason.Paused);
    assertThat(connected).isFalse();
  }

  @Test
  void whatWasNeverMadeIsLetGo() {
    resource("{name: p}");
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(isHeld()).isFalse();
    assertThat(connected).isFalse();
  }

  @Test
  void whatWaitsForTheKeyShowsThat() {
    made();
    var queued = Verdict.waiting(Reason.WaitingForAccount, "no account");
    assertThat(delete(Optional.of(queued))).containsSame(queued);
    assertThat(cloud.calls).isZero();
  }

  private Intent open(String spec) {
    resource(spec);
    return announced();
  }

  private Intent announced() {
    var intent =
        Intent.of(
            resource,
            desk.time.instant(),
            Desk.TEAM,
            Intent.Target.named(Cloud.SCOPE, "p"),
            Optional.<Intent>empty());
    resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent.value()));
    return intent;
  }

  @Test
  void whatAnInterruptedCreateLeftIsDeleted() {
    var intent = open("{name: p}");
    cloud.add("late", "p", intent.at());
    var verdict = delete();
    assertThat(verdict.message()).isEqualTo("Found late; deleting it.");
    assertThat(verdict.shape()).isEqualTo(Shape.DELETING);
    assertThat(verdict.notAfter()).isZero();
    assertThat(pass.draft.id).isEqualTo("late");
    assertThat(pass.draft.origin()).isEqualTo(Origin.Created);
    assertThat(pass.draft.completedIntent).isEqualTo(intent.text());
    assertThat(isHeld()).isTrue();
  }

  @Test
  void aCreateThatLeftNothingIsLetGo() {
    open("{name: p}");
    desk.after(Duration.ofSeconds(91));
    pass = desk.pass(resource);
    var ended = desk.endedAfterCheck(() -> assertThat(delete(Optional.empty())).isEmpty());
    assertThat(ended).isEmpty();
    assertThat(isHeld()).isFalse();
  }

  @Test
  void whatAnInterruptedCreateMayHaveLeftIsRetainedOnRequest() {
    open("{name: p, policy: {deletion: Retain}}");
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(cloud.calls).isZero();
    assertThat(isHeld()).isFalse();
  }

  /** How a look at what is gone ended, with the check of the session that it asks for. */
  private Optional<Verdict> deleteWhatIsGone() {
    var verdict = new AtomicReference<Optional<Verdict>>();
    var ended = desk.endedAfterCheck(() -> verdict.set(delete(Optional.empty())));
    return ended.isPresent() ? ended : verdict.get();
  }

  @Test
  void whatIsGoneIsLetGo() {
    made();
    cloud.there.clear();
    cloud.rest = "A disk stays.";
    assertThat(deleteWhatIsGone()).isEmpty();
    assertThat(isHeld()).isFalse();
    assertThat(desk.events())
        .containsExactly("Normal Deleted Let go: x is gone.", "Warning LeftBehind A disk stays.");
  }

  @Test
  void whatWasToldWhenItWasAskedForIsNotToldAgain() {
    made();
    cloud.there.clear();
    cloud.rest = "A disk stays.";
    pass.draft.operation = new Operation("Deleting", pass.now.toString(), null);
    assertThat(deleteWhatIsGone()).isEmpty();
    assertThat(desk.events()).containsExactly("Normal Deleted Let go: x is gone.");
    assertThat(isHeld()).isFalse();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "false, true, the API may not show yet what was just made",
    "true, false, asked for and not shown: gone",
  })
  void whatIsYoungAndNotShown(boolean asked, boolean held, String why) {
    made();
    var intent = announced();
    pass = desk.pass(resource);
    pass.draft.own("x", Origin.Created);
    pass.draft.completedIntent = intent.text();
    cloud.there.clear();
    if (asked) {
      pass.draft.operation = new Operation("Deleting", pass.now.toString(), null);
    }
    var verdict = deleteWhatIsGone();
    assertThat(verdict.map(Verdict::message).orElse(""))
        .as(why)
        .isEqualTo(held ? "Making sure that x is gone." : "");
    assertThat(isHeld()).as(why).isEqualTo(held);
  }

  @Test
  void whatAnotherManagesIsLeftToIt() {
    made();
    desk.project("q", "spec: {name: q}, status: {id: x, account: {teamId: team-a}}");
    assertThat(delete(Optional.empty())).isEmpty();
    assertThat(cloud.sent).isEmpty();
    assertThat(isHeld()).isFalse();
  }

  @Test
  void whatAnInterruptedCreateLeftIsLookedForAfterTheRest() {
    made();
    announced();
    pass = desk.pass(resource);
    pass.draft.own("x", Origin.Created);
    pass.draft.operation = new Operation("Deleting", pass.now.toString(), null);
    cloud.there.clear();
    var verdict = deleteWhatIsGone().orElseThrow();
    assertThat(verdict.message())
        .isEqualTo("Now x is gone; looking for what an interrupted create left.");
    assertThat(verdict.isGone()).isTrue();
    assertThat(verdict.notAfter()).isZero();
    assertThat(pass.draft.id).isNull();
    assertThat(pass.draft.operation).isNull();
    assertThat(isHeld()).isTrue();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "0, Waiting for x to go., 0, asked for just now",
    "299, Waiting for x to go., 0, it takes a minute or two",
    "300, Asked for the deletion of x., 1, it was accepted and lost",
  })
  void whatWasAskedFor(long seconds, String message, int deletes, String why) {
    made();
    cloud.rest = "A disk stays.";
    pass.draft.operation =
        new Operation("Deleting", pass.now.minusSeconds(seconds).toString(), null);
    assertThat(delete().message()).as(why).isEqualTo(message + " A disk stays.");
    assertThat(cloud.sent).as(why).hasSize(deletes);
    assertThat(desk.events()).as("told the first time").isEmpty();
  }

  @Test
  void whatOutlivesItIsToldOnceWhenItIsAskedFor() {
    made();
    cloud.rest = "A disk stays.";
    assertThat(delete().message()).endsWith("x. A disk stays.");
    assertThat(desk.events()).containsExactly("Warning LeftBehind A disk stays.");
  }

  private static PaperspaceException refusal(PaperspaceException.Reason reason) {
    return new PaperspaceException(reason, 409, "it runs");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"CONFLICT", "INVALID"})
  void aRefusalIsWaitedFor(PaperspaceException.Reason reason) {
    made();
    cloud.refuses = step -> refusal(reason);
    var verdict = delete();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_WAITING);
    assertThat(verdict.reason()).isEqualTo(Reason.InUse);
    assertThat(verdict.message())
        .startsWith("The API refuses to delete it for now:")
        .contains("it runs");
    assertThat(pass.draft.operation).as("it was not accepted").isNull();
  }

  @Test
  void whatElseFailsEndsThePass() {
    made();
    cloud.failure = refusal(PaperspaceException.Reason.UNAVAILABLE);
    assertThatThrownBy(this::delete).isSameAs(cloud.failure);
  }

  /** A service that refuses the delete and takes what clears the way. */
  private void clearsTheWay() {
    made();
    cloud.clears = true;
    cloud.refuses =
        step -> step.equals("delete") ? refusal(PaperspaceException.Reason.CONFLICT) : null;
  }

  @Test
  void whatARefusedDeleteWaitsForIsBroughtAbout() {
    clearsTheWay();
    var verdict = delete();
    assertThat(cloud.sent).containsExactly("delete", "clear");
    assertThat(verdict.shape()).isEqualTo(Shape.DELETING);
    assertThat(verdict.message())
        .isEqualTo("The API deletes x only while it is off; it is stopped first, then deleted.");
    assertThat(pass.draft.operation)
        .isEqualTo(new Operation("StoppingToDelete", pass.now.toString(), null));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "StoppingToDelete, 299, clear, on its way",
    "StoppingToDelete, 300, delete clear, a stop that does not end must not end the asking",
    "Stopping, 10, delete clear, a stop for other reasons",
  })
  void whatIsClearingIsNotAskedForYet(String type, long seconds, String sent, String why) {
    clearsTheWay();
    pass.draft.operation = new Operation(type, pass.now.minusSeconds(seconds).toString(), null);
    delete();
    assertThat(String.join(" ", cloud.sent)).as(why).isEqualTo(sent);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "29, '', a read may show the state before the last one",
    "30, clear, it was lost",
  })
  void whatClearsTheWayIsNotSentAgainBeforeAReadMustShowIt(long age, String sent, String why) {
    clearsTheWay();
    pass.draft.operation = new Operation("StoppingToDelete", pass.now.toString(), null);
    pass.memo.lastWrite = pass.steady.minusSeconds(age);
    assertThat(delete().message()).as(why).startsWith("The API deletes x only while it is off;");
    assertThat(String.join(" ", cloud.sent)).as(why).isEqualTo(sent);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "StoppingToDelete, clear, The API deletes x only while it is off;, it is under way",
    "'', delete clear, The API refuses to delete it for now:, nothing is",
  })
  void aRefusalOfWhatClearsTheWayIsWaitedForToo(String type, String sent, String said, String why) {
    clearsTheWay();
    cloud.refuses = step -> refusal(PaperspaceException.Reason.INVALID);
    pass.draft.operation = type.isEmpty() ? null : new Operation(type, pass.now.toString(), null);
    assertThat(delete().message()).as(why).startsWith(said);
    assertThat(String.join(" ", cloud.sent)).as(why).isEqualTo(sent);
  }

  @Test
  void whatElseFailsOnTheWayEndsThePass() {
    clearsTheWay();
    var failure = refusal(PaperspaceException.Reason.UNAVAILABLE);
    cloud.refuses = step -> failure;
    pass.draft.operation = new Operation("StoppingToDelete", pass.now.toString(), null);
    assertThatThrownBy(this::delete).isSameAs(failure);
  }

  /** Destroying takes up to 20 minutes on some hardware, and refuses all else meanwhile. */
  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "true, true, delete, it stops by itself",
    "false, true, delete, nothing can be done about the state it is in",
    "true, false, delete clear, it still runs: the delete was lost",
  })
  void whatRefusesASecondDeleteIsOnItsWay(
      boolean clears, boolean isGoing, String sent, String why) {
    clearsTheWay();
    cloud.clears = clears;
    cloud.clearsByItself = isGoing;
    cloud.rest = "A disk stays.";
    pass.draft.operation = new Operation("Deleting", pass.now.minusSeconds(300).toString(), null);
    var verdict = delete();
    assertThat(String.join(" ", cloud.sent)).as(why).isEqualTo(sent);
    assertThat(verdict.shape()).isEqualTo(Shape.DELETING);
    assertThat(pass.draft.operation)
        .as(why)
        .isEqualTo(
            new Operation(isGoing ? "Deleting" : "StoppingToDelete", pass.now.toString(), null));
    assertThat(verdict.message())
        .as(why)
        .startsWith(
            isGoing
                ? "Waiting for x to go. When asked again, the API said: "
                : "The API deletes x only while it is off;");
    assertThat(desk.events()).as("told the first time").isEmpty();
  }

  @Test
  void whatIsClearedIsAskedForAgain() {
    made();
    pass.draft.operation = new Operation("StoppingToDelete", pass.now.toString(), null);
    assertThat(delete().message()).isEqualTo("Asked for the deletion of x.");
    assertThat(cloud.sent).containsExactly("delete");
  }

  @Test
  void whatTheKindFindsInTheWayIsSaid() {
    made();
    cloud.refuses = step -> new InUseException("Empty it.");
    var verdict = delete();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_WAITING);
    assertThat(verdict.reason()).isEqualTo(Reason.InUse);
    assertThat(verdict.message()).isEqualTo("Empty it.");
  }

  @Test
  void whatIsToBeUndoneBeforeIsOneStep() {
    made();
    cloud.before = "detach";
    var verdict = delete();
    assertThat(cloud.sent).containsExactly("detach");
    assertThat(verdict.shape()).isEqualTo(Shape.DELETING);
    assertThat(verdict.message()).isEqualTo("Before its deletion: detach.");
    assertThat(pass.draft.operation).as("nobody asked for it yet").isNull();
    cloud.before = null;
    delete();
    assertThat(cloud.sent).containsExactly("detach", "delete");
  }

  @Test
  void whatSomebodyElseUsesIsNotUndone() {
    made();
    cloud.inUse = true;
    var verdict = delete();
    assertThat(cloud.sent).isEmpty();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_WAITING);
    assertThat(verdict.reason()).isEqualTo(Reason.InUse);
    assertThat(verdict.message()).isEqualTo("Somebody uses it. Ask.");
  }

  @Test
  void whatItHoldsIsNamedAsPeopleKnowIt() {
    made();
    desk.project("q", "spec: {name: q}, status: {id: y, account: {teamId: team-a}}");
    var parts =
        List.of(
            new InUseException.Part(PaperspaceProject.class, "y"),
            new InUseException.Part(PaperspaceProject.class, "z"));
    cloud.refuses = step -> new InUseException("x", parts);
    assertThat(delete().message())
        .isEqualTo(
            "x still holds PaperspaceProject/q, PaperspaceProject z (which no resource manages)."
                + " Delete what it holds first, or set policy.deletion: Retain.");
  }

  /** A resource of another kind whose spec names the project. */
  private void usedBy(String name) {
    var users = new Known<ProjectSecret>();
    var key = IndexKey.resource(PaperspaceProject.class, desk.namespace, "p");
    users.join(desk.index, ProjectSecret.class, it -> List.of(key), desk.time, woken -> {});
    var user = desk.read(ProjectSecret.class, name, "spec: {projectRef: {name: p}}");
    if (name.equals("p")) {
      user.getMetadata().setUid(pass.uid());
    }
    users.put(user);
  }

  @Test
  void whatIsStillNamedWaits() {
    made();
    usedBy("q");
    var verdict = delete();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_WAITING);
    assertThat(verdict.reason()).isEqualTo(Reason.InUse);
    assertThat(verdict.message())
        .isEqualTo(
            "Still used by ProjectSecret/q. Delete those first (their cloud objects go too, unless their"
                + " policy says Retain), or set policy.deletion: Retain.");
    assertThat(connected).isFalse();
  }

  @Test
  void whatNamesItselfDoesNotWaitForItself() {
    made();
    usedBy("p");
    assertThat(delete().message()).startsWith("Asked for the deletion of x.");
  }

  @Test
  void whatCannotBeReadIsNotDeletedInDoubt() {
    made();
    resource.unreadable(new Unreadable("spec.policy is no map", null));
    var verdict = delete();
    assertThat(verdict.shape()).isEqualTo(Shape.DELETE_STALLED);
    assertThat(verdict.reason()).isEqualTo(Reason.Unreadable);
    assertThat(verdict.message())
        .isEqualTo(
            "It cannot be told whether the cloud object is to be kept, because spec.policy is no map."
                + " Correct the spec or upgrade the operator.");
    assertThat(cloud.sent).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "true, where it lies is recorded",
    "false, nobody knows with which account to look",
  })
  void whatACreateOfAnUnreadableSpecLeft(boolean recorded, String why) {
    var intent = open("{name: p}");
    cloud.add("late", "p", intent.at());
    resource.unreadable(new Unreadable("spec.tags is no list", Policy.DEFAULT));
    if (!recorded) {
      pass.draft.account = null;
    }
    assertThat(delete().message())
        .as(why)
        .startsWith(recorded ? "Found late" : "It cannot be told what a create that was under way");
    assertThat(connected).as(why).isEqualTo(recorded);
  }
}
