package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Dialects;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that is off for a template comes on again, whatever happens meanwhile. */
class MachineReturnTest {
  private static final String TEMPLATES = "/custom-templates";
  private static final String STOP = "/machines/{id}/stop";
  private static final String START = "/machines/{id}/start";
  private static final String BY_REFERENCE = "machineRef: {name: m}";

  private static void template(Stage stage, String of) {
    stage.rig.apply(
        "kind: CustomTemplate\nmetadata: {name: t}\nspec: {%s, allowStop: true}\n".formatted(of));
  }

  private static String named(Stage stage, String field) {
    return field.equals("machineRef") ? BY_REFERENCE : "machineId: " + machine(stage);
  }

  /** One whose template is refused time and again. */
  private static Stage withMachineOff() {
    var stage = CustomTemplateTest.withMachine("");
    stage.cloud.faults().next("POST", TEMPLATES, Fault.REFUSED).always();
    template(stage, BY_REFERENCE);
    stage.until(() -> state(stage).equals("off"));
    return stage;
  }

  private static String machine(Stage stage) {
    return stage.get(Machine.class, "m").getStatus().id();
  }

  private static String state(Stage stage) {
    return stage.team().machines().all().get(0).path("state").asText();
  }

  private static long sent(Stage stage, String route) {
    return stage.cloud.journal().calls("PATCH", route).stream()
        .filter(it -> it.status() == 200)
        .count();
  }

