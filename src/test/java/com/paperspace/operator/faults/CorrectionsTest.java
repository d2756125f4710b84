package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What only a create can set is noted as it was sent, whatever the spec says since. The mock server
 * knows no rules, so every edit gets through as one in time would on a real one.
 */
class CorrectionsTest {
  private static final String MACHINES = "/machines";
  private static final String SENT = "t0nspur5";
  private static final String OTHER = "{\"spec\": {\"templateId\": \"tkni3aa4\"}}";
  private static final String BACK = "{\"spec\": {\"templateId\": \"t0nspur5\"}}";

  @Test
  void anEditBetweenTheCreateAndItsRecordNeedsAnotherMachineAndMayGoBack() {
    try (var stage = Stage.open()) {
      stage.settle();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.patch(Machine.class, "m", OTHER);
      stage.restart();
      needsAnother(stage);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void anEditWhileTheCreateIsUnderWayIsSeenToo() {
    try (var stage = Stage.open()) {
      stage
          .cloud
          .faults()
          .next("POST", MACHINES, Fault.INTERNAL_ERROR)
          .when(
              request -> {
                stage.patch(Machine.class, "m", OTHER);
                return false;
              });
      stage.machine("m", "");
      needsAnother(stage);
    }
  }

  @Test
  void anEditBetweenALostAnswerAndTheLookIsSeenToo() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      var open = stage.says(Machine.class, "m", "Reconciling", "Recovering").getStatus();
      assertThat(open.sent()).containsKey("intent");
      assertThat(open.createdWith())
          .as("an edit may go back to it")
          .containsEntry("templateId", SENT);
      stage.patch(Machine.class, "m", OTHER);
      needsAnother(stage);
    }
  }

  private static void needsAnother(Stage stage) {
    var stalled = stage.says(Machine.class, "m", "Stalled", "ReplaceRequired");
    assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
        .contains("templateId (declared tkni3aa4, actual t0nspur5)");
    assertThat(stalled.getStatus().createdWith())
        .isEqualTo(Map.of("templateId", SENT, "region", "ny2", "diskSize", 100));
    stage.patch(Machine.class, "m", BACK);
    stage.machineReady("m");
    assertThat(stage.team().machines().all()).hasSize(1);
  }

  /**
   * Fabric8 sends a write again whose answer was lost, and then reads what the object is by now.
   */
  @Test
  void whatIsSentIsWhatWasAnnounced() {
    try (var stage = Stage.open()) {
      stage.kube().loseAnswer(KubeFaults::isIntent, () -> stage.patch(Machine.class, "m", OTHER));
      stage.machine("m", "");
      var ready = stage.machineReady("m");
      assertThat(ready.getStatus().createdWith()).containsEntry("templateId", "tkni3aa4");
      assertThat(stage.cloud.journal().calls("POST", MACHINES))
          .singleElement()
          .satisfies(
              call -> assertThat(call.body().path("templateId").asText()).isEqualTo("tkni3aa4"));
    }
  }

