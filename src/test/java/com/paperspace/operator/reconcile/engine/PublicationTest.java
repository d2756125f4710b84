package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.MissingObject;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pass leaves in the status, and who is told of it. */
class PublicationTest {
  private static final Verdict WAITING = Verdict.waiting(Reason.Conflict, "m");
  private static final Verdict READY =
      Verdict.about(Shape.SETTLED, Observation.ready(Reason.Available, "m", null));

  private static final Verdict FAILED =
      Verdict.about(Shape.FAILED, Observation.failed(Reason.OperationFailed, "m", null));

  private final Desk desk = Desk.inKubernetes();
  private final Cloud cloud = new Cloud();
  private final Publication<Thing> publication =
      new Publication<>(desk.services, new MissingObject<>(desk.services));
  private final List<String> woken = new ArrayList<>();
  private PaperspaceProject resource = desk.stored("p", "spec: {name: p}");
  private Reconciliation<?, ?> pass = desk.pass(resource);

  private void publish(Verdict verdict) {
    publication.publish(cloud.of(pass), verdict);
  }

  /** The next pass, over what this one has written. */
  private void next() {
    resource = desk.client.resource(resource).get();
    pass = desk.pass(resource);
  }

  private void usedBy(String name) {
    var users = new Known<ProjectSecret>();
    var key = IndexKey.resource(PaperspaceProject.class, desk.namespace, "p");
    users.join(desk.index, ProjectSecret.class, it -> List.of(key), desk.time, woken::add);
    users.put(desk.read(ProjectSecret.class, name, "spec: {projectRef: {name: p}}"));
  }

