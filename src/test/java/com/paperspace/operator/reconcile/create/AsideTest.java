package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.account.KnownTeams;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.LookAgainException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put aside while an object is made: one step a pass, and it is put back in the end. */
class AsideTest {
  private static final SharedField OFF = new SharedField(Model.class, "m-off", "power off");
  private static final SharedField ON = new SharedField(Model.class, "m-on", "power");
  private static final PutAside MACHINE = new PutAside(OFF, ON, "Machine m, which was stopped,");

  private final Desk desk = Desk.inKubernetes().withAccount();
  private final Cloud cloud = new Cloud();
  private final Aside<Thing> aside = new Aside<>(desk.services);
  private PaperspaceProject resource = desk.stored("p", "spec: {name: p}");
  private Reconciliation<?, ?> pass = desk.pass(resource);

  private External<Thing> external() {
    return cloud.of(pass);
  }

  private void again() {
    resource = (PaperspaceProject) pass.resource;
    pass = desk.pass(resource);
  }

  private static Step<Thing> step(Step.Kind kind, String words, Map<String, String> marks) {
    return new Step<>(kind, words, List.of(), false, api -> new Outcome<>(null, null, marks));
  }

  private static Step<Thing> interrupting() {
    return new Step<>(Step.Kind.DETOUR, "stop m", List.of(), true, api -> Outcome.of((Thing) null));
  }

  private Optional<Verdict> next() {
    return aside.next(external(), () -> false);
  }

  private boolean isHeld() {
    return desk.client
        .resource(resource)
        .get()
        .getMetadata()
        .getFinalizers()
        .contains(Annotations.FINALIZER);
  }

  @Test
  void withoutAStepNothingHappens() {
    assertThat(next()).isEmpty();
    assertThat(isHeld()).isFalse();
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void nothingIsPutAsideForWhatIsTakenOver() {
    cloud.aside = step(Step.Kind.NOTE, "remember m", Map.of("m", "1"));
    assertThat(aside.next(external(), () -> true)).isEmpty();
    assertThat(cloud.sent).isEmpty();
    cloud.putAside = MACHINE;
    assertThat(aside.next(external(), () -> true)).as("what is aside goes on").isPresent();
  }

  @Test
  void nothingIsPutAsideWithAKeyThatWasLetGoMeanwhile() {
    desk.gone(desk.account("default", "spec: {secretRef: {name: s}}"));
    cloud.aside = step(Step.Kind.NOTE, "remember m", Map.of("m", "1"));
    assertThatThrownBy(this::next).isInstanceOf(LookAgainException.class);
    assertThat(cloud.sent).isEmpty();
    cloud.putAside = MACHINE;
    assertThat(next()).as("what is aside goes on").isPresent();
  }

  @ParameterizedTest(name = "marks: {0}")
  @ValueSource(booleans = {true, false})
  void whatIsNotedHoldsTheResourceAndIsWrittenAtOnce(boolean isNews) {
    cloud.aside = step(Step.Kind.NOTE, "remember m", isNews ? Map.of("m", "1") : Map.of());
    var verdict = next().orElseThrow();
    assertThat(isHeld()).isTrue();
    assertThat(verdict.shape()).isEqualTo(Shape.MOVING);
    assertThat(verdict.reason()).isEqualTo(Reason.Updating);
    assertThat(verdict.message()).isEqualTo("Step: remember m.");
    assertThat(verdict.notAfter()).isEqualTo(isNews ? Duration.ZERO : null);
    assertThat(cloud.sent).containsExactly("remember m");
  }

  @Test
  void nothingIsDoneBeforeItsNoteIsWritten() {
    cloud.putAside = MACHINE;
    cloud.aside = step(Step.Kind.DETOUR, "stop m", Map.of());
    pass.draft.marks.put("m", "1");
    assertThat(next().orElseThrow().message()).isEqualTo("Step: stop m.");
    assertThat(cloud.sent).isEmpty();
    again();
    next();
    assertThat(cloud.sent).containsExactly("stop m");
  }

  @ParameterizedTest(name = "interrupts: {0}")
  @ValueSource(booleans = {true, false})
  void whatIsPutBackIsToldAndWakesItsOwnResource(boolean interrupts) {
    cloud.putAside = new PutAside(other(), ON, "Project x");
    desk.project("other", "spec: {name: o}, status: {id: x, account: {teamId: team-a}}");
    cloud.aside = interrupts ? interrupting() : step(Step.Kind.DETOUR, "start m", Map.of());
    next();
    assertThat(desk.woken).containsExactly("other");
    assertThat(desk.events())
        .isEqualTo(interrupts ? List.of() : List.of("Normal Resumed Step: start m."));
  }

  private void refused(Step<Thing> step, PaperspaceException.Reason why) {
    cloud.aside = step;
    cloud.refuses = it -> new PaperspaceException(why, 0, "no");
    assertThatThrownBy(this::next).isInstanceOf(PaperspaceException.class);
    cloud.refuses = it -> null;
  }

  private boolean isSaidToBeRefused() {
    return pass.draft.marks.containsKey(Marks.ASIDE_REFUSED);
  }

  private void noted() {
    cloud.aside = step(Step.Kind.NOTE, "remember m", Map.of());
    cloud.whenSent = () -> cloud.putAside = MACHINE;
    next();
    cloud.whenSent = () -> {};
  }

  @Test
  void whatWasRefusedBeforeAnythingCouldHaveHappenedIsRememberedUntilItIsTriedAgain() {
    noted();
    refused(interrupting(), PaperspaceException.Reason.CONFLICT);
    assertThat(isSaidToBeRefused()).isTrue();
    int before = cloud.sent.size();
    assertThat(next().orElseThrow().notAfter()).isEqualTo(Duration.ZERO);
    assertThat(cloud.sent).as("that it is tried again is written first").hasSize(before);
    assertThat(isSaidToBeRefused()).isFalse();
    refused(interrupting(), PaperspaceException.Reason.CONFLICT);
    assertThat(isSaidToBeRefused()).as("nothing has happened yet").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"noted by another process", "lost before", "lost", "interrupts nothing"})
  void whatMayHaveHappenedIsNotSaidToBeRefused(String why) {
    if (why.startsWith("noted")) {
      cloud.putAside = MACHINE;
    } else {
      noted();
    }
    if (why.startsWith("lost")) {
      refused(interrupting(), PaperspaceException.Reason.UNAVAILABLE);
    }
    if (!why.equals("lost")) {
      var step =
          why.startsWith("interrupts")
              ? step(Step.Kind.DETOUR, "start m", Map.<String, String>of())
              : interrupting();
      refused(step, PaperspaceException.Reason.CONFLICT);
    }
    assertThat(isSaidToBeRefused()).isFalse();
  }

