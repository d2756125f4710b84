package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.ComputeChoices.TemplateReady;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates on bad days: of their machine, which has to be off, and of their distribution. */
class CustomTemplateTest {
  private static final String SERVED = "aside.machineStoppedFor";
  private static final String TEMPLATES = "/custom-templates";

  static Stage withMachine(String power) {
    var stage = Stage.open();
    stage.machine("m", power);
    stage.machineReady("m");
    return stage;
  }

  private static void template(Stage stage, String more) {
    stage.rig.apply(
        "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineRef: {name: m}%s}\n"
            .formatted(more));
  }

  private static String message(CustomTemplate it) {
    return Rig.condition(it, "Ready").orElseThrow().message();
  }

  @Test
  void oneOfAMachineThatIsOnWaitsAndSaysWhatToDo() {
    try (var stage = withMachine("")) {
      template(stage, "");
      var stalled = stage.says(CustomTemplate.class, "t", "Stalled", "DisruptionRequired");
      assertThat(message(stalled))
          .startsWith("machineRef: machine ")
          .contains("powerState: \"Off\"");
      stage.pass(Duration.ofDays(2));
      assertThat(stage.calls("POST", TEMPLATES)).isZero();
      assertThat(stage.get(CustomTemplate.class, "t").getMetadata().getAnnotations())
          .doesNotContainKey(Annotations.CREATE_INTENT);
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      var made = stage.ready(CustomTemplate.class, "t").getStatus().observed();
      assertThat(made.operatingSystem()).isEqualTo("Ubuntu 22.04");
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TemplateReady.class)
  void itIsUsableByTheFirstSign(TemplateReady sign) {
    try (var stage = withMachine(", powerState: 'Off'")) {
      stage.cloud.choose(sign).delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      template(stage, "");
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      var before = stage.rig.time.instant();
      stage.ready(CustomTemplate.class, "t");
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofMinutes(45));
    }
  }