  @Test
  void theStatusIsWritten() {
    pass.draft.own("x", Origin.Created);
    publish(READY);
    next();
    assertThat(resource.getStatus().id()).isEqualTo("x");
    assertThat(resource.getStatus().observedGeneration()).isEqualTo(1);
    assertThat(resource.getStatus().conditions()).isNotEmpty();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "PAUSED, 7, 7, what is left alone was not looked at",
    "PAUSED, , 1, but there must be one",
    "SETTLED, 7, 1, it was looked at",
  })
  void whichGenerationWasLookedAt(Shape shape, Long before, long after, String why) {
    pass.draft.observedGeneration = before;
    publish(Verdict.of(shape, Reason.Available, "m"));
    assertThat(pass.draft.observedGeneration).as(why).isEqualTo(after);
  }

  @Test
  void whoUsesItIsWokenWhenItIsReadyAndWhenItIsNoMore() {
    usedBy("q");
    publish(WAITING);
    assertThat(woken).as("no id, not ready").isEmpty();
    next();
    publish(READY);
    assertThat(woken).as("ready").containsExactly("q");
    next();
    publish(READY);
    assertThat(woken).as("as before").hasSize(1);
    next();
    publish(FAILED);
    assertThat(woken).as("ready no more").hasSize(2);
    next();
    pass.draft.id = "x";
    publish(FAILED);
    assertThat(woken).as("another id").hasSize(3);
  }

  /** Its write fails; the next pass begins with what it should have said. */
  private void unwritten(Verdict verdict) {
    resource.getMetadata().setName("not-there");
    assertThatThrownBy(() -> publish(verdict)).isInstanceOf(KubernetesClientException.class);
    resource.getMetadata().setName("p");
    next();
  }

  @Test
  void aTroubleThatWasNotWrittenIsToldWhenItIs() {
    unwritten(Verdict.stalled(Reason.QuotaExceeded, "m"));
    assertThat(desk.events()).as("nothing is told before it is written").isEmpty();
    unwritten(Verdict.stalled(Reason.QuotaExceeded, "m"));
    publish(Verdict.stalled(Reason.QuotaExceeded, "m"));
    next();
    publish(Verdict.stalled(Reason.QuotaExceeded, "m"));
    assertThat(desk.events()).containsExactly("Warning QuotaExceeded m");
    assertThat(desk.told()).as("once").isEqualTo(1);
  }

  @Test
  void whatWasMadeAndNotWrittenIsToldWhenItIs() {
    usedBy("q");
    pass.draft.own("x", Origin.Created);
    pass.obtained = EventReason.Created;
    unwritten(READY);
    assertThat(pass.draft.id).as("kept").isEqualTo("x");
    publish(READY);
    assertThat(desk.events()).containsExactly("Normal Created Made x. m");
    assertThat(desk.counted).containsExactly("PaperspaceProject ready");
    assertThat(woken).containsExactly("q");
    next();
    publish(READY);
    assertThat(desk.told() + woken.size()).as("once").isEqualTo(2);
  }

  @Test
  void whatWasOverBeforeItWasWrittenIsNotTold() {
    publish(READY);
    next();
    unwritten(Verdict.stalled(Reason.QuotaExceeded, "m"));
    publish(READY);
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void howLongItTookIsCountedOnce() {
    pass.obtained = EventReason.Created;
    publish(WAITING);
    assertThat(desk.counted).as("made, and not ready").isEmpty();
    next();
    publish(READY);
    assertThat(desk.counted).containsExactly("PaperspaceProject ready");
    next();
    publish(READY);
    assertThat(desk.counted).as("as before").hasSize(1);
    next();
    publish(FAILED);
    next();
    publish(READY);
    assertThat(desk.counted).as("ready again").hasSize(1);
  }

  /** An earlier process may have counted it, and its age tells nothing of a recovery. */
  @Test
  void whatWasMadeBeforeTheStartIsNotCounted() {
    pass.draft.own("x", Origin.Created);
    publish(FAILED);
    next();
    publish(READY);
    assertThat(desk.counted).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    ", false, nothing was made, so the spec is free",
    "x, true, it was made with it",
  })
  void whatACreateWasSentWith(String id, boolean kept, String why) {
    pass.draft.id = id;
    pass.draft.createdWith = Map.of("a", "b");
    publish(WAITING);
    assertThat(pass.draft.createdWith != null).as(why).isEqualTo(kept);
  }

  @Test
  void whatACreateWasSentWithIsKeptWhileItIsOpen() {
    var value = pass.uid() + ".nonce@" + desk.time.instant() + "#team-a name everywhere/p";
    pass.resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, value));
    pass.draft.createdWith = Map.of("a", "b");
    publish(WAITING);
    assertThat(pass.draft.createdWith).isNotNull();
  }

  @Test
  void whatWasLastSeenIsNotShownOfWhatIsGone() {
    publish(WAITING);
    assertThat(cloud.gone).isFalse();
    publish(Verdict.stalled(Reason.OperationFailed, "m").gone());
    assertThat(cloud.gone).isTrue();
  }

  private static Inputs inputs() {
    return (Inputs)
        Proxy.newProxyInstance(
            PublicationTest.class.getClassLoader(),
            new Class<?>[] {Inputs.class},
            (self, method, args) -> null);
  }

  @ParameterizedTest(name = "{7}")
  @CsvSource({
    "SETTLED,   Available,         true,  false, ,  t, , it was looked at as asked",
    "SETTLED,   Available,         false, false, ,  , , it did not come to a look",
    "TRANSIENT, InternalError,     true,  false, ,  , , the API was away",
    "STALLED,   MassDisappearance, false, true,  q, t, q, the question came after the request",
    "STALLED,   NotVisible,        false, true,  q, t, q, so did this",
    "STALLED,   OutcomeUnknown,    true,  true,  q, t, q, and any other that was asked",
    "WAITING,   Conflict,          true,  false, q, , q, what passes is no answer",
    "STALLED,   InvalidSpec,       true,  false, q, t, , something else was decided",
    "SETTLED,   Available,         true,  false, q, t, , it is there again",
  })
  void whatARequestAndAQuestionCameTo(
      Shape shape,
      Reason reason,
      boolean looked,
      boolean asks,
      String question,
      String handled,
      String left,
      String why) {
    pass.resource.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "t"));
    pass.draft.question = question;
    pass.asks = asks;
    pass.inputs = looked ? inputs() : null;
    publish(Verdict.of(shape, reason, "m"));
    assertThat(pass.draft.lastHandledReconcileAt).as(why).isEqualTo(handled);
    assertThat(pass.draft.question).as(why).isEqualTo(left);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "true, something was sent in this pass",
    "false, it was sent in another, which has written it down",
  })
  void whatAPassThatWasCutShortHasLearned(boolean sent, String why) {
    pass.draft.id = "x";
    pass.sent = sent;
    publication.keep(cloud.of(pass));
    var kept = desk.services.writer().statusOf(pass.resource);
    assertThat(kept == null ? null : kept.id()).as(why).isEqualTo(sent ? "x" : null);
  }
}