  private static SharedField other() {
    return new SharedField(PaperspaceProject.class, "x", "power off");
  }

  @Test
  void whatWasGivenUpIsToldAsLeft() {
    cloud.putAside = MACHINE;
    cloud.aside = step(Step.Kind.DETOUR, "leave m", Map.of());
    cloud.whenSent = () -> cloud.putAside = null;
    next();
    assertThat(desk.events())
        .containsExactly(
            "Warning LeftAside Machine m, which was stopped, could not be put back; see to it in the"
                + " Paperspace console.");
    assertThat(desk.woken).isEmpty();
  }

  /** A project says which models are its own, which stands for any field here. */
  private SharedField declaredElsewhere() {
    var account = "status: {account: {teamId: team-a}}";
    desk.project("decides", "spec: {name: d, models: [mo1]}, " + account);
    return ProjectKind.adapter()
        .decidesOn(desk.project("decides", "spec: {name: d, models: [mo1]}, " + account))
        .get(0);
  }

  @ParameterizedTest(name = "{0}: interrupts {1}")
  @CsvSource({
    "declared, true, stays, it is to stay as it is",
    "declared, false, stays, likewise",
    "untouched, true, stays, it must not be stopped",
    "untouched, false, goes on, it may be started",
    "neither, true, goes on, nobody decides",
  })
  void nothingIsDoneAgainstWhatItsResourceDeclares(
      String which, boolean interrupts, String end, String why) {
    var field = declaredElsewhere();
    cloud.putAside =
        new PutAside(
            which.equals("declared") ? field : OFF, which.equals("untouched") ? field : ON, "M");
    cloud.letBe = step(Step.Kind.NOTE, "leave it", Map.of("m", "gone"));
    cloud.aside = interrupts ? interrupting() : step(Step.Kind.DETOUR, "start m", Map.of());
    next();
    var sent = interrupts ? "stop m (interrupts what runs)" : "start m";
    assertThat(cloud.sent).as(why).containsExactly(end.equals("stays") ? "leave it" : sent);
  }