  /** Nothing of it can be told from its machine any more, and nothing need be. */
  @Test
  void itOutlivesItsMachine() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      template(stage, "");
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      stage.rig.delete(Machine.class, "m");
      stage.says(Machine.class, "m", "Synced", "InUse");
      stage.gone(Machine.class, "m");
      assertThat(stage.get(CustomTemplate.class, "t").getStatus().observed().usable()).isTrue();
      stage.pass(Duration.ofHours(12));
      stage.restart();
      stage.pass(Duration.ofHours(12));
      var it = stage.get(CustomTemplate.class, "t");
      assertThat(it).matches(t -> Rig.is(t, "Ready", "True") && Rig.is(t, "Synced", "True"));
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofHours(12));
      assertThat(stage.get(CustomTemplate.class, "t")).matches(t -> Rig.is(t, "Synced", "True"));
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(1);
    }
  }

  /** Who has lost one must say so: it is made again of what its machine is by then. */
  private static void askForAnother(Stage stage) {
    var lost = stage.says(CustomTemplate.class, "t", "Stalled", "ExternalMissing");
    assertThat(message(lost)).contains("would hold the disk of its machine as that is by then");
    stage.rig.annotate(CustomTemplate.class, "t", Annotations.RECONCILE_AT, "again");
  }

  @Test
  void oneThatOthersTookAwayWaitsForItsMachine() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      template(stage, "");
      var id = stage.ready(CustomTemplate.class, "t").getStatus().id();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.team().customTemplates().remove(id);
      askForAnother(stage);
      var waiting = stage.says(CustomTemplate.class, "t", "Synced", "WaitingForReference");
      assertThat(message(waiting)).startsWith("machineRef: Machine m does not exist");
      stage.machine("m", ", powerState: 'Off'");
      stage.ready(CustomTemplate.class, "t");
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerLeadsToOne(boolean effect) {
    try (var stage = withMachine(", powerState: 'Off'")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(20));
      var lost = effect ? Fault.RESET_AFTER_EFFECT : Fault.RESET_BEFORE_EFFECT;
      stage.cloud.faults().next("POST", TEMPLATES, lost);
      template(stage, "");
      stage.until(
          CustomTemplate.class, "t", it -> it.getStatus() != null && it.getStatus().id() != null);
      assertThat(Rig.is(stage.get(CustomTemplate.class, "t"), "Ready", "True"))
          .as("it is still distributed")
          .isFalse();
      stage.ready(CustomTemplate.class, "t");
      assertThat(stage.team().customTemplates().all()).hasSize(1);
    }
  }

  @Test
  void oneWhoseDistributionFailsIsTriedAgainWhenAsked() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      stage.cloud.mishaps().failEvents("template-create", 1, "disk is tired");
      template(stage, "");
      var failed = stage.says(CustomTemplate.class, "t", "Ready", "OperationFailed");
      assertThat(message(failed)).contains("disk is tired", Annotations.RECONCILE_AT);
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", TEMPLATES)).as("not by itself").isEqualTo(1);
      stage.rig.annotate(CustomTemplate.class, "t", Annotations.RECONCILE_AT, "1");
      stage.ready(CustomTemplate.class, "t");
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(2);
    }
  }

  @Test
  void aMachineThatIsNotThereIsNamed() {
    try (var stage = Stage.open()) {
      stage.rig.apply("kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineId: psnone}\n");
      var stalled = stage.says(CustomTemplate.class, "t", "Stalled", "InvalidSpec");
      assertThat(message(stalled)).contains("machineId: there is no machine psnone");
      assertThat(stage.calls("POST", TEMPLATES)).isZero();
    }
  }

  private static void machineOf(Stage stage, String type, String region) {
    stage.rig.apply(
        "kind: Machine\nmetadata: {name: of}\nspec: {machineType: %s, templateRef: {name: t}, region: %s, diskSize: 100}\n"
            .formatted(type, region));
  }

  @Test
  void aMachineIsMadeOfOneThatIsUsable() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      machineOf(stage, "A4000", "ny2");
      stage.says(Machine.class, "of", "Synced", "WaitingForReference");
      template(stage, "");
      stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      stage.pass(Duration.ofMinutes(10));
      var waiting = stage.says(Machine.class, "of", "Synced", "WaitingForReference");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .startsWith("templateRef: CustomTemplate t is not usable yet.");
      var id = stage.ready(CustomTemplate.class, "t").getStatus().id();
      stage.machineReady("of");
      assertThat(stage.cloud.journal().calls("POST", "/machines"))
          .last()
          .matches(it -> it.body().path("templateId").asText().equals(id));
    }
  }

  /** It has its own disk, so the template may go; one that is to be made again waits for it. */
  @Test
  void aMachineThatExistsNeedsItsTemplateNoMore() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      template(stage, "");
      stage.ready(CustomTemplate.class, "t");
      machineOf(stage, "A4000", "ny2");
      var id = stage.machineReady("of").getStatus().id();
      stage.pass(Duration.ofMinutes(5));
      stage.rig.delete(CustomTemplate.class, "t");
      stage.gone(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(12));
      assertThat(stage.get(Machine.class, "of")).matches(m -> Rig.is(m, "Synced", "True"));
      stage.team().machines().remove(id);
      stage.says(Machine.class, "of", "Synced", "WaitingForReference");
      template(stage, "");
      stage.until(
          Machine.class, "of", m -> m.getStatus().id() != null && !id.equals(m.getStatus().id()));
      stage.machineReady("of");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H100, ny2, machineType: CustomTemplate t does not offer H100; it offers: ",
    "A4000, ca1, region: CustomTemplate t is in ny2"
  })
  void whatItIsNotForIsSaidBeforeACreate(String type, String region, String says) {
    try (var stage = withMachine(", powerState: 'Off'")) {
      template(stage, "");
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(1));
      machineOf(stage, type, region);
      var stalled = stage.says(Machine.class, "of", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message()).startsWith(says);
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  private static void stopping(Stage stage) {
    template(stage, ", allowStop: true");
  }

  private static String state(Stage stage) {
    return stage.team().machines().all().get(0).path("state").asText();
  }

  private static long power(Stage stage, String act) {
    return stage.cloud.journal().calls("PATCH", "/machines/{id}" + act).stream()
        .filter(it -> it.status() == 200)
        .count();
  }

  private static void isMadeAndTheMachineIsOn(Stage stage) {
    stage.ready(CustomTemplate.class, "t");
    stage.until(() -> state(stage).equals("ready"));
    stage.until(
        CustomTemplate.class, "t", it -> it.getStatus().marks().keySet().equals(Set.of(SERVED)));
    stage.pass(Duration.ofDays(2));
    assertThat(List.of(power(stage, "/stop"), power(stage, "/start"))).containsOnly(1L);
    assertThat(stage.team().customTemplates().all()).hasSize(1);
  }

  @Test
  void aMachineIsStoppedWhereThatIsAllowedAndStartedAgain() {
    try (var stage = withMachine("")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      stopping(stage);
      isMadeAndTheMachineIsOn(stage);
      assertThat(stage.get(Machine.class, "m")).matches(m -> Rig.is(m, "Ready", "True"));
    }
  }

  /** Also where the process goes on for a while without Kubernetes, as it does here. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aCrashAtAnyWriteLeavesNoMachineOff(int write) {
    try (var stage = withMachine("")) {
      var left = new AtomicInteger(write);
      stage
          .kube()
          .crashAt(
              it -> KubeFaults.isStatusOf("customtemplates", it) && left.decrementAndGet() == 0);
      stopping(stage);
      stage.pass(Duration.ofMinutes(1));
      stage.restart();
      isMadeAndTheMachineIsOn(stage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stop", "/start"})
  void aLostAnswerStopsAndStartsItOnce(String act) {
    try (var stage = withMachine("")) {
      stage.cloud.faults().next("PATCH", "/machines/{id}" + act, Fault.RESET_AFTER_EFFECT);
      stopping(stage);
      stage.ready(CustomTemplate.class, "t");
      stage.until(() -> state(stage).equals("ready"));
      stage.pass(Duration.ofHours(2));
      assertThat(stage.team().customTemplates().all()).hasSize(1);
      assertThat(state(stage)).isEqualTo("ready");
    }
  }

  @Test
  void aMachineThatIsDeclaredOnIsNotStopped() {
    try (var stage = withMachine(", powerState: 'On'")) {
      stopping(stage);
      var waiting = stage.says(CustomTemplate.class, "t", "Stalled", "InvalidSpec");
      assertThat(message(waiting)).startsWith("machineRef: Machine m declares powerState: \"On\"");
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isZero();
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(2));
      assertThat(power(stage, "/start")).as("it is declared off").isZero();
    }
  }

  /** Who starts it would do so again, so the two do not take turns. */
  @Test
  void aMachineThatOthersStartMeanwhileIsNotStoppedAgain() {
    try (var stage = withMachine("")) {
      stage.cloud.faults().next("POST", TEMPLATES, Fault.REFUSED);
      stopping(stage);
      stage.until(() -> stage.calls("POST", TEMPLATES) == 1);
      var id = stage.get(Machine.class, "m").getStatus().id();
      stage.team().console("PATCH", "/machines/" + id + "/start", "{}");
      var stalled = stage.says(CustomTemplate.class, "t", "Stalled", "DisruptionRequired");
      assertThat(message(stalled)).contains("is on, although it was to be stopped for this once");
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isEqualTo(1);
      stage.rig.annotate(CustomTemplate.class, "t", Annotations.RECONCILE_AT, "1");
      stage.ready(CustomTemplate.class, "t");
      assertThat(power(stage, "/stop")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneThatIsDeletedMeanwhileLeavesItsMachineOn(boolean made) {
    try (var stage = withMachine("")) {
      stage.cloud.delay(Delay.DISTRIBUTE, Duration.ofMinutes(40));
      stage.cloud.delay(Delay.STOP, Duration.ofMinutes(5));
      stopping(stage);
      stage.until(() -> state(stage).equals(made ? "off" : "stopping"));
      if (made) {
        stage.says(CustomTemplate.class, "t", "Ready", "Creating");
      }
      stage.rig.delete(CustomTemplate.class, "t");
      stage.gone(CustomTemplate.class, "t");
      stage.until(() -> state(stage).equals("ready"));
      assertThat(stage.team().customTemplates().size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {policy: {deletion: Retain}}}",
        "{spec: {policy: {management: ObserveOnly}}}",
        "{spec: {machineRef: {name: nobody}}}",
      })
  void whateverIsSaidMeanwhileItsMachineIsOnInTheEnd(String edit) {
    try (var stage = withMachine("")) {
      stage.cloud.faults().next("POST", TEMPLATES, Fault.REFUSED).always();
      stopping(stage);
      stage.until(() -> state(stage).equals("off"));
      stage.patch(CustomTemplate.class, "t", edit.replaceAll("([a-zA-Z]\\w*)", "\"$1\""));
      if (edit.contains("Retain")) {
        stage.rig.delete(CustomTemplate.class, "t");
        stage.gone(CustomTemplate.class, "t");
      }
      stage.until(() -> state(stage).equals("ready"));
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isEqualTo(1);
    }
  }

  @Test
  void noMachineIsStoppedForATemplateThatIsThere() {
    try (var stage = withMachine(", powerState: 'Off'")) {
      template(stage, "");
      stage.ready(CustomTemplate.class, "t");
      stage.patch(
          CustomTemplate.class, "t", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.rig.delete(CustomTemplate.class, "t");
      stage.gone(CustomTemplate.class, "t");
      stage.machine("m", "");
      stage.team().console("PATCH", "/machines/" + machine(stage) + "/start", "{}");
      stage.until(() -> state(stage).equals("ready"));
      template(stage, ", allowStop: true, policy: {adoption: ByName}");
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isZero();
      assertThat(stage.team().customTemplates().all()).hasSize(1);
    }
  }

  private static String machine(Stage stage) {
    return stage.get(Machine.class, "m").getStatus().id();
  }

  @Test
  void aStartThatFailsIsTriedAgain() {
    try (var stage = withMachine("")) {
      stage.cloud.mishaps().failEvents("start", 1, "no room");
      stopping(stage);
      stage.ready(CustomTemplate.class, "t");
      stage.until(() -> state(stage).equals("ready"));
      assertThat(power(stage, "/start")).isEqualTo(2);
    }
  }

  /** Nobody's work is interrupted for it unasked; who asks for another allows the stop too. */
  @Test
  void oneThatVanishedHasItsMachineStoppedOnceMoreOnlyWhenAsked() {
    try (var stage = withMachine("")) {
      stopping(stage);
      var id = stage.ready(CustomTemplate.class, "t").getStatus().id();
      stage.until(() -> state(stage).equals("ready"));
      stage.pass(Duration.ofHours(1));
      stage.team().customTemplates().remove(id);
      stage.says(CustomTemplate.class, "t", "Stalled", "ExternalMissing");
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isEqualTo(1);
      askForAnother(stage);
      stage.ready(CustomTemplate.class, "t");
      stage.until(() -> state(stage).equals("ready"));
      assertThat(power(stage, "/stop")).isEqualTo(2);
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(2);
    }
  }

  @Test
  void aMachineWhoseTemplateFailsIsStartedAgain() {
    try (var stage = withMachine("")) {
      stage.cloud.mishaps().failEvents("template-create", 1, "disk is tired");
      stopping(stage);
      stage.says(CustomTemplate.class, "t", "Ready", "OperationFailed");
      stage.until(() -> state(stage).equals("ready"));
      stage.pass(Duration.ofDays(1));
      assertThat(stage.calls("POST", TEMPLATES)).isEqualTo(1);
      assertThat(power(stage, "/stop")).isEqualTo(1);
    }
  }

  /** It is off for half an hour at the most. */
  @Test
  void aMachineWhoseTemplateIsRefusedIsStartedAgain() {
    try (var stage = withMachine("")) {
      stage.cloud.faults().next("POST", TEMPLATES, Fault.REFUSED).always();
      stopping(stage);
      stage.until(() -> state(stage).equals("off"));
      var before = stage.rig.time.instant();
      stage.until(() -> state(stage).equals("ready"));
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofHours(1));
      stage.pass(Duration.ofDays(1));
      assertThat(power(stage, "/stop")).isEqualTo(1);
    }
  }

  /** It was never off. */
  @Test
  void aStopThatFailedIsNotSaidToHaveStoppedIt() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.mishaps().failEvents("stop", 1, "stuck");
      template(stage, ", allowStop: true");
      var stalled = stage.says(CustomTemplate.class, "t", "Stalled", "DisruptionRequired");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .doesNotContain("was stopped for this");
    }
  }

  /** What a template is told that is to stop a machine whose resource is paused. */
  static String toldWhilePaused(Stage stage) {
    stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, "true");
    stage.pass(Duration.ofMinutes(10));
    stage.rig.apply(
        "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineId: %s, allowStop: true}\n"
            .formatted(stage.get(Machine.class, "m").getStatus().id()));
    var t = stage.says(CustomTemplate.class, "t", "Stalled", "OwnershipConflict");
    return Rig.condition(t, "Stalled").orElseThrow().message();
  }

  /** Nothing is declared there, so nobody can declare it in one of the two. */
  @Test
  void ofAMachineThatIsPausedThatIsSaid() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      assertThat(toldWhilePaused(stage)).doesNotContain("already declared").contains("paused");
    }
  }
}
