package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

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
      stage.rig.journal.clear();
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
  void theLifeOfAMachine() {
    try (var stage = Stage.open()) {
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

  private static boolean says(Machine machine, String reason) {
    return Rig.is(machine, "Ready", "True")
        && Rig.condition(machine, "Ready").orElseThrow().reason().equals(reason);
  }

  @Test
  void eachTryThatFindsNoCapacitySaysWhenTheNextIs() {
    try (var stage = Stage.open()) {
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
