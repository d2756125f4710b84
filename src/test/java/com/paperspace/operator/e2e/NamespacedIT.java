package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Named namespaces and the chart's rights alone, which go first when a namespace is deleted. */
@NeedsControlPlane
class NamespacedIT extends NamedNamespaces {

  NamespacedIT(ControlPlane plane) {
    super(plane);
  }

  private void goes(Namespace namespace) {
    plane.kubectl("delete", "namespace", namespace.name, "--timeout=60s").orFail();
  }

  @Test
  void aDeletedNamespaceEndsAndLeavesNothingWhileTheOthersGoOn() {
    var red = new Namespace(plane, "nsd-red");
    var green = new Namespace(plane, "nsd-green");
    var blue = new Namespace(plane, "nsd-blue");
    var release = new Release(plane, "nsd", red, green, blue);
    try (var stage = release.start()) {
      assertThat(release.isHeld(red)).as("held before there is anything").isFalse();
      for (var it : Set.of(red, green, blue)) {
        it.quickStart();
      }
      assertThat(release.isHeld(red)).isTrue();
      assertThat(stage.journal.writes())
          .filteredOn(it -> it.path().contains("/rolebindings/"))
          .as("one for each namespace, not for each object")
          .hasSize(3);
      int each = QuickStart.count(stage.team) / 3;
      assertThat(stage.refusals.all()).as("rights the chart does not give").isEmpty();

      goes(red);
      assertThat(QuickStart.count(stage.team)).isEqualTo(2 * each);
      goes(green);
      assertThat(QuickStart.count(stage.team)).isEqualTo(each);

      blue.kubectl("scale", "psdeploy/hello", "--replicas=2").orFail();
      blue.untilReady("psdeploy/hello");
      blue.deleteAll();
      assertThat(QuickStart.count(stage.team)).isZero();
      Namespace.until("nothing is held any more", () -> !release.isHeld(blue));
      goes(blue);
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  @Test
  void whatWasDeletedWhileNobodyRanEndsAfterTheStart() {
    var here = new Namespace(plane, "nsd-away");
    var release = new Release(plane, "away", here);
    try (var stage = release.start()) {
      here.quickStart();
      stage.stop();
      here.kubectl("delete", "namespace", here.name, "--wait=false").orFail();
      Namespace.until(
          "the rights are being deleted",
          () ->
              !here.value(
                      "rolebinding/" + release.binding().orElseThrow(),
                      ".metadata.deletionTimestamp")
                  .isEmpty());
      stage.start();

      goes(here);
      assertThat(QuickStart.count(stage.team)).isZero();
    }
  }

  @Test
  void aHoldSomebodyTakesOffComesBack() {
    var here = new Namespace(plane, "nsd-stripped");
    var release = new Release(plane, "stripped", here);
    var binding = "rolebinding/" + release.binding().orElseThrow();
    try (var stage = release.start()) {
      here.apply(QuickStart.account());
      here.untilReady("psaccount/default");
      assertThat(release.isHeld(here)).isTrue();
      here.kubectl("patch", binding, "--type=merge", "--patch={\"metadata\":{\"finalizers\":null}}")
          .orFail();

      Namespace.until("it is held again", () -> release.isHeld(here));
      goes(here);
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  /** A process that was killed between the last object and the RoleBinding leaves the finalizer. */
  @Test
  void aHoldThatWasLeftBehindIsTakenOffAfterTheStart() {
    var here = new Namespace(plane, "nsd-left");
    var release = new Release(plane, "left", here);
    var binding = release.binding().orElseThrow();
    here.kubectl(
            "patch",
            "rolebinding/" + binding,
            "--type=merge",
            "--patch={\"metadata\": {\"finalizers\": [\"" + Release.HOLD + "\"]}}")
        .orFail();
    try (var stage = release.start()) {
      Namespace.until("it is let go", () -> !release.isHeld(here));
      assertThat(stage.refusals.all()).isEmpty();
    }
  }

  @Test
  void whatAnUninstallTakesIsLetGoAndWhatFreezesIsNamed() {
    var here = new Namespace(plane, "nsd-uninstalled");
    var release = new Release(plane, "gone", here);
    var binding = release.binding().orElseThrow();
    try (var stage = release.start()) {
      here.quickStart();
      plane.helm("uninstall", "gone", "--namespace", release.ops.name).orFail();

      Namespace.until(
          "the RoleBinding is gone",
          () -> here.value("rolebinding/" + binding, ".metadata.name").isEmpty());
      assertThat(here.kubectl("get", "events", "-o", "yaml").orFail().stdout())
          .contains("RightsTaken", "Machine/workstation", "PaperspaceAccount/default");
      assertThat(QuickStart.count(stage.team)).as("objects in the cloud").isPositive();
    }
  }

  /** As people rotate a key who do not know better. */
  @Test
  void aSecretDeletedInUseIsSaidAndWhatWasAppliedSinceOutlivesTheLastResource() {
    var next = "key-of-team-a-2";
    var here = new Namespace(plane, "nsd-rotated");
    var release = new Release(plane, "rotated", here);
    try (var stage = release.start()) {
      stage.cloud.key(next).team("a");
      here.quickStart();
      var uid = here.value("secret/paperspace-key", ".metadata.uid");
      here.kubectl("delete", "secret", "paperspace-key", "--wait=false").orFail();
      var synced = ".status.conditions[?(@.type==\"Synced\")]";
      Namespace.until(
          "the account says so",
          () -> here.value("psaccount/default", synced + ".reason").equals("SecretDeleted"));
      assertThat(here.kubectl("get", "events", "-o", "yaml").orFail().stdout())
          .contains("reason: SecretDeleted", "type: Warning");
      here.apply(QuickStart.account().replace(QuickStart.KEY, next));
      Namespace.until(
          "the account says what becomes of it",
          () -> here.value("psaccount/default", synced + ".message").contains("made again"));
      assertThat(here.value("secret/paperspace-key", ".metadata.uid")).isEqualTo(uid);

      here.kubectl("delete", "psproj,pssecret,psdeploy,psmachine,psdrive", "--all", "--timeout=60s")
          .orFail();
      Namespace.until(
          "the Secret is another",
          () -> !Set.of("", uid).contains(here.value("secret/paperspace-key", ".metadata.uid")));
      assertThat(here.value("secret/paperspace-key", ".data.apiKey"))
          .isEqualTo(Base64.getEncoder().encodeToString(next.getBytes(UTF_8)));
      here.untilReady("psaccount/default");
      here.deleteAll();
      assertThat(here.value("secret/paperspace-key", ".data.apiKey")).isNotEmpty();
      assertThat(stage.refusals.all()).as("rights the chart does not give").isEmpty();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  /** Its RoleBinding had another name and referred to a Role, and nothing was held. */
  @Test
  void anUpgradeFromAChartThatHeldNothingHoldsFromThenOn() throws IOException {
    var here = new Namespace(plane, "nsd-upgraded");
    var release = Release.ofOldChart(plane, "upgraded", here);
    try (var stage = release.startWithoutBinding()) {
      here.quickStart();
      stage.stop();
      release.upgrade();
      assertThat(here.kubectl("get", "rolebindings", "-o", "name").orFail().stdout().strip())
          .isEqualTo("rolebinding.rbac.authorization.k8s.io/" + release.binding().orElseThrow());
      stage.start(release.binding());
      Namespace.until("it is held", () -> release.isHeld(here));

      goes(here);
      assertThat(QuickStart.count(stage.team)).isZero();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }
}