  @Test
  void aTypoInWhatWasRefusedIsCorrectedAndNothingOfItStays() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.apply(
          "kind: Machine\nmetadata: {name: typo}\nspec: {machineType: A4000, templateId: ubuntu,"
              + " region: ny2, diskSize: 100}\n");
      var refused = stage.says(Machine.class, "typo", "Stalled", "InvalidSpec").getStatus();
      assertThat(refused.id()).isNull();
      assertThat(refused.createdWith()).isNull();
      assertThat(refused.sent()).isNull();
      var before = stage.rig.time.instant();
      stage.patch(Machine.class, "typo", BACK);
      stage.until(() -> stage.team().machines().size() == 2);
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofSeconds(1));
      assertThat(stage.machineReady("typo").getStatus().createdWith())
          .containsEntry("templateId", SENT);
    }
  }

  @Test
  void aRefusalAfterALostAnswerLeavesNoOpenCreateInTheStatus() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR);
      stage.cloud.faults().next("POST", MACHINES, Fault.REFUSED);
      stage.machine("m", "");
      var refused = stage.says(Machine.class, "m", "Stalled", "InvalidSpec").getStatus();
      assertThat(refused.createdWith()).isNull();
      assertThat(refused.sent()).isNull();
    }
  }

  /**
   * From a backup, or by a version that did not clear it: the API server would fix the spec for
   * ever.
   */
  @ParameterizedTest
  @ValueSource(strings = {"another-uid.12345678@2026-01-01T00:00:00Z#t name /m", "garbage"})
  void anIntentInTheStatusThatIsNoneIsCleared(String stale) {
    try (var stage = Stage.open()) {
      stage.machine("m", ", policy: {management: ObserveOnly}");
      stage.says(Machine.class, "m", "Stalled", "ExternalMissing");
      stage.crash();
      status(
          stage,
          "{\"sent\": {\"intent\": \"" + stale + "\"}, \"createdWith\": {\"region\": \"ca1\"}}");
      stage.start();
      var cleared = stage.until(Machine.class, "m", m -> m.getStatus().sent() == null);
      assertThat(cleared.getStatus().createdWith()).isNull();
    }
  }

  /** The status tells of the machine it names, whatever became of a create announced since. */
  @Test
  void anOpenCreateThatMadeNothingTakesNothingFromAKnownMachine() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var known = stage.machineReady("m").getStatus();
      stage.crash();
      var uid = stage.get(Machine.class, "m").getMetadata().getUid();
      var open =
          uid
              + ".12345678@"
              + stage.rig.time.instant().truncatedTo(ChronoUnit.SECONDS)
              + "#"
              + known.account().teamId()
              + " name /other";
      stage.patch(
          Machine.class,
          "m",
          "{\"metadata\": {\"annotations\": {\""
              + Verbs.CREATE_INTENT
              + "\": \""
              + open
              + "\", \""
              + Verbs.CREATED_WITH
              + "\": \""
              + uid
              + ".12345678 {\\\"region\\\": \\\"ca1\\\"}\"}}}");
      stage.start();
      var settled =
          stage.until(Machine.class, "m", m -> m.getStatus().boundIntent().contains(".12345678@"));
      assertThat(settled.getStatus().createdWith()).isEqualTo(known.createdWith());
    }
  }

  /** Were it fixed for as long as the service fails at it, no correction would ever get in. */
  @Test
  void aCreateThatIsLostAgainAndAgainLeavesTimeForACorrection() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR).always();
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      var free =
          stage.until(
              Machine.class,
              "m",
              m -> m.getStatus().sent() == null && m.getStatus().createdWith() == null);
      assertThat(free.getStatus().id()).isNull();
      assertThat(Rig.condition(free, "Synced").orElseThrow().message()).contains("made nothing");
    }
  }

  @Test
  void whatIsCorrectedThenIsMadeAtOnce() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", MACHINES, Fault.INTERNAL_ERROR);
      stage.machine("m", "");
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.condition(m, "Synced")
                  .filter(c -> c.message().contains("made nothing"))
                  .isPresent());
      var before = stage.rig.time.instant();
      stage.patch(Machine.class, "m", OTHER);
      stage.until(() -> stage.team().machines().size() == 1);
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofSeconds(1));
      assertThat(stage.machineReady("m").getStatus().createdWith())
          .containsEntry("templateId", "tkni3aa4");
    }
  }

  @Test
  void whileThereIsNoCapacityTheSpecMayAskForAnotherRegion() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().outOfCapacity("A4000", 50);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      stage.pass(Duration.ofSeconds(45));
      var waiting = stage.get(Machine.class, "m").getStatus();
      assertThat(waiting.sent()).as("looked for what it may have left").isNull();
      assertThat(waiting.createdWith()).isNull();
      assertThat(stage.calls("POST", MACHINES)).as("nothing is hurried").isEqualTo(1);
      stage.cloud.mishaps().outOfCapacity("A4000", 0);
      var before = stage.rig.time.instant();
      stage.patch(Machine.class, "m", "{\"spec\": {\"region\": \"ca1\"}}");
      stage.until(() -> stage.calls("POST", MACHINES) == 2);
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .as("but the edit")
          .isLessThan(Duration.ofSeconds(1));
      assertThat(stage.machineReady("m").getStatus().createdWith()).containsEntry("region", "ca1");
    }
  }

  @Test
  void whatAnOlderVersionMadeIsNotedFromItsSpec() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.crash();
      forgetNotes(stage);
      assertThat(stage.get(Machine.class, "m").getStatus().createdWith()).isNull();
      stage.start();
      var noted =
          stage.until(Machine.class, "m", m -> m.getStatus().createdWith() != null).getStatus();
      assertThat(noted.createdWith())
          .isEqualTo(Map.of("templateId", SENT, "region", "ny2", "diskSize", 100));
    }
  }

  /** A status the schema refuses would lose the id. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[]",
        "null",
        "{'diskSize': 'many'}",
        "{'templateId': {'a': 1}}",
        "{'region': '%s'}"
      })
  void aNoteDamagedByHandIsNone(String damage) {
    try (var stage = Stage.open()) {
      stage.settle();
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      var intent =
          stage.get(Machine.class, "m").getMetadata().getAnnotations().get(Verbs.CREATE_INTENT);
      var nonce = intent.substring(0, intent.indexOf('@'));
      var note = nonce + " " + damage.replace('\'', '"').formatted("x".repeat(600));
      stage.patch(
          Machine.class,
          "m",
          "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
              .formatted(Verbs.CREATED_WITH, note.replace("\"", "\\\"")));
      stage.restart();
      assertThat(stage.machineReady("m").getStatus().createdWith())
          .isEqualTo(Map.of("templateId", SENT, "region", "ny2", "diskSize", 100));
    }
  }

  @Test
  void ofWhatWasTakenOverNothingIsNotedAndWhatTheServiceNeverShowsStaysFree() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "theirs");
      stage.machine("m", ", name: theirs, externalId: " + id);
      assertThat(stage.machineReady("m").getStatus().createdWith()).isNull();
      stage.patch(Machine.class, "m", OTHER);
      stage.until(
          Machine.class, "m", m -> Long.valueOf(2).equals(m.getStatus().observedGeneration()));
      assertThat(Rig.condition(stage.get(Machine.class, "m"), "Stalled")).isEmpty();
    }
  }

  /**
   * What is seen under a project the service shows is judged by that, not by how it was written.
   */
  @Test
  void anotherNameForTheSameProjectIsNoChange() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.settle();
      stage.kube().crashAt(r -> KubeFaults.isStatus(r) && r.url().encodedPath().contains("/S/"));
      stage.secret("S", "");
      stage.until(() -> stage.kube().isDead());
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.patch(
          ProjectSecret.class,
          "S",
          "{\"spec\": {\"projectRef\": null, \"projectId\": \"" + home + "\"}}");
      stage.restart();
      assertThat(stage.ready(ProjectSecret.class, "S").getStatus().createdWith())
          .isEqualTo(Map.of("projectRef", Map.of("name", "home"), "name", "S"));
    }
  }

  private static void forgetNotes(Stage stage) {
    stage.patch(
        Machine.class,
        "m",
        "{\"metadata\": {\"annotations\": {\"" + Verbs.CREATED_WITH + "\": null}}}");
    status(stage, "{\"createdWith\": null}");
  }

  private static void status(Stage stage, String json) {
    stage
        .rig
        .kubernetes
        .client()
        .resources(Machine.class)
        .inNamespace(stage.rig.namespace)
        .withName("m")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + json + "}");
  }
}
