package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.support.Rig;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a create was sent with stands in the status as long as the cloud object does, and is right.
 */
class CreatedWithTest {
  private static final String SENT = "t0nspur5";
  private static final String OTHER = "{\"spec\": {\"templateId\": \"tkni3aa4\"}}";

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
      stage.patchStatus(
          Machine.class,
          "m",
          "{\"openIntent\": \"" + stale + "\", \"createdWith\": {\"region\": \"ca1\"}}");
      stage.start();
      var cleared = stage.until(Machine.class, "m", m -> m.getStatus().openIntent() == null);
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
              + Annotations.CREATE_INTENT
              + "\": \""
              + open
              + "\", \""
              + Annotations.CREATED_WITH
              + "\": \""
              + uid
              + ".12345678 {\\\"region\\\": \\\"ca1\\\"}\"}}}");
      stage.start();
      var settled =
          stage.until(
              Machine.class, "m", m -> m.getStatus().completedIntent().contains(".12345678@"));
      assertThat(settled.getStatus().createdWith()).isEqualTo(known.createdWith());
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
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      var intent =
          stage
              .get(Machine.class, "m")
              .getMetadata()
              .getAnnotations()
              .get(Annotations.CREATE_INTENT);
      var nonce = intent.substring(0, intent.indexOf('@'));
      var note = nonce + " " + damage.replace('\'', '"').formatted("x".repeat(600));
      stage.patch(
          Machine.class,
          "m",
          "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
              .formatted(Annotations.CREATED_WITH, note.replace("\"", "\\\"")));
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
        "{\"metadata\": {\"annotations\": {\"" + Annotations.CREATED_WITH + "\": null}}}");
    stage.patchStatus(Machine.class, "m", "{\"createdWith\": null}");
  }

  /** It is looked for by what it was sent with, not by what the spec says since. */
  @ParameterizedTest(name = "deleted: {0}")
  @ValueSource(booleans = {true, false})
  void anEditAfterACrashHoldsNoNamespace(boolean deleted) {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(it -> KubeFaults.isStatusOf("privatenetworks", it));
      stage.rig.apply("kind: PrivateNetwork\nmetadata: {name: n}\nspec: {region: ny2}\n");
      stage.until(() -> stage.kube().isDead());
      assertThat(stage.team().table("private-networks").size()).isEqualTo(1);
      assertThat(stage.get(PrivateNetwork.class, "n").getStatus()).isNull();
      stage.patch(PrivateNetwork.class, "n", "{\"spec\": {\"region\": \"ca1\"}}");
      if (deleted) {
        stage.rig.delete(PrivateNetwork.class, "n");
      }
      stage.restart();
      if (deleted) {
        stage.gone(PrivateNetwork.class, "n");
        assertThat(stage.team().table("private-networks").size()).isZero();
      } else {
        stage.says(PrivateNetwork.class, "n", "Stalled", "ReplaceRequired");
      }
    }
  }
}
