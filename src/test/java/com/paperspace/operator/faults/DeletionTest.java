package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Dialects;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A deletion in any order ends with nothing left behind and nothing destroyed that is not ours. */
class DeletionTest {

  @Test
  void aProjectWaitsForItsSecretAndNamesIt() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage.rig.delete(PaperspaceProject.class, "home");
      var waiting = stage.says(PaperspaceProject.class, "home", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .contains("ProjectSecret/S");
      assertThat(stage.team().projects().size()).isEqualTo(1);
      stage.rig.delete(ProjectSecret.class, "S");
      stage.gone(PaperspaceProject.class, "home");
      assertThat(stage.team().projects().size() + stage.team().secrets().size()).isZero();
    }
  }

  /**
   * Some hardware takes up to 20 minutes (docs/paperspace-api.md 2.1), and refuses all else
   * meanwhile: that is no refusal of the delete, which was accepted.
   */
  @Test
  void aMachineThatGoesSlowlyIsWaitedFor() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Dialects.MemberSees.NOT_FOUND);
      stage.cloud.delay(Delay.MACHINE_DELETE, Duration.ofMinutes(40));
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.rig.delete(Machine.class, "m");
      stage.pass(Duration.ofMinutes(11));
      var status = stage.get(Machine.class, "m").getStatus();
      assertThat(status.operation().type()).isEqualTo("Deleting");
      assertThat(status.conditions().toString())
          .contains("Waiting for " + status.id() + " to go.")
          .doesNotContain("only while it is off", "InUse");
      assertThat(stage.calls("DELETE", "/machines/{id}")).as("each 5 minutes").isBetween(2L, 3L);

      MachineDialectsTest.member(stage);
      stage.restart();
      stage.gone(Machine.class, "m");
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.ProjectNotEmpty.class)
  void aProjectWithSomethingForeignInItIsNotDestroyed(Choices.ProjectNotEmpty choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.home();
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      var body = "{\"name\": \"FOREIGN\", \"value\": \"v\"}";
      stage.team().console("POST", "/projects/" + home + "/secrets", body);
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.says(PaperspaceProject.class, "home", "Synced", "InUse");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().secrets().size()).isEqualTo(1);
      stage.team().console("DELETE", "/projects/" + home + "/secrets/FOREIGN", "");
      stage.gone(PaperspaceProject.class, "home");
    }
  }

  @Test
  void whatAProjectHoldsIsNamedByWhoManagesIt() {
    try (var stage = Stage.open()) {
      stage.home();
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      var foreign = "{\"name\": \"FOREIGN\", \"value\": \"v\"}";
      stage.team().console("POST", "/projects/" + home + "/secrets", foreign);
      stage.rig.apply(
          "kind: Deployment\nmetadata: {name: mine}\nspec: {projectId: "
              + home
              + ", image: 'web:1', resources: {machineType: C4, ports: [80], replicas: 1}}\n");
      stage.ready(Deployment.class, "mine");
      stage.rig.delete(PaperspaceProject.class, "home");
      var waiting = stage.says(PaperspaceProject.class, "home", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .startsWith(
              "Project %s still holds Deployment/mine, ProjectSecret %s/FOREIGN (which no resource"
                      .formatted(home, home)
                  + " manages). ");
    }
  }

  /** It uses the account while it lives; that its deletion needs no key shows when it goes. */
  @Test
  void anAccountIsKeptForARetainedMachineUntilThatIsDeletedAndNoLonger() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", policy: {deletion: Retain}");
      stage.machineReady("m");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.says(PaperspaceAccount.class, "default", "Synced", "InUse");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(Machine.class, "m")).matches(m -> Rig.is(m, "Ready", "True"));
      stage.cloud.key(Rig.KEY).revoke();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "default");
      assertThat(stage.team().machines().size()).as("left in the cloud").isEqualTo(1);
    }
  }

  @Test
  void oneOfTheSameNameMadeWhileTheLastStepIsUnderWayIsSeen() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var old = stage.machineReady("m").getStatus().id();
      stage.replaceDuringFarewell("m");
      stage.until(
          Machine.class, "m", m -> Rig.is(m, "Ready", "True") && !old.equals(m.getStatus().id()));
      assertThat(stage.team().machines().all()).hasSize(2);
    }
  }

  @Test
  void retainAndObserveOnlyCallNothing() {
    try (var stage = Stage.open()) {
      stage.machine("kept", ", policy: {deletion: Retain}");
      var id = stage.machineReady("kept").getStatus().id();
      stage.machine("seen", ", externalId: " + id + "x, policy: {management: ObserveOnly}");
      stage.says(Machine.class, "seen", "Stalled", "ExternalMissing");
      int mark = stage.cloud.journal().size();
      stage.rig.delete(Machine.class, "kept");
      stage.rig.delete(Machine.class, "seen");
      stage.gone(Machine.class, "kept");
      stage.gone(Machine.class, "seen");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.DeletedOnGet.class)
  void goneIsUnderstoodHoweverItIsSaid(Choices.DeletedOnGet choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
      assertThat(stage.calls("DELETE", "/machines/{id}")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.DeleteRunning.class)
  void aMachineThatMustBeOffIsStoppedFirst(Choices.DeleteRunning choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
      boolean refused = choice != Choices.DeleteRunning.ACCEPTED;
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isEqualTo(refused ? 1 : 0);
      assertThat(stage.calls("DELETE", "/machines/{id}")).isEqualTo(refused ? 2 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Choices.FailedCreate.class,
      names = "VANISHES",
      mode = EnumSource.Mode.EXCLUDE)
  void oneRefusalDoesNotEndTheDeletionOfAMachineThatCanNeitherStopNorMove(
      Choices.FailedCreate choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.cloud.mishaps().failEvents("create", 1, "broken");
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "OperationFailed");
      stage.cloud.faults().next("DELETE", "/machines/{id}", Fault.CONFLICT);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"externalId", "adoption"})
  void whatWasTakenOverStaysUnlessTheSpecSaysDelete(String way) {
    try (var stage = Stage.open()) {
      for (var name : List.of("unsaid", "said")) {
        var id = Stage.foreignMachine(stage.team(), name);
        var policy = name.equals("said") ? "deletion: Delete" : "drift: Correct";
        stage.machine(
            name,
            way.equals("externalId")
                ? ", externalId: %s, policy: {%s}".formatted(id, policy)
                : ", policy: {adoption: ByName, %s}".formatted(policy));
        assertThat(stage.machineReady(name).getStatus().origin()).isEqualTo("Adopted");
      }
      stage.machine("made", "");
      assertThat(stage.machineReady("made").getStatus().origin()).isEqualTo("Created");
      for (var name : List.of("unsaid", "said", "made")) {
        stage.rig.delete(Machine.class, name);
        stage.gone(Machine.class, name);
      }
      assertThat(stage.team().machines().all())
          .extracting(it -> it.path("name").asText())
          .containsExactly("unsaid");
    }
  }

  @Test
  void adviceToDeleteSaysFirstWhatBecomesOfTheObject() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "old");
      stage.rig.apply(
          "kind: Machine\nmetadata: {name: m}\nspec: {externalId: "
              + id
              + ", machineType: A4000, templateId: t0nspur5, region: ca1, diskSize: 100}\n");
      var machine = stage.says(Machine.class, "m", "Stalled", "ReplaceRequired");
      assertThat(Rig.condition(machine, "Stalled").orElseThrow().message())
          .contains(id + " stays in the cloud then");
    }
  }

  @Test
  void whileItIsStillProvisioned() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.PROVISION, Duration.ofMinutes(3));
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Creating");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void withACreateWhoseAnswerWasLost() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(20));
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "Recovering");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.pass(Duration.ofMinutes(1));
      assertThat(stage.team().machines().size()).as("not leaked").isZero();
    }
  }

  @Test
  void waitsWhileTheKeyIsRevoked() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.key(Rig.KEY).revoke();
      stage.rig.delete(Machine.class, "m");
      stage.says(Machine.class, "m", "Synced", "CredentialsInvalid");
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark)).as("an hour of it").hasSizeLessThan(40);
      assertThat(stage.rig.find(Machine.class, "m")).isPresent();
      stage.cloud.key(Rig.KEY).team("a");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void accountAndSecretDeletedFirstStayUntilTheLastUserIsGone() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var secret = stage.kubeSecret("paperspace");
      secret.delete();
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.pass(Duration.ofMinutes(10));
      assertThat(secret.get()).isNotNull();
      assertThat(stage.rig.find(PaperspaceAccount.class, "default")).isPresent();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "default");
      stage.until(() -> secret.get() == null);
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void anAccountThatWaitsForItsUsersIsQuiet() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", policy: {deletion: Delete}");
      stage.machineReady("m");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.says(PaperspaceAccount.class, "default", "Synced", "InUse");
      stage.settle();
      stage.rig.journal.clear();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.rig.journal.writes()).as("an hour of waiting").isEmpty();
    }
  }

  @Test
  void twoAccountsWithOneSecretKeepItUntilBothAreGone() {
    try (var stage = Stage.open()) {
      stage.rig.apply(
          """
          kind: PaperspaceAccount
          metadata: {name: other}
          spec: {secretRef: {name: paperspace}}
          """);
      stage.machine("m", "");
      stage.machine("n", ", accountRef: {name: other}");
      stage.machineReady("m");
      stage.machineReady("n");
      var secret = stage.kubeSecret("paperspace");
      secret.delete();
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.rig.delete(PaperspaceAccount.class, "other");
      stage.rig.delete(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "default");
      stage.pass(Duration.ofMinutes(10));
      assertThat(secret.get()).as("the other account needs it").isNotNull();
      stage.rig.delete(Machine.class, "n");
      stage.gone(PaperspaceAccount.class, "other");
      stage.until(() -> secret.get() == null);
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  /** Both came to name it while two operators ran; the older one keeps it. */
  @Test
  void theTwinThatLostTheObjectGoesAlone() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofSeconds(2));
      stage.machine("twin", ", externalId: " + id + "x");
      stage.says(Machine.class, "twin", "Stalled", "ExternalMissing");
      stage.crash();
      stage
          .rig
          .kubernetes
          .client()
          .resource(stage.get(Machine.class, "twin"))
          .editStatus(
              twin -> {
                twin.setStatus(stage.get(Machine.class, "m").getStatus());
                return twin;
              });
      stage.start();
      stage.rig.delete(Machine.class, "twin");
      stage.gone(Machine.class, "twin");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("DELETE", "/machines/{id}")).isZero();
      assertThat(stage.get(Machine.class, "m")).matches(m -> Rig.is(m, "Ready", "True"));
    }
  }

  @Test
  void anUnreadableSpecIsDeletedByTheRecordedIdIfItsPolicyIsReadable() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      patch(stage, "{\"spec\": {\"diskSize\": {\"a\": 1}}}");
      stage.until(() -> text(stage).contains("Unreadable"));
      raw(stage).withName("m").delete();
      stage.until(() -> raw(stage).withName("m").get() == null);
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void anUnreadablePolicyKeepsTheObject() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      patch(stage, "{\"spec\": {\"policy\": [1]}}");
      stage.until(() -> text(stage).contains("Unreadable"));
      raw(stage).withName("m").delete();
      stage.pass(Duration.ofMinutes(10));
      assertThat(raw(stage).withName("m").get()).isNotNull();
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @Test
  void anUnreadableSpecWithACreateUnderWayIsHeldAndSaysWhy() {
    try (var stage = Stage.open();
        var logged = new Logged()) {
      stage.ready(PaperspaceAccount.class, "default");
      stage.kube().crashAt(KubeFaults::isMachineStatus);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.crash();
      patch(stage, "{\"spec\": {\"diskSize\": {\"a\": 1}}}");
      raw(stage).withName("m").delete();
      stage.start();
      stage.until(() -> text(stage).contains("Unreadable"));
      assertThat(logged.all()).noneMatch(line -> line.contains("NullPointerException"));
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  /** What the create was to make stands in the intent, and whose key it takes in the status. */
  @Test
  void anUnreadableSpecWithALostCreateOfAKnownAccountLeaksNothing() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Reconciling", "Recovering");
      patch(stage, "{\"spec\": {\"diskSize\": {\"a\": 1}}}");
      raw(stage).withName("m").delete();
      stage.until(() -> raw(stage).withName("m").get() == null);
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  @Test
  void aWholeStackDeletedAtOnceEndsClean() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.deployment("d", "");
      stage.ready(ProjectSecret.class, "S");
      stage.ready(Deployment.class, "d");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.rig.delete(ProjectSecret.class, "S");
      stage.rig.delete(Deployment.class, "d");
      stage.gone(PaperspaceAccount.class, "default");
      assertThat(stage.team().projects().size()).isZero();
      assertThat(stage.team().deployments().size()).isZero();
    }
  }

  private static void patch(Stage stage, String json) {
    raw(stage).withName("m").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private static String text(Stage stage) {
    return String.valueOf(raw(stage).withName("m").get());
  }

  /** Reads what our classes cannot. */
  private static NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      raw(Stage stage) {
    return stage
        .rig
        .kubernetes
        .client()
        .genericKubernetesResources("paperspace.com/v1alpha1", "Machine")
        .inNamespace(stage.rig.namespace);
  }
}