  private static void retain(Stage stage) {
    stage.patch(CustomTemplate.class, "t", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
  }

  private static void isOnInTheEnd(Stage stage) {
    stage.pass(Duration.ofDays(1));
    assertThat(state(stage)).isEqualTo("ready");
  }

  /** The machine is busy for minutes, so that the stop comes long after it was noted. */
  @ParameterizedTest(name = "{0}: what is read lags behind a stop that was long in coming")
  @ValueSource(strings = {"edited", "deleted"})
  void aStopThatComesLateIsWaitedFor(String what) {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.delay(Delay.SNAPSHOT, Duration.ofMinutes(10));
      stage.rig.apply("kind: Snapshot\nmetadata: {name: s}\nspec: {machineRef: {name: m}}\n");
      stage.says(Snapshot.class, "s", "Ready", "Creating");
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(10));
      template(stage, BY_REFERENCE);
      stage.until(() -> sent(stage, STOP) == 1);
      if (what.equals("edited")) {
        stage.patch(CustomTemplate.class, "t", "{\"spec\": {\"allowStop\": false}}");
      } else {
        stage.rig.delete(CustomTemplate.class, "t");
      }
      isOnInTheEnd(stage);
      assertThat(sent(stage, STOP)).isEqualTo(1);
    }
  }

  /** A word nobody knows is taken as moving, yet not for ever. */
  @ParameterizedTest(name = "the newest event stays \"{0}\"")
  @ValueSource(strings = {"archived", "in progress"})
  void anEventThatNeverEndsHoldsNoMachineOff(String word) {
    try (var stage = withMachineOff()) {
      var events = stage.team().machineEvents().all();
      var newest = events.get(events.size() - 1).path("id").asText();
      stage.team().machineEvents().edit(newest, it -> it.put("state", word));
      stage.until(() -> state(stage).equals("ready"));
    }
  }

  @Test
  void whileItIsOffTheTemplateSaysSo() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofDays(60));
      template(stage, BY_REFERENCE);
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      var id = stage.get(CustomTemplate.class, "t").getStatus().id();
      stage
          .team()
          .customTemplates()
          .edit(
              id,
              it ->
                  it.putArray("availableMachineTypes")
                      .addObject()
                      .put("machineTypeLabel", "A4000")
                      .put("isAvailable", true));
      var usable = stage.ready(CustomTemplate.class, "t");
      assertThat(Rig.condition(usable, "Ready").orElseThrow().message())
          .contains("Machine " + machine(stage) + ", which was stopped for it");
      stage.until(() -> stage.calls("PATCH", START) > 0);
      stage.says(CustomTemplate.class, "t", "Synced", "Conflict");
    }
  }

  @Test
  void oneThatIsPausedIsNotLetGoWhileItsMachineIsOff() {
    try (var stage = withMachineOff()) {
      stage.rig.annotate(CustomTemplate.class, "t", Annotations.PAUSED, "true");
      retain(stage);
      stage.settle();
      stage.rig.delete(CustomTemplate.class, "t");
      stage.pass(Duration.ofDays(2));
      stage.says(CustomTemplate.class, "t", "Synced", "Paused");
      stage.rig.annotate(CustomTemplate.class, "t", Annotations.PAUSED, null);
      stage.gone(CustomTemplate.class, "t");
      isOnInTheEnd(stage);
    }
  }

  @Test
  void aMachineDeclaredOnIsNotStoppedByItsId() {
    try (var stage = CustomTemplateTest.withMachine(", powerState: 'On'")) {
      template(stage, "machineId: " + machine(stage));
      var stalled = stage.says(CustomTemplate.class, "t", "Stalled", "OwnershipConflict");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .startsWith("power of Machine " + machine(stage) + ": already declared by Machine/m");
      stage.pass(Duration.ofDays(1));
      assertThat(stage.calls("PATCH", STOP)).isZero();
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": null}}");
      stage.ready(CustomTemplate.class, "t");
      isOnInTheEnd(stage);
    }
  }

  @ParameterizedTest(name = "{0}, named by {1}")
  @CsvSource({"paused, machineRef", "paused, machineId", "watched, machineRef"})
  void aMachineThatIsToBeLeftAloneIsNotStopped(String how, String field) {
    try (var stage = CustomTemplateTest.withMachine("")) {
      if (how.equals("paused")) {
        stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, "true");
      } else {
        stage.patch(
            Machine.class, "m", "{\"spec\": {\"policy\": {\"management\": \"ObserveOnly\"}}}");
      }
      stage.pass(Duration.ofMinutes(10));
      template(stage, named(stage, field));
      stage.pass(Duration.ofHours(6));
      assertThat(stage.calls("PATCH", STOP)).isZero();
      assertThat(Rig.condition(stage.get(CustomTemplate.class, "t"), "Stalled")).isPresent();
    }
  }

  @ParameterizedTest(name = "named by {0}, policy {1}")
  @CsvSource({"machineRef, Correct", "machineRef, Report", "machineId, Correct"})
  void aMachineThatIsDeclaredOffMeanwhileStaysOff(String field, String drift) {
    try (var stage = CustomTemplateTest.withMachine(", policy: {drift: " + drift + "}")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      template(stage, named(stage, field));
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      stage.pass(Duration.ofMinutes(5));
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofDays(1));
      assertThat(state(stage)).isEqualTo("off");
      assertThat(stage.calls("PATCH", START)).as("it is declared off").isZero();
    }
  }

  @Test
  void whoStartedItAfterAStopWithoutAnAnswerIsNotStoppedAgain() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.faults().next("PATCH", STOP, Fault.RESET_AFTER_EFFECT);
      template(stage, BY_REFERENCE);
      stage.until(() -> stage.calls("PATCH", STOP) == 1);
      stage.cloud.faults().next("GET", "*", Fault.UNAVAILABLE).always();
      stage.until(() -> state(stage).equals("off"));
      stage.team().console("PATCH", "/machines/" + machine(stage) + "/start", "{}");
      stage.until(() -> state(stage).equals("ready"));
      stage.pass(Duration.ofMinutes(1));
      stage.cloud.faults().clear();
      stage.pass(Duration.ofHours(3));
      assertThat(sent(stage, STOP)).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"NOT_FOUND", "FORBIDDEN", "its events"})
  void whatCannotBeLookedAtHoldsNoDeletionForEver(String how) {
    try (var stage = withMachineOff()) {
      if (how.equals("its events")) {
        stage.cloud.faults().next("GET", "/machine-events", Fault.BLOCKED_AT_EDGE).always();
      } else {
        stage.cloud.choose(Dialects.MemberSees.valueOf(how));
        MachineDialectsTest.member(stage);
      }
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(CustomTemplate.class, "t");
      stage.pass(Duration.ofDays(3));
      assertThat(stage.rig.find(CustomTemplate.class, "t")).isEmpty();
    }
  }

  @ParameterizedTest(name = "while the template {0}")
  @ValueSource(strings = {"goes", "stays"})
  void aMachineThatIsGoneIsNotWaitedFor(String what) {
    try (var stage = withMachineOff()) {
      var id = machine(stage);
      if (what.equals("goes")) {
        stage.rig.delete(CustomTemplate.class, "t");
      }
      stage.team().machines().remove(id);
      stage.pass(Duration.ofMinutes(5));
      if (what.equals("goes")) {
        assertThat(stage.rig.find(CustomTemplate.class, "t")).isEmpty();
      } else {
        assertThat(stage.get(CustomTemplate.class, "t").getStatus().marks())
            .doesNotContainValue(id);
      }
      assertThat(stage.events("LeftAside")).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"nobody", "key-of-team-b"})
  void withoutAKeyRetainIsTheWayOut(String key) {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      template(stage, BY_REFERENCE);
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      stage.cloud.key("key-of-team-b").team("b");
      stage.rig.secret("paperspace", "apiKey", key);
      stage.pass(Duration.ofMinutes(10));
      retain(stage);
      stage.rig.delete(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(12));
      assertThat(stage.rig.find(CustomTemplate.class, "t")).as("the key may come back").isPresent();
      stage.pass(Duration.ofDays(1));
      assertThat(stage.rig.find(CustomTemplate.class, "t")).isEmpty();
      assertThat(stage.events("LeftAside")).singleElement().asString().contains(machine(stage));
    }
  }

  @Test
  void whatIsDoneToAMachineIsToldAndItsResourceKnows() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      template(stage, BY_REFERENCE);
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      var before = stage.rig.time.instant();
      stage.until(Machine.class, "m", it -> it.getStatus().observed().state().equals("off"));
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .as("its resource does not wait for its next look")
          .isLessThan(Duration.ofMinutes(2));
      stage.ready(CustomTemplate.class, "t");
      stage.until(() -> state(stage).equals("ready"));
      assertThat(stage.events("Interrupted"))
          .singleElement()
          .asString()
          .contains("stop machine " + machine(stage));
      assertThat(stage.events("Resumed"))
          .singleElement()
          .asString()
          .contains("start machine " + machine(stage) + " again");
    }
  }

  /** A stop that was refused has stopped nothing, so nothing is owed. */
  @Test
  void whatAPersonSwitchedOffIsNotSwitchedOn() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.faults().next("PATCH", STOP, Fault.CONFLICT).always();
      template(stage, BY_REFERENCE);
      stage.until(() -> stage.calls("PATCH", STOP) >= 2);
      stage.settle();
      stage.team().console("PATCH", "/machines/" + machine(stage) + "/stop", "{}");
      stage.until(() -> state(stage).equals("off"));
      stage.cloud.faults().clear();
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(2));
      assertThat(state(stage)).as("a person switched it off").isEqualTo("off");
    }
  }
}
