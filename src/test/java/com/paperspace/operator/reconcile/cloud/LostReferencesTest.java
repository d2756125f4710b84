package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals are about something that is gone, and who is woken then. */
class LostReferencesTest {
  private final Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private final LostReferences<Thing> references = new LostReferences<>(desk.services);
  private final External<Thing> external;

  LostReferencesTest() {
    desk.project("home", "spec: {name: home}");
    cloud.references =
        List.of(
            new Reference.ToSecret("valueFrom", new SecretKeyRef("s", "k")),
            new Reference.ToResource("otherRef", PaperspaceProject.class, "other"),
            new Reference.ToResource("projectRef", PaperspaceProject.class, "home"));
    var pass = desk.pass(desk.project("p", "spec: {name: p}"));
    pass.inputs = inputs();
    external = cloud.of(pass);
  }

  private static Inputs inputs() {
    return (Inputs)
        Proxy.newProxyInstance(
            Inputs.class.getClassLoader(),
            new Class<?>[] {Inputs.class},
            (self, method, args) -> "id-of-" + args[0]);
  }

  private String said(PaperspaceException.Reason reason) {
    var refusal = new PaperspaceException(reason, 400, "no");
    return Desk.ended(() -> references.requireAll(external, refusal))
        .map(it -> it.shape() + " " + it.reason() + " " + it.message())
        .orElse("");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "INVALID, true, it may name what is gone",
    "NOT_FOUND, true, and so may this",
    "CONFLICT, false, that is about the object itself",
    "FORBIDDEN, false, and that about the key",
    "UNAVAILABLE, false, that tells nothing",
  })
  void isLookedFor(PaperspaceException.Reason reason, boolean looked, String why) {
    cloud.lost.add("projectRef");
    var said = said(reason);
    assertThat(!said.isEmpty()).as(why).isEqualTo(looked);
    assertThat(cloud.calls).isEqualTo(looked ? 2 : 0);
    assertThat(desk.woken).isEqualTo(looked ? List.of("home") : List.of());
    assertThat(external.pass().lookedForReferences).isEqualTo(looked);
    if (looked) {
      assertThat(said)
          .startsWith(
              Shape.WAITING
                  + " "
                  + Reason.WaitingForReference
                  + " projectRef: the cloud object of PaperspaceProject home, id-of-projectRef, is"
                  + " gone.")
          .contains("the status of home tells");
    }
  }

  @Test
  void whatIsThereIsNotMeant() {
    assertThat(said(PaperspaceException.Reason.INVALID)).isEmpty();
    assertThat(cloud.calls).isEqualTo(2);
    cloud.lost.add("projectRef");
    assertThat(said(PaperspaceException.Reason.INVALID)).as("asked once in a pass").isEmpty();
    assertThat(cloud.calls).isEqualTo(2);
  }

  @Test
  void inDoubtItIsThere() {
    cloud.lost.add("projectRef");
    cloud.failure = new PaperspaceException(PaperspaceException.Reason.UNAVAILABLE, 503, "away");
    assertThat(said(PaperspaceException.Reason.INVALID)).isEmpty();
    assertThat(cloud.calls).isEqualTo(2);
  }

  @Test
  void beforeAnythingWasResolvedNothingIsAsked() {
    cloud.lost.add("projectRef");
    external.pass().inputs = null;
    assertThat(said(PaperspaceException.Reason.INVALID)).isEmpty();
    assertThat(cloud.calls).isZero();
  }
}
