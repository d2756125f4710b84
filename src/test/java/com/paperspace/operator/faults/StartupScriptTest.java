package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Startup scripts on bad days, and how a machine comes to have one and loses it again. */
class StartupScriptTest {
  private static final String SCRIPTS = "/startup-scripts";
  private static final String ASSIGN = SCRIPTS + "/{id}/assign";
  private static final String UNASSIGN = SCRIPTS + "/{id}/unassign";

  private static void script(Stage stage, String name, String text) {
    stage.rig.apply(
        "kind: StartupScript\nmetadata: {name: %s}\nspec: {script: {inline: '%s'}}\n"
            .formatted(name, text));
  }

  private static String made(Stage stage, String name) {
    script(stage, name, "echo " + name);
    return stage.ready(StartupScript.class, name).getStatus().id();
  }

  private static void declare(Stage stage, String field) {
    stage.patch(Machine.class, "m", "{\"spec\": {" + field + "}}");
  }

  private static String byName(String name) {
    return "\"startupScriptId\": null, \"startupScriptRef\": {\"name\": \"%s\"}".formatted(name);
  }

  private static List<String> machines(Stage stage, String script) {
    return stage
        .team()
        .startupScripts()
        .get(script)
        .orElseThrow()
        .path("assignedMachineIds")
        .valueStream()
        .map(it -> it.asText())
        .toList();
  }

  private static String text(Stage stage, String script) {
    return stage.team().kept("startup-scripts", script, "script");
  }

  private static String machine(Stage stage, String more) {
    stage.machine("m", more);
    return stage.machineReady("m").getStatus().id();
  }

