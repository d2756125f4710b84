package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.CreateNote;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lost create has made, where objects do not tell their age, or have no name. */
class HardToTellTest {
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
  private PaperspaceProject resource = desk.stored("p", "spec: {name: p}");
  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass = desk.pass(resource);

  /** A create whose answer is lost; it makes something of this id, or nothing. */
  private void lose(String made, String name) {
    cloud.whenSent =
        () -> {
          if (made != null) {
            cloud.add(made, name, cloud.dated ? desk.time.instant() : null);
          }
          throw new PaperspaceException(PaperspaceException.Reason.UNAVAILABLE, 0, "cut");
        };
    assertThat(obtain().orElseThrow().reason()).isEqualTo(Reason.Recovering);
    cloud.whenSent = () -> {};
    later(Duration.ofSeconds(10));
  }

  private void later(Duration span) {
    var draft = pass.draft;
    desk.after(span);
    resource = desk.know(desk.client.resource(resource).get());
    pass = desk.pass(resource);
    pass.draft.openIntent = draft.openIntent;
    pass.draft.completedIntent = draft.completedIntent;
  }

  private Optional<Verdict> obtain() {
    return desk.endedAfterCheck(() -> creation.obtain(cloud.of(pass)));
  }

  private Set<String> stood() {
    var stored = desk.client.resource(resource).get();
    return CreateNote.stood(stored, Intent.of(stored).orElseThrow()).orElse(null);
  }

  @Test
  void whatStoodBeforeIsNotTakenForWhatWasMade() {
    cloud.dated = false;
    cloud.add("a", "p", null);
    cloud.add("b", "p", null);
    cloud.add("c", "other", null);
    lose("new", "p");
    assertThat(stood()).containsExactlyInAnyOrder("a", "b");
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.id).isEqualTo("new");
    assertThat(cloud.sent).hasSize(1);
  }

  @Test
  void ofSeveralThatCameMeanwhileNoneIsTaken() {
    cloud.dated = false;
    lose("new", "p");
    cloud.add("newer", "p", null);
    assertThat(obtain().orElseThrow().message()).contains("new, newer");
    assertThat(pass.draft.id).isNull();
  }

  @Test
  void whoseNoteIsLostMayBeAnybodys() {
    cloud.dated = false;
    lose("new", "p");
    var intent = resource.getMetadata().getAnnotations().get(Annotations.CREATE_INTENT);
    resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent));
    resource = desk.know(desk.client.resource(resource).update());
    later(Duration.ofSeconds(1));
    assertThat(obtain().orElseThrow().reason()).isEqualTo(Reason.AmbiguousExternal);
  }

  @ParameterizedTest(name = "{0} of one name")
  @CsvSource({"500, true", "501, false"})
  void moreThanCanBeNotedAreNotAddedTo(int there, boolean made) {
    cloud.dated = false;
    IntStream.range(0, there).forEach(i -> cloud.add("x" + i, "p", null));
    var ended = obtain();
    assertThat(ended.isEmpty()).isEqualTo(made);
    assertThat(cloud.sent).hasSize(made ? 1 : 0);
    ended.ifPresent(it -> assertThat(it.message()).contains("Choose another name."));
  }

  @Test
  void whatTellsItsAgeIsNotListedBefore() {
    obtain();
    assertThat(cloud.calls).as("the create alone").isEqualTo(1);
    assertThat(stood()).isNull();
  }

  @Test
  void withoutANameTheOneThatIsFreeIsTaken() {
    cloud.named = false;
    cloud.add("old", "", desk.time.instant().minusSeconds(60));
    cloud.add("taken", "somebody's", desk.time.instant());
    lose("new", "");
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.id).isEqualTo("new");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "60, true, as late as two call timeouts",
    "61, false, later than any call of ours",
  })
  void withoutANameOnlyTheCallItselfCounts(long after, boolean ours, String why) {
    cloud.named = false;
    lose(null, null);
    var at = Intent.of(resource).orElseThrow().at();
    cloud.add("x", "", at.plusSeconds(after));
    later(Duration.ofSeconds(70));
    obtain();
    assertThat("x".equals(pass.draft.id)).as(why).isEqualTo(ours);
  }

  @Test
  void withoutANameOneIsMadeAtATime() {
    cloud.named = false;
    lose("new", "");
    var other = desk.stored("q", "spec: {name: q}");
    var second = desk.pass(other);
    var waits = desk.endedAfterCheck(() -> creation.obtain(cloud.of(second))).orElseThrow();
    assertThat(waits.message()).startsWith("Waiting until the create of PaperspaceProject/p");
    assertThat(waits.isStalled()).isFalse();
    assertThat(obtain()).isEmpty();
    assertThat(desk.woken).contains("q");
    resource.setStatus(pass.draft.build());
    desk.know(resource);
    assertThat(desk.endedAfterCheck(() -> creation.obtain(cloud.of(second)))).isEmpty();
    assertThat(second.draft.id).isEqualTo("made");
  }

  /** Sent twice it would do twice what nobody can undo. */
  @Test
  void anActThatMustNotHappenTwiceIsNotRepeatedUnasked() {
    cloud.oneShot = true;
    cloud.named = false;
    lose(null, null);
    later(Duration.ofMinutes(5));
    var unknown = obtain().orElseThrow();
    assertThat(unknown.reason()).isEqualTo(Reason.OutcomeUnknown);
    assertThat(unknown.isStalled()).isTrue();
    var question = pass.draft.question;
    later(Duration.ofHours(5));
    pass.draft.question = question;
    assertThat(obtain().orElseThrow().reason()).isEqualTo(Reason.OutcomeUnknown);
    assertThat(cloud.sent).hasSize(1);
    var annotations = new HashMap<>(resource.getMetadata().getAnnotations());
    annotations.put(Annotations.RECONCILE_AT, "it was not carried out");
    resource.getMetadata().setAnnotations(annotations);
    resource = desk.know(desk.client.resource(resource).update());
    later(Duration.ofSeconds(1));
    pass.draft.question = question;
    assertThat(obtain()).isEmpty();
    assertThat(cloud.sent).hasSize(2);
  }

  @Test
  void itsResultIsFoundLikeAnyOther() {
    cloud.oneShot = true;
    cloud.named = false;
    lose("event", "");
    assertThat(obtain()).isEmpty();
    assertThat(pass.draft.id).isEqualTo("event");
  }

  /** The claims of the process before are gone; what it was making is told by the intent. */
  @Test
  void afterARestartToo() {
    cloud.named = false;
    lose("new", "");
    desk.services.claims().release(resource.getMetadata().getUid());
    var second = desk.pass(desk.stored("q", "spec: {name: q}"));
    assertThat(desk.endedAfterCheck(() -> creation.obtain(cloud.of(second)))).isPresent();
    assertThat(second.draft.id).isNull();
  }
}
