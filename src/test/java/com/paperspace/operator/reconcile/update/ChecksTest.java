package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the service can find out is asked for once for each state, and told. */
class ChecksTest {
  private static final String TYPE = "LoginVerified";
  private static final Check.Outcome ACCEPTED =
      new Check.Outcome(true, Reason.LoginAccepted, "It could.");

  private final Desk desk = Desk.inKubernetes();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);
  private Reconciliation<PaperspaceProject, Observed> pass = pass("p", "spec: {name: p}");
  private Check.Outcome outcome = ACCEPTED;
  private int asked;

  private Reconciliation<PaperspaceProject, Observed> pass(String name, String spec) {
    return desk.pass(desk.stored(name, spec));
  }

  private void state(String subject) {
    cloud.check =
        new Check(
            TYPE,
            subject,
            api -> {
              asked++;
              return outcome;
            });
  }

  private Verdict look() {
    var settled = Verdict.about(Shape.SETTLED, Observation.ready(Reason.Available, "There.", null));
    return new Checks<Thing>(desk.services).after(settled, cloud.of(pass), thing);
  }

  private String told() {
    var it = Conditions.find(pass.draft.conditions, TYPE);
    return it == null ? "" : it.status() + " " + it.reason() + " " + it.message();
  }

  @Test
  void onceForEachState() {
    state("one");
    assertThat(look().notAfter()).isNull();
    look();
    assertThat(asked).isEqualTo(1);
    assertThat(told()).isEqualTo("True LoginAccepted It could.");
    state("another");
    look();
    look();
    assertThat(asked).isEqualTo(2);
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void aKindWithoutSuchAThingHasNoCondition() {
    look();
    assertThat(told()).isEmpty();
    assertThat(pass.draft.marks).isEmpty();
  }

  @Test
  void whatDidNotGoWellIsToldInOneEvent() {
    outcome = new Check.Outcome(false, Reason.LoginRefused, "No.");
    state("one");
    look();
    state("another");
    look();
    assertThat(told()).isEqualTo("False LoginRefused No.");
    assertThat(desk.events()).containsExactly("Warning LoginRefused No.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "true, '', it was never refused",
    "false true, LoginRefused Recovered, its end is told",
    "false true true, LoginRefused Recovered, and once",
    "false none true, LoginRefused Recovered, also where nobody knew in between",
    "false none none write true, LoginRefused Recovered, for however long",
    "false none false, LoginRefused, which ends nothing",
    "false true false, LoginRefused Recovered LoginRefused, it is refused once more",
  })
  void theEndOfWhatDidNotGoWellIsTold(String came, String told, String why) {
    var refused = new Check.Outcome(false, Reason.LoginRefused, "No.");
    for (var what : came.split(" ", -1)) {
      outcome = what.equals("false") ? refused : ACCEPTED;
      cloud.failure =
          what.equals("none")
              ? new PaperspaceException(PaperspaceException.Reason.UNAVAILABLE, 503, "down")
              : null;
      pass.sent = what.equals("write");
      state("state " + asked + what);
      look();
    }
    var over = "Normal Recovered No longer LoginRefused. It could.";
    assertThat(desk.events())
        .as(why)
        .isEqualTo(
            Stream.of(over, "Warning LoginRefused No.")
                .filter(it -> told.contains(it.split(" ", -1)[1]))
                .toList());
    assertThat(desk.told()).as(why).isEqualTo(told.isEmpty() ? 0 : told.split(" ", -1).length);
  }

  @Test
  void theStatusOfAWriteDoesNotWaitForIt() {
    state("one");
    pass.sent = true;
    assertThat(look().notAfter()).as("the next look is due at once").isEqualTo(Duration.ZERO);
    assertThat(asked).isZero();
    assertThat(told()).isEmpty();
  }

  @Test
  void aPersonAsksForItAgainEvenInAPassThatWrites() {
    state("one");
    look();
    pass = pass("p2", "spec: {name: p}");
    pass.resource.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "now"));
    pass.draft.marks.put(TYPE, Attempts.hash("one"));
    look();
    assertThat(asked).isEqualTo(2);
    pass.sent = true;
    look();
    assertThat(asked).isEqualTo(2);
    pass.draft.lastHandledReconcileAt = "now";
    pass.sent = false;
    look();
    assertThat(asked).as("the request is served by then, but it was not forgotten").isEqualTo(3);
  }

  @Test
  void whoOnlyWatchesAsksForNothing() {
    pass = pass("p2", "spec: {name: p, policy: {management: ObserveOnly}}");
    state("one");
    look();
    assertThat(asked).isZero();
  }

  @Test
  void noAnswerIsNotKnownAndAskedAgain() {
    state("one");
    cloud.failure =
        new PaperspaceException(PaperspaceException.Reason.UNAVAILABLE, 503, "s3cret of the wire");
    assertThat(look().shape()).as("the object itself is as it is").isEqualTo(Shape.SETTLED);
    assertThat(told())
        .startsWith("Unknown ProviderUnavailable The service gave no answer to that: ")
        .endsWith(" It is asked again.")
        .doesNotContain("s3cret");
    cloud.failure = null;
    look();
    assertThat(told()).startsWith("True");
    assertThat(desk.events()).isEmpty();
  }
}
