package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object's events tell of its life, in their order; docs/reasons.md has the table. */
class ToldTest {

  private static List<String> of(Stage stage, String name) {
    return stage.allEvents().stream()
        .filter(it -> it.getRegarding().getName().equals(name))
        .sorted(Comparator.comparing((Event it) -> it.getEventTime().getTime()))
        .map(Event::getReason)
        .toList();
  }

  @Test
  void aCreateThatGoesWellWritesOne() {
    try (var stage = Stage.open()) {
      quiet(stage);
      stage.project("p", ", tags: [red]");
      stage.ready(PaperspaceProject.class, "p");
      stage.settle();
      assertThat(stage.rig.journal.events()).hasSize(1);
      assertThat(of(stage, "p")).containsExactly("Created");
      assertThat(stage.events("Created")).singleElement().asString().startsWith("Made ");
      stage.rig.journal.clear();
      stage.pass(Duration.ofHours(2));
      assertThat(stage.rig.journal.events()).as("at rest").isEmpty();
      stage.restart();
      stage.pass(Duration.ofMinutes(20));
      assertThat(stage.rig.journal.events()).as("after a restart").isEmpty();
    }
  }

  @Test
  void oneThatIsReadyWithinHalfAMinuteWritesOneToo() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofSeconds(20));
      quiet(stage);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(2));
      assertThat(of(stage, "m")).containsExactly("Created");
      assertThat(stage.rig.journal.events()).hasSize(1);
    }
  }

  @Test
  void theLifeOfAMachine() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(2));
      stage.machine("m", ", powerState: 'On'");
      stage.machineReady("m");
      stage.settle();
      assertThat(of(stage, "m")).containsExactly("Created", "Ready");
      stage.machine("m", ", powerState: 'Off'");
      stage.until(Machine.class, "m", it -> says(it, "Off"));
      stage.settle();
      assertThat(of(stage, "m")).endsWith("Ready", "Updated", "Stopped");
      stage.machine("m", ", powerState: 'On'");
      stage.until(Machine.class, "m", it -> says(it, "Available"));
      stage.settle();
      assertThat(of(stage, "m")).endsWith("Stopped", "Updated", "Started");
      stage.machine("m", ", powerState: 'On', name: other");
      stage.until(() -> stage.events("Updated").contains("Changed name from m to other."));
      stage.settle();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.settle();
      assertThat(of(stage, "m")).endsWith("Updated", "Deleted");
    }
  }

  @Test
  void aDeploymentThatIsSwitchedOffAndOn() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      stage.deployment("d", ", enabled: false");
      stage.until(Deployment.class, "d", it -> says(it, "Disabled"));
      stage.settle();
      assertThat(of(stage, "d")).containsExactly("Created", "Updated", "Stopped");
      stage.deployment("d", ", enabled: true");
      stage.until(Deployment.class, "d", it -> says(it, "Available"));
      stage.settle();
      assertThat(of(stage, "d")).endsWith("Stopped", "Updated", "Started");
    }
  }

  @Test
  void aDeletionThatWaitsSaysForWhatOnceAndForAll() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", "");
      stage.ready(ProjectSecret.class, "s");
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.says(PaperspaceProject.class, "home", "Synced", "InUse");
      stage.pass(Duration.ofMinutes(30));
      assertThat(of(stage, "home")).containsExactly("Created", "InUse");
      assertThat(stage.events("InUse")).singleElement().asString().contains("ProjectSecret/s");
      stage.restart();
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.told("InUse")).as("an earlier process told it").isEqualTo(1);
      stage.rig.delete(ProjectSecret.class, "s");
      stage.gone(PaperspaceProject.class, "home");
      stage.settle();
      assertThat(of(stage, "home")).containsExactly("Created", "InUse", "Deleted");
    }
  }

  @Test
  void aDeletionThatNeedsSomebodySaysWhy() {
    try (var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.key(Rig.KEY).team("b");
      stage.rig.delete(PaperspaceProject.class, "p");
      stage.says(PaperspaceProject.class, "p", "Stalled", "TeamMismatch");
      stage.settle();
      assertThat(of(stage, "p")).containsExactly("Created", "TeamMismatch");
      assertThat(stage.events("TeamMismatch"))
          .as("another account would not be taken any more")
          .singleElement()
          .asString()
          .contains("or set policy.deletion: Retain;")
          .doesNotContain("accountRef");
      stage.cloud.key(Rig.KEY).team("a");
      stage.gone(PaperspaceProject.class, "p");
      stage.settle();
      assertThat(of(stage, "p")).containsExactly("Created", "TeamMismatch", "Deleted");
    }
  }

  /** On a busy machine the account may still be telling of its key. */
  private static void quiet(Stage stage) {
    stage.until(() -> of(stage, "default").contains("Accepted"));
    stage.settle();
    stage.rig.journal.clear();
  }

  private static boolean says(PaperspaceResource<?, ?> resource, String reason) {
    return Rig.is(resource, "Ready", "True")
        && Rig.condition(resource, "Ready").orElseThrow().reason().equals(reason);
  }

  @Test
  void eachTryThatFindsNoCapacitySaysWhenTheNextIs() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(2));
      stage.cloud.mishaps().outOfCapacity("A4000", 2);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.settle();
      assertThat(of(stage, "m"))
          .containsExactly("OutOfCapacity", "OutOfCapacity", "Created", "Ready");
      assertThat(stage.events("OutOfCapacity"))
          .anyMatch(it -> it.contains("attempt 1") && it.matches(".*Next try at about 20.*Z\\."))
          .anyMatch(it -> it.contains("attempt 2"));
    }
  }

  @Test
  void aLongWaitIsToldOnceAndAShortOneNot() {
    try (var stage = Stage.open()) {
      stage.secret("s", "");
      stage.says(ProjectSecret.class, "s", "Synced", "WaitingForReference");
      stage.pass(Duration.ofSeconds(10));
      assertThat(of(stage, "s")).isEmpty();
      stage.pass(Duration.ofMinutes(30));
      assertThat(of(stage, "s")).containsExactly("WaitingForReference");
      stage.restart();
      stage.pass(Duration.ofMinutes(10));
      assertThat(of(stage, "s")).as("an earlier process told it").hasSize(1);
      stage.home();
      stage.ready(ProjectSecret.class, "s");
      stage.settle();
      assertThat(of(stage, "s")).containsExactly("WaitingForReference", "Created");
    }
  }

  @Test
  void theEndOfATroubleIsTold() {
    try (var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.project("p", ", externalId: pr000000000000");
      stage.says(PaperspaceProject.class, "p", "Stalled", "ReplaceRequired");
      stage.rig.apply("kind: PaperspaceProject\nmetadata: {name: p}\nspec: {name: p}\n");
      stage.ready(PaperspaceProject.class, "p");
      stage.settle();
      assertThat(of(stage, "p")).containsExactly("Created", "ReplaceRequired", "Recovered");
      assertThat(stage.events("Recovered"))
          .singleElement()
          .asString()
          .startsWith("No longer ReplaceRequired. ");
    }
  }

  /** What moves takes no change, so that nothing tells whether it would be refused again. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a stop", "a restart", "others stop it", "its Secret is another's"})
  void aTroubleThatStandsWhileAMachineMovesIsNotOver(String what) {
    boolean isOutput = what.equals("its Secret is another's");
    var trouble = isOutput ? "OutputConflict" : "InvalidSpec";
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.cloud.delay(Delay.STOP, Duration.ofMinutes(what.equals("others stop it") ? 25 : 1));
      stage.cloud.delay(Delay.RESTART, Duration.ofMinutes(1));
      stage.cloud.faults().next("PUT", "/machines/{id}", Fault.REFUSED).always();
      stage.rig.secret("theirs", "a", "b");
      var spec = isOutput ? "\"outputs\": {\"secret\": \"theirs\"}" : "\"name\": \"other\"";
      stage.patch(Machine.class, "m", "{\"spec\": {" + spec + "}}");
      stage.says(Machine.class, "m", "Stalled", trouble);
      switch (what) {
        case "a restart", "its Secret is another's" ->
            stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "2026-11-30T10:00:00Z");
        case "others stop it" -> stage.team().console("PATCH", "/machines/" + id + "/stop", "{}");
        default -> stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      }
      stage.until(Machine.class, "m", it -> Rig.is(it, "Reconciling", "True"));
      stage.says(Machine.class, "m", "Stalled", trouble);
      stage.settle();
      assertThat(stage.events("Recovered")).isEmpty();
      assertThat(stage.told(trouble)).isEqualTo(1);

      stage.cloud.faults().clear();
      var mended = isOutput ? "\"outputs\": null" : "\"name\": \"another\"";
      stage.patch(Machine.class, "m", "{\"spec\": {" + mended + "}}");
      stage.until(() -> !stage.events("Recovered").isEmpty());
      assertThat(stage.events("Recovered"))
          .singleElement()
          .asString()
          .startsWith("No longer " + trouble + ". ");
    }
  }

  @Test
  void aDifferenceThatIsOverIsTold() {
    try (var stage = Stage.open()) {
      stage.project("p", ", policy: {drift: Report}");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      stage.team().projects().edit(id, it -> it.put("name", "foreign"));
      stage.says(PaperspaceProject.class, "p", "Synced", "DriftReported");
      stage.patch(PaperspaceProject.class, "p", "{\"spec\": {\"name\": \"foreign\"}}");
      stage.until(PaperspaceProject.class, "p", it -> Rig.is(it, "Synced", "True"));
      stage.settle();
      assertThat(of(stage, "p")).containsExactly("Created", "DriftDetected", "Recovered");
      assertThat(stage.events("Recovered"))
          .singleElement()
          .asString()
          .startsWith("No longer DriftReported.");
    }
  }

  /** Else all that was told of it is that it was changed. */
  @ParameterizedTest
  @EnumSource(
      value = Choices.UndocumentedFields.class,
      names = {"IGNORED", "ECHOED"})
  void aFieldTheServiceIgnoresIsToldAndSoIsItsEnd(Choices.UndocumentedFields choice) {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", ", publicIpType: none");
      stage.machineReady("m");
      stage.machine("m", ", publicIpType: dynamic");
      stage.says(Machine.class, "m", "Synced", "NotApplied");
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(of(stage, "m")).startsWith("Created", "Updated", "NotApplied");
      assertThat(stage.told("NotApplied")).as("once, whatever process looks").isEqualTo(1);
      assertThat(stage.events("NotApplied"))
          .singleElement()
          .asString()
          .startsWith("The API accepted but did not carry out: publicIpType (declared dynamic,");
      assertThat(logged.atLeast(Level.WARN))
          .filteredOn(it -> it.contains("Synced False: NotApplied: "))
          .hasSize(1);

      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "once-more");
      stage.until(() -> stage.told("NotApplied") == 2);
      stage.machine("m", ", publicIpType: none");
      stage.until(Machine.class, "m", it -> Rig.is(it, "Synced", "True"));
      stage.settle();
      assertThat(of(stage, "m")).endsWith("Recovered");
      assertThat(stage.events("Recovered"))
          .singleElement()
          .asString()
          .startsWith("No longer NotApplied.");
    }
  }

  @Test
  void aDifferenceIsToldOnceAndItsEndTooWhateverLiesBetween() {
    try (var stage = Stage.open()) {
      stage.project("p", ", policy: {drift: Report}");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      stage.team().projects().edit(id, it -> it.put("name", "foreign"));
      stage.says(PaperspaceProject.class, "p", "Synced", "DriftReported");
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.PAUSED, "true");
      stage.says(PaperspaceProject.class, "p", "Synced", "Paused");
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.PAUSED, null);
      stage.says(PaperspaceProject.class, "p", "Synced", "DriftReported");
      stage.settle();
      assertThat(of(stage, "p")).as("told before").containsExactly("Created", "DriftDetected");
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.PAUSED, "true");
      stage.says(PaperspaceProject.class, "p", "Synced", "Paused");
      stage.team().projects().edit(id, it -> it.put("name", "p"));
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.PAUSED, null);
      stage.until(PaperspaceProject.class, "p", it -> Rig.is(it, "Synced", "True"));
      stage.settle();
      assertThat(of(stage, "p")).containsExactly("Created", "DriftDetected", "Recovered");
    }
  }

  @Test
  void anAccountTellsOfItsKey() {
    try (var stage = Stage.open()) {
      stage.ready(PaperspaceAccount.class, "default");
      stage.settle();
      assertThat(of(stage, "default")).containsExactly("Accepted");
      stage.rig.secret("paperspace", "apiKey", "of-nobody");
      stage.says(PaperspaceAccount.class, "default", "Stalled", "CredentialsInvalid");
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      stage.ready(PaperspaceAccount.class, "default");
      stage.settle();
      assertThat(of(stage, "default"))
          .containsExactly("Accepted", "CredentialsInvalid", "Recovered");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.settle();
      assertThat(of(stage, "default")).endsWith("Released");
    }
  }
}