  @Test
  void whoOnlyWatchesPutsBackAndNoMore() {
    pass = desk.pass(desk.stored("w", "spec: {name: w, policy: {management: ObserveOnly}}"));
    cloud.aside = interrupting();
    assertThat(next()).isEmpty();
    assertThat(cloud.sent).isEmpty();
    cloud.putAside = MACHINE;
    cloud.back = step(Step.Kind.DETOUR, "start m", Map.of());
    again();
    pass.draft.marks.put(Marks.WANTED_BACK, desk.time.instant().toString());
    assertThat(next().orElseThrow().message()).isEqualTo("Step: start m.");
  }

  @Test
  void aStepForwardEndsThatItIsWantedBack() {
    pass.draft.marks.put(Marks.WANTED_BACK, desk.time.instant().toString());
    next();
    assertThat(pass.draft.marks).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"DELETING", "MOVING"})
  void itIsPutBackWhileTheRestWaits(Shape shape) {
    cloud.putAside = MACHINE;
    cloud.back = step(Step.Kind.NOTE, "wait for m", Map.of());
    boolean isDeleted = shape == Shape.DELETING;
    var verdict = isDeleted ? aside.undo(external()) : aside.giveUp(external());
    assertThat(verdict.shape()).isEqualTo(shape);
    assertThat(verdict.reason()).isEqualTo(isDeleted ? Reason.Deleting : Reason.Updating);
    assertThat(pass.draft.marks).as("since when").containsOnlyKeys(Marks.WANTED_BACK);
  }

  @ParameterizedTest(name = "{0} h, tried: {1}")
  @CsvSource({
    "23, true, false, a day is waited",
    "25, true, true, and no longer",
    "25, false, false, no operator may have run meanwhile",
  })
  void patienceEnds(long hours, boolean isTried, boolean ends, String why) {
    cloud.putAside = MACHINE;
    cloud.back = step(Step.Kind.NOTE, "wait for m", Map.of());
    cloud.letBe = step(Step.Kind.NOTE, "leave it", Map.of("m", "gone"));
    if (isTried) {
      aside.undo(external());
    }
    var since = desk.time.instant().toString();
    desk.after(Duration.ofHours(hours));
    again();
    pass.draft.marks.put(Marks.WANTED_BACK, since);
    cloud.sent.clear();
    aside.undo(external());
    assertThat(cloud.sent).as(why).containsExactly(ends ? "leave it" : "wait for m");
    assertThat(desk.events()).hasSize(ends ? 1 : 0);
  }

  @ParameterizedTest(name = "the key sees all: {0}")
  @ValueSource(booleans = {true, false})
  void whatIsGoneIsLetBeOnceThatIsProven(boolean seesAll) {
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, Desk.USER, seesAll);
    cloud.putAside = MACHINE;
    cloud.back = Step.gone("make sure that m is gone");
    cloud.letBe = step(Step.Kind.NOTE, "leave it", Map.of("m", "gone"));
    var last = new AtomicReference<Verdict>();
    var early = Desk.ended(() -> last.set(aside.undo(external())));
    if (seesAll) {
      assertThat(early.orElseThrow().shape()).as("not before a check").isEqualTo(Shape.QUEUED);
      desk.after(Duration.ofSeconds(1));
      last.set(aside.undo(external()));
      assertThat(cloud.sent).containsExactly("leave it");
      assertThat(desk.events()).as("nothing is left").isEmpty();
    } else {
      assertThat(cloud.sent).containsExactly("make sure that m is gone");
    }
    assertThat(last.get().shape()).isEqualTo(Shape.DELETING);
  }

  @Test
  void thatItIsStillAsideIsAddedToWhatIsSaid() {
    var said = Verdict.moving(Reason.Creating, "On its way.");
    assertThat(aside.soon(external(), said)).isEqualTo(said);
    cloud.putAside = MACHINE;
    var added = aside.soon(external(), said);
    assertThat(added.message())
        .isEqualTo("On its way. Machine m, which was stopped, is still to be put back.");
    assertThat(added.notAfter()).isEqualTo(desk.pacing.movingMax());
  }
}
