package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.KnownTeams;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pass is decided on: of the spec, of the status, and of what a person asked for. */
class ReconciliationTest {
  private final Desk desk = Desk.bare();

  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass(String resource) {
    return desk.pass(desk.read(PaperspaceProject.class, "p", resource));
  }

  private static void annotate(Reconciliation<?, ?> pass, String key, String value) {
    pass.resource.getMetadata().setAnnotations(new HashMap<>(Map.of(key, value)));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: p} | it has no cloud object | nothing was made",
        "{name: p}, status: {id: x, origin: Created} | x is deleted with it, unless policy.deletion is"
            + " set to Retain before | made here",
        "{name: p}, status: {id: x} | x stays in the cloud then | taken over",
        "{policy: {deletion: Delete}}, status: {id: x} | x is deleted with it, unless policy.deletion"
            + " is set to Retain before | taken over, and somebody said Delete",
        "{policy: {deletion: Retain}}, status: {id: x, origin: Created} | x stays in the cloud then |"
            + " somebody said Retain",
        "{policy: {management: ObserveOnly}}, status: {id: x, origin: Created} | x stays in the cloud"
            + " then | only watched",
      })
  void whatBecomesOfTheCloudObject(String spec, String fate, String why) {
    assertThat(pass("spec: " + spec).fate()).as(why).isEqualTo(fate);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"true, true", "yes, true", "'', true", "false, false", "' FALSE ', false"})
  void whateverDoesNotSayFalsePauses(String value, boolean paused) {
    var pass = pass("spec: {name: p}");
    assertThat(pass.isPaused()).isFalse();
    annotate(pass, Annotations.PAUSED, value);
    assertThat(pass.isPaused()).isEqualTo(paused);
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "1, 1, '', false, false, all is as it was",
    "0, 1, '', false, true, it was edited",
    "1, 0, '', false, true, not all of it is in the cloud yet",
    "1, 0, Stalled, false, false, which goes on only with a person",
    "1, 1, Moving, false, true, it is changed at somebody's wish until it shows",
    "1, 1, token, false, true, a person asks",
    "1, 1, '', true, true, it is to go",
  })
  void isUrgent(long seen, long applied, String what, boolean going, boolean urgent, String why) {
    var pass =
        pass(
            "spec: {name: p}, status: {observedGeneration: %s, appliedGeneration: %s}"
                .formatted(seen, applied));
    if (what.equals("token")) {
      annotate(pass, Annotations.RECONCILE_AT, "now");
    }
    if (what.equals("Stalled")) {
      var stalled = Verdict.stalled(Reason.InvalidSpec, "no");
      pass.draft.conditions = desk.services.conditions(stalled, null, 1);
    }
    if (what.equals("Moving")) {
      var moving = Verdict.moving(Reason.Updating, "soon");
      pass.draft.conditions = desk.services.conditions(moving, null, 1);
    }
    if (going) {
      pass.resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    }
    assertThat(pass.isUrgent()).as(why).isEqualTo(urgent);
  }

  @Test
  void aRequestIsServedOnce() {
    var pass = pass("spec: {name: p}, status: {lastHandledReconcileAt: first}");
    assertThat(pass.isRequested()).isFalse();
    annotate(pass, Annotations.RECONCILE_AT, "first");
    assertThat(pass.isRequested()).isFalse();
    annotate(pass, Annotations.RECONCILE_AT, "second");
    assertThat(pass.isRequested()).isTrue();
    assertThat(pass.requested()).isEqualTo("second");
    annotate(pass, Annotations.RECONCILE_AT, "t".repeat(300));
    assertThat(pass.requested()).as("as the status holds it").hasSize(256);
  }

  @Test
  void aQuestionIsAnsweredByARequestThatComesAfterIt() {
    var asking = Verdict.stalled(Reason.MassDisappearance, "gone?");
    var pass = pass("spec: {name: p}");
    annotate(pass, Annotations.RECONCILE_AT, "before");
    assertThat(Desk.ended(() -> pass.requireAnswer("x", asking))).contains(asking);
    assertThat(pass.draft.question).isEqualTo("x");
    pass.draft.lastHandledReconcileAt = "before";
    assertThat(Desk.ended(() -> pass.requireAnswer("x", asking))).as("no answer").isPresent();
    annotate(pass, Annotations.RECONCILE_AT, "after");
    assertThat(Desk.ended(() -> pass.requireAnswer("y", asking))).as("of another").isPresent();
    assertThat(Desk.ended(() -> pass.requireAnswer("y", asking))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"'{name: p}', ", "'{externalId: \"\"}', ", "'{externalId: x}', x"})
  void theIdThatIsNamed(String spec, String id) {
    assertThat(pass("spec: " + spec).externalId()).isEqualTo(id);
  }

  @Test
  void whatIsReadOfMetadata() {
    var pass = pass("spec: {name: p}");
    assertThat(pass.describe()).isEqualTo("PaperspaceProject " + desk.namespace + "/p");
    assertThat(pass.generation()).isEqualTo(1);
    pass.resource.getMetadata().setGeneration(null);
    assertThat(pass.generation()).isZero();
    assertThat(pass.policy().observeOnly()).isFalse();
    assertThat(pass.wasAskedToGo()).isFalse();
    pass.draft.operation = new Operation("Updating", pass.now.toString(), null);
    assertThat(pass.wasAskedToGo()).isFalse();
    pass.draft.operation = new Operation("Deleting", pass.now.toString(), null);
    assertThat(pass.wasAskedToGo()).isTrue();
  }

  @Test
  void whoseKeySeesTheObjectIsNotedWhereItIsKnown() {
    var pass = pass("spec: {name: p}, status: {account: {name: a, teamId: team-a, userId: bob}}");
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, null, true);
    pass.sighted();
    assertThat(pass.draft.account.userId()).isEqualTo("bob");
    KnownTeams.check(desk.time, desk.connection, Desk.TEAM, "ann", true);
    pass.sighted();
    assertThat(pass.draft.account.userId()).isEqualTo("ann");
    assertThat(pass.draft.account.name()).isEqualTo("a");
  }

  @Test
  void anIntentWithoutATimeCountsFromTheFirstLook() {
    var pass = pass("spec: {name: p}");
    var target = Intent.Target.named(Cloud.SCOPE, "p").text();
    annotate(pass, Annotations.CREATE_INTENT, "p-uid.n@whenever#t name " + target);
    var intent = pass.openIntent().orElseThrow();
    var first = desk.time.instant();
    assertThat(pass.dated(intent).at()).isEqualTo(first);
    desk.after(Duration.ofSeconds(9));
    assertThat(pass.dated(intent).at()).as("not from each").isEqualTo(first);
    pass.memo.dated(
        new Intent("another", intent.since(), intent.at(), "t", intent.target()), first);
    assertThat(pass.dated(intent).at()).isEqualTo(desk.time.instant());
    pass.draft.completedIntent = intent.text();
    assertThat(pass.openIntent()).isEmpty();
  }

  @Test
  void aClockThatGoesBackTakesTheFirstLookWithIt() {
    var memo = new Memo();
    var at = desk.time.instant();
    var epoch = Instant.EPOCH;
    var intent = new Intent("t", epoch, epoch, "t", Intent.Target.named("s", "n"));
    assertThat(memo.dated(intent, at).at()).isEqualTo(at);
    assertThat(memo.dated(intent, at.minusSeconds(60)).at()).isEqualTo(at.minusSeconds(60));
  }

  @Test
  void howOftenInARowIsCounted() {
    var memo = new Memo();
    var failed = Verdict.waiting(Reason.InternalError, "it failed");
    assertThat(memo.count(failed)).isEqualTo(1);
    assertThat(memo.count(failed)).isEqualTo(2);
    assertThat(memo.count(Verdict.of(Verdict.Shape.SETTLED, Reason.Available, ""))).isEqualTo(1);
    assertThat(memo.count(failed)).isEqualTo(1);
  }

  @Test
  void whatIsForgottenHoldsNoClaim() {
    var project = desk.project("p", "spec: {name: p}");
    assertThat(desk.claims.claim("key", project)).isEmpty();
    desk.services.memos().of("p-uid").inVain = 3;
    desk.services.forget("p-uid");
    assertThat(desk.services.memos().of("p-uid").inVain).isZero();
    assertThat(desk.claims.claim("key", desk.project("q", "spec: {name: q}"))).isEmpty();
  }
}
