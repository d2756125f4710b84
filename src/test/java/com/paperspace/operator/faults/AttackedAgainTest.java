package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.simulator.Dialects;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Old intents, keys of others, hung machines and strangers of the same name, after what was mended.
 */
class AttackedAgainTest {
  private static final String TEMPLATES = "/custom-templates";
  private static final String STOP = "/machines/{id}/stop";
  private static final String ADDRESSES = "/public-ips";
  private static final String START = "/machines/{id}/start";

  private static void template(Stage stage) {
    stage.rig.apply(
        "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineRef: {name: m}, allowStop: true}\n");
  }

  private static String state(Stage stage) {
    return stage.team().machines().all().get(0).path("state").asText();
  }

  private static String machine(Stage stage) {
    return stage.get(Machine.class, "m").getStatus().id();
  }

  /** Refused time and again, so that the machine stays off for now. */
  private static Stage withMachineOff() {
    var stage = CustomTemplateTest.withMachine("");
    stage.cloud.faults().next("POST", TEMPLATES, Fault.REFUSED).always();
    template(stage);
    stage.until(() -> state(stage).equals("off"));
    stage.pass(Duration.ofMinutes(1));
    return stage;
  }

  /** Ready and Synced, the template counts as at rest, and nobody looks at its machine. */
  @ParameterizedTest(name = "restart {0} s after the start that failed")
  @ValueSource(ints = {30, 120, 240})
  void aRestartBetweenTwoStartsLeavesNoMachineOff(int seconds) {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.mishaps().failEvents("start", 1, "no room");
      template(stage);
      stage.ready(CustomTemplate.class, "t");
      stage.until(() -> stage.calls("PATCH", START) == 1);
      stage.pass(Duration.ofSeconds(seconds));
      assertThat(state(stage)).isEqualTo("off");
      assertThat(Rig.is(stage.get(CustomTemplate.class, "t"), "Ready", "True")).isTrue();
      stage.restart();
      var before = stage.rig.time.instant();
      stage.until(() -> state(stage).equals("ready"));
      assertThat(Duration.between(before, stage.rig.time.instant()))
          .isLessThan(Duration.ofMinutes(15));
    }
  }

  /** Under another team's key everything is "not found". */
  @ParameterizedTest(name = "while the template {0}")
  @ValueSource(strings = {"stays", "goes"})
  void aKeyOfAnotherTeamProvesNoMachineGone(String what) {
    try (var stage = withMachineOff()) {
      stage.cloud.key("key-of-team-b").team("b");
      stage.rig.secret("paperspace", "apiKey", "key-of-team-b");
      stage.pass(Duration.ofMinutes(3));
      if (what.equals("goes")) {
        stage.rig.delete(CustomTemplate.class, "t");
      }
      stage.pass(Duration.ofMinutes(10));
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      stage.pass(Duration.ofDays(1));
      assertThat(state(stage)).isEqualTo("ready");
    }
  }

  /** Who does not have the machine decides on nothing of it. */
  @ParameterizedTest(name = "powerState: {0}")
  @ValueSource(strings = {"Off", "On"})
  void whoIsRefusedAMachineDecidesNotOnItsPower(String power) {
    try (var stage = Stage.open()) {
      stage.machine("old", ", policy: {management: ObserveOnly}");
      stage.says(Machine.class, "old", "Stalled", "ExternalMissing");
      stage.machine("m", "");
      var victim = stage.machineReady("m").getStatus();
      var restored = "{\"id\": \"%s\", \"account\": {\"name\": \"default\", \"teamId\": \"%s\"}}";
      stage.patchStatus(Machine.class, "old", restored.formatted(victim.id(), stage.team().id()));
      stage.machine("old", ", powerState: '" + power + "'");
      stage.says(Machine.class, "old", "Stalled", "OwnershipConflict");
      if (power.equals("On")) {
        stage.team().console("PATCH", "/machines/" + victim.id() + "/stop", "{}");
        stage.until(() -> state(stage).equals("off"));
      }
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"" + power + "\"}}");
      stage.pass(Duration.ofHours(2));
      assertThat(state(stage)).isEqualTo(power.equals("On") ? "ready" : "off");
    }
  }

  private static void provider(Stage stage) {
    stage.rig.secret("bucket", "key", "a key");
    stage.rig.apply(
        """
        kind: StorageProvider
        metadata: {name: store}
        spec:
          s3Config:
            bucket: data
            accessKeyFrom: {secretKeyRef: {name: bucket, key: key}}
            secretAccessKeyFrom: {secretKeyRef: {name: bucket, key: key}}
        """);
  }

  private static String dataset(Stage stage) {
    provider(stage);
    stage.rig.apply(
        "kind: Dataset\nmetadata: {name: home}\nspec: {storageProviderRef: {name: store}}\n");
    return stage.ready(Dataset.class, "home").getStatus().id();
  }

  private static void version(Stage stage, String name, String more) {
    stage.rig.apply(
        "kind: DatasetVersion\nmetadata: {name: %s}\nspec: {datasetRef: {name: home}%s}\n"
            .formatted(name, more));
  }

  /** A place held by what cannot go on. */
  @ParameterizedTest(name = "versions by hand: {0}")
  @ValueSource(ints = {2, 0})
  void whoCannotTellWhichVersionToTakeKeepsNoOtherFromMakingOne(int byHand) {
    try (var stage = Stage.open()) {
      var home = dataset(stage);
      if (byHand == 0) {
        version(stage, "first", "");
        stage.ready(DatasetVersion.class, "first");
      }
      for (int i = 0; i < byHand; i++) {
        stage.team().console("POST", "/datasets/" + home + "/versions", "{}");
      }
      stage.pass(Duration.ofMinutes(10));
      version(stage, "v", ", policy: {adoption: ByName}");
      stage.says(
          DatasetVersion.class,
          "v",
          "Stalled",
          byHand == 0 ? "OwnershipConflict" : "AmbiguousExternal");
      version(stage, "w", "");
      stage.pass(Duration.ofDays(1));
      var w = stage.get(DatasetVersion.class, "w");
      assertThat(Rig.is(w, "Ready", "True")).as(w.getStatus().conditions().toString()).isTrue();
    }
  }

  /** The same where Kubernetes lets no intent be written. */
  @Test
  void whoMayAnnounceNothingKeepsNoOtherFromMakingOne() {
    try (var stage = Stage.open()) {
      dataset(stage);
      stage
          .kube()
          .fail(
              it -> KubeFaults.isIntent(it) && it.url().encodedPath().endsWith("/v"),
              Integer.MAX_VALUE,
              403);
      version(stage, "v", "");
      stage.says(DatasetVersion.class, "v", "Stalled", "Forbidden");
      version(stage, "w", "");
      stage.pass(Duration.ofDays(1));
      var w = stage.get(DatasetVersion.class, "w");
      assertThat(Rig.is(w, "Ready", "True")).as(w.getStatus().conditions().toString()).isTrue();
    }
  }

  /** What cannot be made is no reason to interrupt what runs. */
  @Test
  void noMachineIsStoppedWithAnAccountThatGoes() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.pass(Duration.ofMinutes(1));
      assertThat(stage.rig.find(PaperspaceAccount.class, "default")).isPresent();
      template(stage);
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(CustomTemplate.class, "t").getStatus().conditions().toString())
          .contains("is being deleted");
      assertThat(stage.calls("PATCH", STOP)).isZero();
    }
  }

  /** The longer something takes, the seldomer it is looked at. */
  @Test
  void aMachineThatHangsIsNotAskedForEveryFewSeconds() {
    try (var stage = withMachineOff()) {
      stage.team().machines().edit(machine(stage), it -> it.put("state", "upgrading"));
      stage.rig.delete(CustomTemplate.class, "t");
      stage.pass(Duration.ofMinutes(10));
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofHours(1));
      var calls = stage.cloud.journal().since(mark).size();
      assertThat(calls).as("two calls a minute, and as many for the rest").isLessThan(400);
    }
  }

  /** It never goes on by itself: under Report nobody stops it. */
  @Test
  void aMachineThatIsOnlyReportedOnIsNotSaidToStopByItself() {
    try (var stage =
        CustomTemplateTest.withMachine(", powerState: 'Off', policy: {drift: Report}")) {
      stage.team().console("PATCH", "/machines/" + machine(stage) + "/start", "{}");
      stage.until(() -> state(stage).equals("ready"));
      stage.says(Machine.class, "m", "Synced", "DriftReported");
      template(stage);
      stage.pass(Duration.ofHours(6));
      assertThat(state(stage)).isEqualTo("ready");
      assertThat(stage.get(CustomTemplate.class, "t").getStatus().conditions().toString())
          .doesNotContain("goes on by itself");
    }
  }

  /** The lists of a plain member prove nothing. */
  @Test
  void aPlainMemberIsNotToldThatAMachineHeDoesNotSeeIsNotThere() {
    try (var stage = Stage.open()) {
      var m = PublicIpTest.machine(stage, "m", "");
      stage.cloud.choose(Dialects.MemberSees.NOT_FOUND);
      MachineDialectsTest.member(stage);
      stage.pass(Duration.ofMinutes(10));
      PublicIpTest.address(stage, "p", ", machineId: " + m);
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(PublicIp.class, "p").getStatus().conditions().toString())
          .doesNotContain("there is no machine");
    }
  }

  /** A machine is off for a template that cannot be read any more. */
  @Test
  void aTemplateThatCannotBeReadLeavesNoMachineOff() {
    try (var stage = withMachineOff()) {
      stage
          .rig
          .kubernetes
          .client()
          .genericKubernetesResources("paperspace.com/v1alpha1", "CustomTemplate")
          .inNamespace(stage.rig.namespace)
          .withName("t")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"allowStop\": [\"perhaps\"]}}");
      stage.pass(Duration.ofDays(1));
      assertThat(state(stage)).isEqualTo("ready");
    }
  }

  /** What is told apart for snapshots is not for machines: another region, yet bound. */
  @Test
  void aMachineOfAnotherRegionIsNotTakenForOurs() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/machines", Fault.RESET_BEFORE_EFFECT);
      stage.machine("m", "");
      stage.until(() -> stage.calls("POST", "/machines") == 1);
      var body =
          """
          {"name": "m", "machineType": "A4000", "templateId": "t0nspur5",
           "region": "ca1", "diskSize": 500}
          """;
      var theirs = stage.team().console("POST", "/machines", body).at("/data/id").asText();
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(Machine.class, "m");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().machines().get(theirs)).isPresent();
    }
  }

  private static String intent(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String name) {
    return stage.get(kind, name).getMetadata().getAnnotations().get(Annotations.CREATE_INTENT);
  }

  private static void putBack(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String name, String intent) {
    stage.patch(
        kind,
        name,
        "{\"metadata\": {\"annotations\": {\""
            + Annotations.CREATE_INTENT
            + "\": \""
            + intent
            + "\"}}}");
  }

  /** A create that made nothing, and a second one that made a machine; answers the first. */
  private static String secondCreateLost(Stage stage) {
    stage.cloud.faults().next("POST", "/machines", Fault.RESET_BEFORE_EFFECT);
    stage.machine("m", "");
    stage.until(() -> stage.calls("POST", "/machines") == 1);
    stage.settle();
    var first = intent(stage, Machine.class, "m");
    stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
    stage
        .cloud
        .faults()
        .next("GET", "/machines", Fault.UNAVAILABLE)
        .times(2)
        .when(it -> stage.calls("POST", "/machines") == 2);
    stage.until(() -> stage.calls("POST", "/machines") == 2);
    stage.settle();
    return first;
  }

  /** An export from before, replayed, hides the create that is open in the status. */
  @Test
  void anOldIntentInTheAnnotationHidesNoneInTheStatus() {
    try (var stage = Stage.open()) {
      var first = secondCreateLost(stage);
      assertThat(stage.get(Machine.class, "m").getStatus().openIntent()).isNotNull();
      putBack(stage, Machine.class, "m", first);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().machines().size()).as("one is paid for").isEqualTo(1);
    }
  }

  /** The same of a disk that is overwritten once more. */
  @Test
  void anOldIntentRepeatsNoRestore() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.rig.apply("kind: Snapshot\nmetadata: {name: s}\nspec: {machineRef: {name: m}}\n");
      stage.ready(Snapshot.class, "s");
      stage.cloud.faults().next("POST", "/snapshots/{id}/restore", Fault.RESET_BEFORE_EFFECT);
      stage.rig.apply(
          "kind: SnapshotRestore\nmetadata: {name: r}\nspec: {snapshotRef: {name: s}}\n");
      stage.says(SnapshotRestore.class, "r", "Stalled", "OutcomeUnknown");
      var first = intent(stage, SnapshotRestore.class, "r");
      stage.cloud.faults().next("POST", "/snapshots/{id}/restore", Fault.RESET_AFTER_EFFECT);
      stage
          .cloud
          .faults()
          .next("GET", "/machine-events", Fault.UNAVAILABLE)
          .times(2)
          .when(it -> stage.calls("POST", "/snapshots/{id}/restore") == 2);
      stage.rig.annotate(SnapshotRestore.class, "r", Annotations.RECONCILE_AT, "1");
      stage.until(() -> stage.calls("POST", "/snapshots/{id}/restore") == 2);
      stage.settle();
      assertThat(stage.get(SnapshotRestore.class, "r").getStatus().openIntent()).isNotNull();
      putBack(stage, SnapshotRestore.class, "r", first);
      stage.pass(Duration.ofHours(1));
      assertThat(SnapshotRestoreTest.done(stage)).as("overwritten once").isEqualTo(1);
    }
  }

  /** Whose key may not look keeps nobody else from a name. */
  @Test
  void whoseKeyMayNotLookKeepsNoOtherFromAName() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.key("key-2").team("a");
      stage.rig.secret("second", "apiKey", "key-2");
      stage.account("other", "second");
      stage
          .cloud
          .faults()
          .next("GET", "/projects/{id}/secrets/{name}", Fault.BLOCKED_AT_EDGE)
          .always()
          .when(it -> it.headers().getOrDefault("authorization", "").contains("key-2"));
      stage.rig.secret("value", "value", "very secret");
      token(stage, "one", ", accountRef: {name: other}");
      stage.says(ProjectSecret.class, "one", "Stalled", "Blocked");
      token(stage, "two", "");
      stage.pass(Duration.ofHours(12));
      var two = stage.get(ProjectSecret.class, "two");
      assertThat(Rig.is(two, "Ready", "True")).as(two.getStatus().conditions().toString()).isTrue();
    }
  }

  private static void token(Stage stage, String name, String more) {
    stage.rig.apply(
        ("kind: ProjectSecret\nmetadata: {name: %s}\nspec: {projectRef: {name: home}, name: TOKEN,"
                + " valueFrom: {secretKeyRef: {name: value, key: value}}%s}\n")
            .formatted(name, more));
  }

  /** What has no name cannot be given another. */
  @Test
  void noAdviceNamesANameAKindHasNot() {
    try (var stage = Stage.open()) {
      dataset(stage);
      version(stage, "first", "");
      stage.ready(DatasetVersion.class, "first");
      stage.pass(Duration.ofMinutes(10));
      version(stage, "v", ", policy: {adoption: ByName}");
      var v = stage.says(DatasetVersion.class, "v", "Stalled", "OwnershipConflict");
      assertThat(Rig.condition(v, "Stalled").orElseThrow().message()).doesNotContain("name");
    }
  }

  /** Nor does another account that the spec names meanwhile. */
  @Test
  void anotherAccountProvesNoMachineGone() {
    try (var stage = withMachineOff()) {
      stage.cloud.key("key-of-team-b").team("b");
      stage.rig.secret("second", "apiKey", "key-of-team-b");
      stage.account("other", "second");
      stage.settle();
      stage.patch(CustomTemplate.class, "t", "{\"spec\": {\"accountRef\": {\"name\": \"other\"}}}");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.get(CustomTemplate.class, "t").getStatus().marks())
          .as("still to be started, or said to be left")
          .containsValue(machine(stage));
    }
  }

  /** And one that goes then leaves what it has made. */
  @Test
  void anOldIntentLeaksNothingWhenItGoes() {
    try (var stage = Stage.open()) {
      var first = secondCreateLost(stage);
      stage.crash();
      putBack(stage, Machine.class, "m", first);
      stage.rig.delete(Machine.class, "m");
      stage.start();
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).as("none is left and paid for").isZero();
    }
  }

  /** Who only watches a machine takes no turns with anybody. */
  @Test
  void aMachineThatIsOnlyWatchedKeepsNoAddressFromIt() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "theirs");
      stage.pass(Duration.ofMinutes(1));
      stage.machine(
          "m",
          ", name: theirs, externalId: "
              + id
              + ", publicIpType: dynamic, policy: {management: ObserveOnly}");
      stage.until(Machine.class, "m", it -> it.getStatus() != null && it.getStatus().id() != null);
      PublicIpTest.address(stage, "p", ", machineRef: {name: m}");
      stage.pass(Duration.ofHours(1));
      var p = stage.get(PublicIp.class, "p");
      assertThat(Rig.is(p, "Ready", "True")).as(p.getStatus().conditions().toString()).isTrue();
    }
  }

  /** Declared and there, though from before: it is as much its own as one given from here. */
  @Test
  void anAddressTakenOverWithItsMachineKeepsIt() {
    try (var stage = Stage.open()) {
      var m = PublicIpTest.machine(stage, "m", "");
      var ip = stage.team().console("POST", ADDRESSES, "{\"region\": \"ny2\"}").path("ip").asText();
      stage.team().console("PUT", ADDRESSES + "/" + ip, "{\"machineId\": \"" + m + "\"}");
      PublicIpTest.address(stage, "q", ", externalId: " + ip + ", machineId: " + m);
      PublicIpTest.ip(stage, "q");
      stage.pass(Duration.ofMinutes(10));
      PublicIpTest.address(stage, "p", ", machineRef: {name: m}");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().publicIps().size()).as("none is paid for in vain").isEqualTo(1);
      assertThat(PublicIpTest.message(stage, "p", "Stalled", "OwnershipConflict"))
          .contains("PublicIp/q");
    }
  }

  /** And the other one leaves the machine it has for it. */
  @Test
  void anAddressLeavesNoMachineForOneThatAnotherDeclares() {
    try (var stage = Stage.open()) {
      var m = PublicIpTest.machine(stage, "m", "");
      var n = PublicIpTest.machine(stage, "n", "");
      var ip = stage.team().console("POST", ADDRESSES, "{\"region\": \"ny2\"}").path("ip").asText();
      stage.team().console("PUT", ADDRESSES + "/" + ip, "{\"machineId\": \"" + m + "\"}");
      PublicIpTest.address(stage, "q", ", externalId: " + ip + ", machineId: " + m);
      PublicIpTest.ip(stage, "q");
      PublicIpTest.address(stage, "p", ", machineRef: {name: n}");
      var mine = PublicIpTest.ip(stage, "p");
      stage.until(() -> PublicIpTest.user(stage, mine).equals(n));
      stage.pass(Duration.ofMinutes(10));
      stage.patch(PublicIp.class, "p", "{\"spec\": {\"machineRef\": {\"name\": \"m\"}}}");
      stage.pass(Duration.ofHours(1));
      assertThat(PublicIpTest.user(stage, ip)).isEqualTo(m);
      assertThat(PublicIpTest.user(stage, mine)).as("it had one").isEqualTo(n);
    }
  }

  /** What was taken off stays ours in the notes where the answer was lost. */
  @ParameterizedTest(name = "answer lost: {0}")
  @ValueSource(booleans = {true, false})
  void whatSomebodyElseAssignedAfterALostDetachIsTheirs(boolean lost) {
    try (var stage = Stage.open()) {
      var m = PublicIpTest.machine(stage, "m", "");
      PublicIpTest.address(stage, "p", ", machineId: " + m);
      var ip = PublicIpTest.ip(stage, "p");
      stage.until(() -> PublicIpTest.user(stage, ip).equals(m));
      stage.pass(Duration.ofMinutes(10));
      if (lost) {
        stage.cloud.faults().next("PUT", ADDRESSES + "/{ip}", Fault.RESET_AFTER_EFFECT);
      }
      stage.patch(PublicIp.class, "p", "{\"spec\": {\"machineId\": \"\"}}");
      stage.until(() -> PublicIpTest.user(stage, ip).equals("null"));
      PublicIpTest.ip(stage, "p");
      stage.pass(Duration.ofMinutes(10));
      stage.patch(PublicIp.class, "p", "{\"spec\": {\"machineId\": null}}");
      stage.pass(Duration.ofMinutes(1));
      stage.team().console("PUT", ADDRESSES + "/" + ip, "{\"machineId\": \"" + m + "\"}");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(PublicIp.class, "p");
      stage.pass(Duration.ofMinutes(10));
      assertThat(PublicIpTest.user(stage, ip)).as("not taken away").isEqualTo(m);
    }
  }

  /** Nor for templates: of another machine, yet bound, and deleted with ours. */
  @Test
  void aTemplateOfAnotherMachineIsNotTakenForOurs() {
    try (var stage = CustomTemplateTest.withMachine(", powerState: 'Off'")) {
      stage.machine("n", ", powerState: 'Off'");
      stage.machineReady("n");
      var n = stage.get(Machine.class, "n").getStatus().id();
      stage.until(Machine.class, "n", it -> "off".equals(it.getStatus().observed().state()));
      stage.cloud.faults().next("POST", TEMPLATES, Fault.RESET_BEFORE_EFFECT);
      stage.rig.apply("kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineRef: {name: m}}\n");
      stage.until(() -> stage.calls("POST", TEMPLATES) == 1);
      stage.team().console("POST", TEMPLATES, "{\"name\": \"t\", \"machineId\": \"" + n + "\"}");
      var theirs = stage.team().customTemplates().all().get(0).path("id").asText();
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(CustomTemplate.class, "t");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().customTemplates().get(theirs)).isPresent();
    }
  }

  /** On a deletion references are not compared at all: a snapshot of theirs goes with ours. */
  @Test
  void aSnapshotOfAnotherMachineIsNotDeletedWithOurs() {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.machine("n", "");
      var n = stage.machineReady("n").getStatus().id();
      stage.cloud.faults().next("POST", "/snapshots", Fault.RESET_BEFORE_EFFECT);
      stage.rig.apply("kind: Snapshot\nmetadata: {name: s}\nspec: {machineRef: {name: m}}\n");
      stage.until(() -> stage.calls("POST", "/snapshots") == 1);
      stage.team().console("POST", "/snapshots", "{\"name\": \"s\", \"machineId\": \"" + n + "\"}");
      assertThat(stage.team().table("snapshots").size()).isEqualTo(1);
      stage.rig.delete(Snapshot.class, "s");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().table("snapshots").size()).as("theirs").isEqualTo(1);
    }
  }
}
