package com.paperspace.operator.reconcile.delete;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a deletion asks, asks again, and lets go, pass by pass. */
class DeletionTableTest {
  private static final String ONE = "/projects/{id}";

  private final PassBench<PaperspaceProject, PaperspaceProject.Observed> bench =
      new PassBench<>(ProjectKind.adapter());

  @BeforeEach
  void aProjectIsReady() {
    bench.create("p", "{name: p}");
    bench.until("p", "Ready", "Available");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** The service says yes and does nothing. */
  private void deletesAreForgotten() {
    var yes = Fault.EMPTY_BODY;
    bench
        .cloud
        .faults()
        .next("DELETE", ONE, new Fault("yes", false, yes.delivery(), yes.answer(), yes.pause()))
        .always();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0, 1, at once it is only looked at",
    "299, 1, within five minutes it is only looked at",
    "300, 2, after five minutes the delete may have been forgotten",
    "3600, 2, one look asks once",
  })
  void aDeleteThatWasAcceptedIsAskedForAgain(long seconds, int deletes, String why) {
    deletesAreForgotten();
    bench.delete("p");
    bench.pass("p");
    bench.after(Duration.ofSeconds(seconds));
    bench.pass("p");
    assertThat(bench.calls("DELETE", ONE)).as(why).isEqualTo(deletes);
    assertThat(bench.reason("p", "Ready")).isEqualTo("Deleting");
  }

  @Test
  void itGoesOnceTheCloudObjectIsSeenGone() {
    bench.delete("p");
    bench.pass("p");
    assertThat(bench.find("p")).as("a delete that was accepted is no proof").isPresent();
    bench.after(Duration.ofMinutes(2));
    bench.pass("p");
    assertThat(bench.find("p")).isEmpty();
    assertThat(bench.calls("DELETE", ONE)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                        | false | true  | made by us, so it goes",
        "{deletion: Retain}        | false | false | the policy keeps it",
        "{management: ObserveOnly} | false | false | what is only watched is left",
        "{}                        | true  | false | taken over, and nobody said Delete",
        "{deletion: Delete}        | true  | true  | taken over, and somebody did",
        "{deletion: Retain}        | true  | false | taken over and kept",
      })
  void whatBecomesOfTheCloudObject(String policy, boolean adopted, boolean goes, String why) {
    if (adopted) {
      var id = bench.team().console("POST", "/projects", "{\"name\": \"a\"}").path("id").asText();
      bench.create("a", "{name: a, externalId: %s}".formatted(id));
      bench.until("a", "Ready", "Available");
    }
    var name = adopted ? "a" : "p";
    bench.patch(name, "{spec: {policy: %s}}".formatted(policy));
    var id = bench.find(name).orElseThrow().getStatus().id();
    bench.delete(name);
    bench.run(name, Duration.ofMinutes(10));
    assertThat(bench.find(name)).as("the object itself goes: " + why).isEmpty();
    assertThat(bench.calls("DELETE", ONE) > 0).as(why).isEqualTo(goes);
    assertThat(bench.team().projects().get(id).isEmpty()).as(why).isEqualTo(goes);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "true, Paused, a person holds it",
    "yes, Paused, whatever the spelling",
    "' False ', Deleting, unless it says false",
  })
  void aPausedDeletionWaits(String value, String reason, String why) {
    bench.patch("p", "{metadata: {annotations: {paperspace.com/paused: '%s'}}}".formatted(value));
    bench.delete("p");
    bench.pass("p");
    assertThat(bench.reason("p", "Ready")).as(why).isEqualTo(reason);
    assertThat(bench.calls("DELETE", ONE)).isEqualTo(reason.equals("Paused") ? 0 : 1);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "CONFLICT, InUse, 1, the service says it is in the way",
    "REFUSED, InUse, 1, in other words",
    "INTERNAL_ERROR, ProviderUnavailable, 1, the service is away",
  })
  void aRefusedDeleteIsShownAndTriedAgain(String fault, String reason, int calls, String why)
      throws ReflectiveOperationException {
    var struck = (Fault) Fault.class.getField(fault).get(null);
    bench.cloud.faults().next("DELETE", ONE, struck);
    bench.delete("p");
    bench.pass("p");
    assertThat(bench.reason("p", "Ready")).as(why).isEqualTo(reason);
    assertThat(bench.calls("DELETE", ONE)).isEqualTo(calls);
    bench.run("p", Duration.ofMinutes(10));
    assertThat(bench.find("p")).as("once it is taken, it goes").isEmpty();
    assertThat(bench.calls("DELETE", ONE)).isEqualTo(calls + 1);
  }

  @Test
  void whatHoldsSomethingIsNotDeleted() {
    var id = bench.find("p").orElseThrow().getStatus().id();
    var secret = "{\"name\": \"A\", \"value\": \"v\"}";
    bench.team().console("POST", "/projects/" + id + "/secrets", secret);
    bench.delete("p");
    bench.pass("p");
    assertThat(bench.reason("p", "Ready")).isEqualTo("InUse");
    assertThat(bench.condition("p", "Ready").orElseThrow().message())
        .contains("still holds ProjectSecret " + id + "/A (which no resource manages)");
    assertThat(bench.calls("DELETE", ONE)).isZero();
  }

  @Test
  void whatIsGoneAlreadyIsLetGoAfterACheckOfTheSession() {
    bench.team().projects().remove(bench.find("p").orElseThrow().getStatus().id());
    bench.after(Duration.ofMinutes(2));
    bench.delete("p");
    bench.run("p", Duration.ofMinutes(1));
    assertThat(bench.find("p")).isEmpty();
    assertThat(bench.calls("DELETE", ONE)).isZero();
    assertThat(bench.calls("GET", "/auth/session")).as("not found is believed").isEqualTo(2);
  }
}
