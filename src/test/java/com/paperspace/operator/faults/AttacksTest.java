package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders and edits nobody means, tried on purpose: each of these once cost an object. */
class AttacksTest {
  private static final String MACHINES = "/machines";
  private static final String SECRETS = "/projects/{id}/secrets";

  /** As {@code kubectl replace} with the manifest of the first day does it. */
  private static void dropMetadata(Stage stage, String name) {
    stage.patch(
        Machine.class,
        name,
        "{\"metadata\": {\"finalizers\": null, \"annotations\": {\"paperspace.com/create-intent\":"
            + " null}}}");
  }

  private static boolean isReady(PaperspaceResource<?, ?> resource) {
    return Rig.is(resource, "Ready", "True");
  }

  /** Two secrets of one name wait for their project, and one of them comes first. */
  private static String twins(Stage stage) {
    for (var name : List.of("a", "b")) {
      stage.rig.secret(name, "value", "value of " + name);
      stage.rig.apply(
          "kind: ProjectSecret\nmetadata: {name: "
              + name
              + "}\nspec: {projectRef: {name: home}, name: S, valueFrom: {secretKeyRef: {name: "
              + name
              + ", key: value}}}\n");
    }
    stage.home();
    stage.until(
        () -> List.of("a", "b").stream().anyMatch(n -> isReady(stage.get(ProjectSecret.class, n))));
    return isReady(stage.get(ProjectSecret.class, "a")) ? "a" : "b";
  }