  @Test
  void aMachineWaitsForItsScriptChangesItAndGivesItBack() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", startupScriptRef: {name: one}");
      stage.says(Machine.class, "m", "Synced", "WaitingForReference");
      var one = made(stage, "one");
      var machine = stage.machineReady("m").getStatus().id();
      var two = made(stage, "two");
      assertThat(machines(stage, one)).containsExactly(machine);
      assertThat(stage.calls("POST", ASSIGN)).as("with its create").isZero();

      declare(stage, byName("two"));
      stage.until(() -> machines(stage, two).contains(machine));
      stage.machineReady("m");
      assertThat(machines(stage, one)).isEmpty();

      declare(stage, "\"startupScriptRef\": null");
      stage.until(() -> machines(stage, two).isEmpty());
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", ASSIGN)).isEqualTo(1);
      assertThat(stage.calls("POST", UNASSIGN)).isEqualTo(2);
      assertThat(stage.get(Machine.class, "m").getStatus().marks())
          .doesNotContainKey("startupScript");
    }
  }

  @Test
  void whatOthersAssignedStaysAndWhatTheyTookAwayComesBack() {
    try (var stage = Stage.open()) {
      var one = made(stage, "one");
      var foreign = made(stage, "foreign");
      var machine = machine(stage, ", startupScriptRef: {name: one}");
      var body = "{\"machineId\": \"" + machine + "\"}";
      stage.team().console("POST", SCRIPTS + "/" + foreign + "/assign", body);
      stage.team().console("POST", SCRIPTS + "/" + one + "/unassign", body);
      stage.until(() -> machines(stage, one).contains(machine));
      stage.machineReady("m");
      stage.until(() -> !stage.events("DriftCorrected").isEmpty());
      declare(stage, "\"startupScriptRef\": null");
      stage.until(() -> machines(stage, one).isEmpty());
      stage.pass(Duration.ofHours(1));
      assertThat(machines(stage, foreign)).containsExactly(machine);
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.Duplicate.class)
  void anAssignmentWhoseAnswerIsLostIsMadeOnceAndIsOurs(Choices.Duplicate choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      var one = made(stage, "one");
      var machine = machine(stage, "");
      stage.cloud.faults().next("POST", ASSIGN, Fault.RESET_AFTER_EFFECT);
      declare(stage, "\"startupScriptId\": \"" + one + "\"");
      stage.until(() -> machines(stage, one).contains(machine));
      stage.restart();
      stage.pass(Duration.ofMinutes(10));
      stage.machineReady("m");
      assertThat(machines(stage, one)).containsExactly(machine);
      stage.cloud.faults().next("POST", UNASSIGN, Fault.RESET_AFTER_EFFECT);
      declare(stage, "\"startupScriptId\": null");
      stage.until(() -> machines(stage, one).isEmpty());
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(Machine.class, "m").getStatus().marks())
          .doesNotContainKey("startupScript");
    }
  }

  /** Some services would delete it under its machine. */
  @ParameterizedTest
  @EnumSource(Choices.DeleteInUse.class)
  void oneThatAMachineHasIsKept(Choices.DeleteInUse choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      var one = made(stage, "one");
      machine(stage, ", startupScriptId: " + one);
      stage.rig.delete(StartupScript.class, "one");
      var waiting = stage.says(StartupScript.class, "one", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .startsWith("Startup script " + one + " still holds Machine/m.");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().startupScripts().size()).isEqualTo(1);
      stage.rig.delete(Machine.class, "m");
      stage.gone(StartupScript.class, "one");
      assertThat(stage.team().startupScripts().size()).isZero();
    }
  }

  @Test
  void oneDeletedInTheConsoleIsMadeAgainAndAssignedAgain() {
    try (var stage = Stage.open()) {
      var old = made(stage, "one");
      var machine = machine(stage, ", startupScriptRef: {name: one}");
      stage.pass(Duration.ofMinutes(7));
      stage.team().startupScripts().remove(old);
      stage.until(
          StartupScript.class,
          "one",
          it -> it.getStatus().id() != null && !old.equals(it.getStatus().id()));
      var anew = stage.ready(StartupScript.class, "one").getStatus().id();
      stage.until(() -> machines(stage, anew).contains(machine));
      assertThat(text(stage, anew)).isEqualTo("echo one");
      assertThat(stage.team().startupScripts().size()).isEqualTo(1);
    }
  }

  /** What was sent to the one before says nothing of the one that is made in its place. */
  @Test
  void oneThatVanishesRightAfterAnEditIsMadeAgainAsEdited() {
    try (var stage = Stage.open()) {
      var old = made(stage, "one");
      stage.pass(Duration.ofMinutes(7));
      stage.patch(StartupScript.class, "one", "{\"spec\": {\"isEnabled\": false}}");
      stage.until(() -> stage.calls("PUT", SCRIPTS + "/{id}") == 1);
      stage.team().startupScripts().remove(old);
      stage.pass(Duration.ofMinutes(3));
      var anew = stage.ready(StartupScript.class, "one");
      assertThat(anew.getStatus().id()).isNotEqualTo(old);
      var script = stage.team().startupScripts().get(anew.getStatus().id()).orElseThrow();
      assertThat(script.path("isEnabled").asBoolean()).isFalse();
      assertThat(Rig.is(anew, "Synced", "True")).isTrue();
    }
  }

  @Test
  void aTextTheEdgeRefusesIsSaidAndNotSentHot() {
    try (var stage = Stage.open()) {
      stage
          .cloud
          .faults()
          .next("POST", SCRIPTS, Fault.BLOCKED_AT_EDGE)
          .when(it -> it.text().contains("/etc/passwd"))
          .always();
      script(stage, "one", "cat /etc/passwd");
      var stalled = stage.says(StartupScript.class, "one", "Stalled", "Blocked");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains("the service's edge refused the text of the script")
          .contains("Write it in another way")
          .doesNotContain("passwd", "<");
      stage.pass(Duration.ofHours(1));
      long sent = stage.calls("POST", SCRIPTS);
      // 16 s, doubled to 10 minutes: the eleventh after 3,408 s where no jitter makes it later.
      assertThat(sent).as("in the first hour").isLessThanOrEqualTo(11);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("POST", SCRIPTS) - sent).as("in the next").isLessThanOrEqualTo(6);

      script(stage, "one", "echo harmless");
      var one = stage.ready(StartupScript.class, "one").getStatus().id();
      assertThat(text(stage, one)).isEqualTo("echo harmless");
      assertThat(stage.team().startupScripts().size()).isEqualTo(1);
    }
  }

  static List<Fault> passing() {
    return List.of(
        Fault.TOO_MANY_REQUESTS,
        Fault.RESET_AFTER_EFFECT,
        Fault.RESET_BEFORE_EFFECT,
        Fault.INTERNAL_ERROR);
  }

  /** One that is to be off is made enabled, and the call that turns it off may fail too. */
  @ParameterizedTest
  @MethodSource("passing")
  void oneToBeOffIsTurnedOffWhateverFails(Fault fault) {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", SCRIPTS, fault);
      stage.cloud.faults().next("PUT", SCRIPTS + "/{id}", fault);
      stage.rig.apply(
          """
          kind: StartupScript
          metadata: {name: one}
          spec: {isEnabled: false, script: {inline: echo 1}}
          """);
      var seen = stage.ready(StartupScript.class, "one").getStatus();
      assertThat(seen.observed().isEnabled()).isFalse();
      assertThat(stage.team().startupScripts().size()).isEqualTo(1);
    }
  }

  /** Its field says so: the service never shows the text, nor when it was written. */
  @Test
  void anEditOfItsSecretIsSentAndOneOfOthersIsNotSeen() {
    try (var stage = Stage.open()) {
      stage.rig.secret("boot", "text", "echo 1");
      stage.rig.apply(
          """
          kind: StartupScript
          metadata: {name: one}
          spec: {script: {secretKeyRef: {name: boot, key: text}}}
          """);
      var one = stage.ready(StartupScript.class, "one").getStatus().id();
      stage.team().console("PUT", SCRIPTS + "/" + one, "{\"script\": \"echo foreign\"}");
      stage.pass(Duration.ofHours(1));
      assertThat(text(stage, one)).isEqualTo("echo foreign");
      stage.rig.secret("boot", "text", "echo 2");
      stage.until(() -> text(stage, one).equals("echo 2"));
      assertThat(stage.ready(StartupScript.class, "one").toString()).doesNotContain("echo");
    }
  }

  /** Whoever assigned it in between keeps it: the create declared none. */
  @Test
  void whatOthersAssignToAMachineOfALostCreateStays() {
    try (var stage = Stage.open()) {
      var body = "{\"name\": \"theirs\", \"script\": \"echo 1\"}";
      var script = stage.team().console("POST", "/startup-scripts", body).path("id").asText();
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("GET", "*", Fault.UNAVAILABLE).always();
      stage.machine("m", "");
      stage.until(() -> stage.team().machines().size() == 1);
      stage.pass(Duration.ofMinutes(5));
      var machine = stage.team().machines().all().get(0).path("id").asText();
      var assign = "/startup-scripts/" + script + "/assign";
      stage.team().console("POST", assign, "{\"machineId\": \"" + machine + "\"}");
      stage.cloud.faults().clear();
      stage.machineReady("m");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", "/startup-scripts/{id}/unassign")).isZero();
    }
  }
}