  @Test
  void whoCameSecondNeitherDestroysNorTakesWhatTheFirstLeft() {
    try (var stage = Stage.open()) {
      var first = twins(stage);
      var second = first.equals("a") ? "b" : "a";
      stage.until(ProjectSecret.class, second, s -> Rig.condition(s, "Stalled").isPresent());
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.patch(
          ProjectSecret.class, first, "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.settle();
      stage.rig.delete(ProjectSecret.class, first);
      stage.gone(ProjectSecret.class, first);
      stage.pass(Duration.ofMinutes(40));
      assertThat(stage.team().secretValue(home, "S")).isEqualTo("value of " + first);
      stage.rig.delete(ProjectSecret.class, second);
      stage.gone(ProjectSecret.class, second);
      assertThat(stage.calls("DELETE", SECRETS + "/{name}")).isZero();
      assertThat(stage.calls("POST", SECRETS)).isEqualTo(1);
    }
  }

  @Test
  void aMachineThatWasToBeStoppedForAChangeIsStartedAgainWhateverGotLost() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      stage.cloud.faults().next("PATCH", "/machines/{id}/stop", Fault.RESET_AFTER_EFFECT);
      stage.patch(Machine.class, "m", "{\"spec\": {\"diskSize\": 250}}");
      stage.until(
          Machine.class,
          "m",
          m -> isReady(m) && Integer.valueOf(250).equals(m.getStatus().observed().storageGb()));
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().machines().all().get(0).path("state").asText()).isEqualTo("ready");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNameEditedWhileItsCreateIsOpenCostsNoSecondOne(boolean thenDeleted) {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(15));
      stage.cloud.faults().next("POST", MACHINES, Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.until(() -> stage.calls("POST", MACHINES) == 1);
      stage.settle();
      stage.patch(Machine.class, "m", "{\"spec\": {\"name\": \"renamed\"}}");
      stage.settle();
      if (thenDeleted) {
        stage.rig.delete(Machine.class, "m");
        stage.gone(Machine.class, "m");
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.team().machines().size()).as("leaked").isZero();
      } else {
        stage.machineReady("m");
        stage.until(
            () -> stage.team().machines().all().get(0).path("name").asText().equals("renamed"));
        assertThat(stage.team().machines().size()).isEqualTo(1);
      }
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(1);
    }
  }

  @Test
  void aDeploymentRenamedWhileItsCreateIsOpenStaysOne() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.faults().next("POST", "/deployments", Fault.RESET_AFTER_EFFECT);
      stage.deployment("d", "");
      stage.until(() -> stage.calls("POST", "/deployments") == 1);
      stage.patch(Deployment.class, "d", "{\"spec\": {\"name\": \"new\"}}");
      stage.ready(Deployment.class, "d");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().deployments().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 29})
  void aRenameThatMakesAnotherDeploymentIsSentOnceAndNamesBoth(int lagSeconds) {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(lagSeconds));
      stage.cloud.choose(Choices.RenamedDeployment.MAKES_ANOTHER);
      stage.home();
      stage.deployment("d", "");
      var id = stage.ready(Deployment.class, "d").getStatus().id();
      stage.patch(Deployment.class, "d", "{\"spec\": {\"name\": \"renamed\"}}");
      stage.says(Deployment.class, "d", "Stalled", "InvalidSpec");
      stage.rig.annotate(Deployment.class, "d", Annotations.RECONCILE_AT, "within the lag");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", "/deployments")).as("create and one rename").isEqualTo(2);
      var other =
          stage.team().deployments().all().stream()
              .filter(it -> it.path("name").asText().equals("renamed"))
              .map(it -> it.path("id").asText())
              .findFirst()
              .orElseThrow();
      var stalled = stage.says(Deployment.class, "d", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message()).contains(id, other);
      assertThat(stage.told("InvalidSpec")).as("once, and after the request").isEqualTo(2);
      assertThat(stage.events("InvalidSpec"))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it).asString().contains(id, other));
      assertThat(stalled.getStatus().id()).isEqualTo(id);

      stage.team().console("DELETE", "/deployments/" + other, "");
      stage.patch(Deployment.class, "d", "{\"spec\": {\"name\": \"d\", \"image\": \"web:2\"}}");
      stage.until(
          Deployment.class, "d", d -> Rig.is(d, "Synced", "True") && Rig.is(d, "Ready", "True"));
      assertThat(stage.team().deployments().all())
          .extracting(it -> it.at("/latestSpec/data/image").asText())
          .containsExactly("web:2");
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.RenamedDeployment.class)
  void aRenameOverwritesNoForeignDeployment(Choices.RenamedDeployment choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      var foreign =
          """
          {"projectId": "%s", "config": {"apiVersion": "v1", "name": "taken", "image": "foreign:1",
           "resources": {"machineType": "C4", "ports": [80], "replicas": 1}}}
          """
              .formatted(stage.get(PaperspaceProject.class, "home").getStatus().id());
      var id = stage.team().console("POST", "/deployments", foreign).path("deploymentId").asText();
      stage.patch(Deployment.class, "d", "{\"spec\": {\"name\": \"taken\"}}");
      var stalled = stage.says(Deployment.class, "d", "Stalled", "InvalidSpec");
      stage.pass(Duration.ofMinutes(10));
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message()).contains(id);
      var image = stage.team().deployments().get(id).orElseThrow().at("/latestSpec/data/image");
      assertThat(image.asText()).isEqualTo("foreign:1");
    }
  }

  @Test
  void anOpenCreateInAProjectThatIsGoneHoldsNobody() {
    try (var stage = Stage.open()) {
      stage.project("home", ", policy: {deletion: Retain}");
      stage.ready(PaperspaceProject.class, "home");
      stage.cloud.faults().next("POST", SECRETS, Fault.UNAVAILABLE);
      stage.secret("S", "");
      stage.until(() -> stage.calls("POST", SECRETS) == 1);
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.rig.delete(ProjectSecret.class, "S");
      stage.gone(PaperspaceProject.class, "home");
      stage.gone(ProjectSecret.class, "S");
      assertThat(stage.team().secrets().size()).isZero();
    }
  }

  @Test
  void aReplacedManifestIsHeldAgainAtOnceSoThatADeletionLeaksNothing() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.settle();
      dropMetadata(stage, "m");
      stage.settle();
      assertThat(stage.get(Machine.class, "m").getMetadata().getFinalizers())
          .contains(Annotations.FINALIZER);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void anIntentCopiedFromAnotherResourceGivesNoRightToAnything() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var intent =
          stage
              .get(Machine.class, "m")
              .getMetadata()
              .getAnnotations()
              .get(Annotations.CREATE_INTENT);
      stage.pass(Duration.ofSeconds(20));
      var foreign = Stage.foreignMachine(stage.team(), "m2");
      stage.rig.apply(
          "kind: Machine\nmetadata: {name: m2, annotations: {paperspace.com/create-intent: '"
              + intent
              + "'}}\nspec: {machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100}\n");
      assertThat(stage.machineReady("m2").getStatus().id()).isNotEqualTo(foreign);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20})
  void aLostRestartIsNotRepeatedBecauseTheListLags(int lagSeconds) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(lagSeconds));
      stage.cloud.faults().next("PATCH", "/machines/{id}/restart", Fault.RESET_AFTER_EFFECT);
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "once");
      stage.until(
          Machine.class,
          "m",
          m -> "once".equals(m.getStatus().marks().get("restartAt")) && isReady(m));
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).isEqualTo(1);
    }
  }

  @Test
  void aRefusedFieldDoesNotKeepAMachineFromBeingSwitchedOff() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.choose(Choices.UndocumentedFields.REJECTED);
      stage.patch(
          Machine.class,
          "m",
          "{\"spec\": {\"autoShutdownEnabled\": true, \"powerState\": \"Off\"}}");
      stage.until(() -> stage.team().machines().all().get(0).path("state").asText().equals("off"));
      stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
    }
  }

  @Test
  void aRefusedResizeLeavesTheMachineOnAsDeclared() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true, powerState: 'On'");
      stage.machineReady("m");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"C7\"}}");
      stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.team().machines().all().get(0).path("state").asText()).isEqualTo("ready");
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).as("one try").isEqualTo(1);
    }
  }

  @Test
  void anotherExternalIdIsRefusedWhileTheObjectIsThereAndTakenWhenItIsGone() {
    try (var stage = Stage.open()) {
      stage.machine("other", "");
      var other = stage.machineReady("other").getStatus().id();
      stage.patch(Machine.class, "other", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.settle();
      stage.rig.delete(Machine.class, "other");
      stage.gone(Machine.class, "other");
      stage.machine("m", "");
      var own = stage.machineReady("m").getStatus().id();
      stage.patch(Machine.class, "m", "{\"spec\": {\"externalId\": \"" + other + "\"}}");
      stage.says(Machine.class, "m", "Stalled", "ReplaceRequired");
      stage.team().machines().remove(own);
      stage.until(Machine.class, "m", m -> other.equals(m.getStatus().id()) && isReady(m));
    }
  }

  @Test
  void aValueThatIsTooLongIsNotSentAndTheFieldIsNamed() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage.rig.secret("S", "value", "x".repeat(9000));
      var stalled = stage.says(ProjectSecret.class, "S", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains("valueFrom.secretKeyRef")
          .contains("8192");
      assertThat(stage.calls("PATCH", SECRETS + "/{name}")).isZero();
    }
  }

  @Test
  void aRefusedRestartIsNotSentInALoop() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.faults().next("PATCH", "/machines/{id}/restart", Fault.REFUSED).always();
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "now");
      stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).isBetween(1L, 12L);
    }
  }

  @Test
  void takingAReconcileAtAwayAsksForNothing() {
    try (var stage = Stage.open()) {
      for (int i = 0; i < 9; i++) {
        stage.machine("m" + i, "");
      }
      for (int i = 0; i < 9; i++) {
        stage.machineReady("m" + i);
      }
      stage.rig.annotate(Machine.class, "m0", Annotations.RECONCILE_AT, "once");
      stage.until(Machine.class, "m0", m -> "once".equals(m.getStatus().lastHandledReconcileAt()));
      stage.pass(Duration.ofMinutes(2));
      for (int i = 0; i < 9; i++) {
        stage.team().machines().remove(stage.get(Machine.class, "m" + i).getStatus().id());
      }
      stage.rig.annotate(Machine.class, "m0", Annotations.RECONCILE_AT, null);
      stage.says(Machine.class, "m0", "Stalled", "MassDisappearance");
      stage.pass(Duration.ofMinutes(20));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(9);
    }
  }

  @Test
  void anAdoptedObjectKeepsItsNameUnlessOneIsDeclared() {
    try (var stage = Stage.open()) {
      var id =
          stage.team().console("POST", "/projects", "{\"name\": \"Precious\"}").path("id").asText();
      stage.rig.apply(
          "kind: PaperspaceProject\nmetadata: {name: p}\nspec: {externalId: " + id + "}\n");
      stage.ready(PaperspaceProject.class, "p");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().projects().get(id).orElseThrow().path("name").asText())
          .isEqualTo("Precious");
    }
  }

  @Test
  void aWatchedMachineAtRestIsInSync() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.patch(Machine.class, "m", "{\"spec\": {\"policy\": {\"deletion\": \"Retain\"}}}");
      stage.settle();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.machine("w", ", externalId: " + id + ", policy: {management: ObserveOnly}");
      stage.until(Machine.class, "w", w -> Rig.is(w, "Synced", "True"));
    }
  }

  @Test
  void anotherKeyOfTheTeamIsTriedByAllAtOnce() {
    try (var stage = Stage.open()) {
      stage.cloud.key("better").team("a");
      stage.cloud.faults().next("POST", MACHINES, Fault.BLOCKED_AT_EDGE);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "Blocked");
      stage.settle();
      var before = stage.rig.time.instant();
      stage.rig.secret("paperspace", "apiKey", "better");
      stage.machineReady("m");
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void whoWaitsForAnObjectIsToldWhenItsOwnerGoes() {
    try (var stage = Stage.open()) {
      stage.machine("a", ", policy: {deletion: Retain}");
      var id = stage.machineReady("a").getStatus().id();
      stage.machine("b", ", externalId: " + id);
      stage.says(Machine.class, "b", "Stalled", "OwnershipConflict");
      stage.rig.delete(Machine.class, "a");
      stage.gone(Machine.class, "a");
      var before = stage.rig.time.instant();
      stage.machineReady("b");
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void aValueThatIsNoTextIsRefusedAndNotSentMangled() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage
          .kubeSecret("S")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"value\": \"//4ACkE=\"}}");
      var stalled = stage.says(ProjectSecret.class, "S", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains("Secret S")
          .contains("UTF-8");
      assertThat(stage.calls("PATCH", SECRETS + "/{name}")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "True", "1", ""})
  void whateverDoesNotSayFalsePauses(String value) {
    try (var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.PAUSED, value);
      stage.says(PaperspaceProject.class, "p", "Synced", "Paused");
    }
  }

  @Test
  void aConflictThatStaysCostsNoLoop() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(1));
      stage.kube().fail(KubeFaults::isMachineStatus, 10_000, 409);
      stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, "true");
      stage.settle();
      int mark = stage.rig.journal.size();
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.rig.journal.size() - mark).as("requests in ten minutes").isLessThan(400);
    }
  }

  @Test
  void aNameLeftRightAfterTheCreateIsFreeForAnother() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      stage.until(() -> stage.team().deployments().size() == 1);
      stage.patch(Deployment.class, "d", "{\"spec\": {\"name\": \"elsewhere\"}}");
      stage.until(
          () -> stage.team().deployments().all().get(0).path("name").asText().equals("elsewhere"));
      stage.pass(Duration.ofMinutes(2));
      stage.rig.apply(
          """
          kind: Deployment
          metadata: {name: heir}
          spec:
            projectRef: {name: home}
            name: d
            image: web:1
            resources: {machineType: C4, replicas: 1, ports: [80]}
          """);
      stage.ready(Deployment.class, "heir");
    }
  }
}
