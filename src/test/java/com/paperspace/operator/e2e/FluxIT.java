package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Flux;
import com.paperspace.operator.support.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A team's estate in git, and the real kustomize-controller of Flux that brings it into a namespace
 * which the operator serves with the chart's rights alone.
 */
@NeedsControlPlane
class FluxIT extends EstateInGit {
  private static Flux flux;

  FluxIT(ControlPlane plane) {
    super(plane);
  }

  @BeforeEach
  void fluxIsThere() throws IOException {
    if (flux == null) {
      flux = Flux.start(plane, Files.createTempDirectory(Path.of("target"), "flux-"));
    }
  }

  @AfterAll
  static void stop() {
    if (flux != null) {
      flux.close();
      flux = null;
    }
  }

  @Test
  void whatIsInGitIsInTheCloudAndThenNothingHappens() {
    var team = new Namespace(plane, "flux-team");
    var release = new Release(plane, "flux-team", team);
    var estate = estate(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      estate.create("wait: true\ntimeout: 100s\n");
      estate.untilReady();
      assertThat(QuickStart.count(cloud.team("a"))).isEqualTo(QuickStart.OBJECTS.size());
      untilSeenInUse(team);

      var versions = versions(team);
      int calls = changes();
      long rounds = estate.rounds() + QUIET_SECONDS / 10;
      await("Flux compares all of it, again and again")
          .during(Duration.ofSeconds(QUIET_SECONDS))
          .atMost(Duration.ofSeconds(QUIET_SECONDS + 60))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> versions(team).equals(versions) && changes() == calls);
      assertThat(estate.rounds()).as("rounds of Flux").isGreaterThanOrEqualTo(rounds);

      estate.repository().edit("hello.yaml", it -> it.replace("replicas: 1", "replicas: 2"));
      estate.commit("more of it");
      estate.untilReady();
      assertThat(replicas(team)).isEqualTo(2);

      team.kubectl("scale", "psdeploy/hello", "--replicas=5").orFail();
      Namespace.until("what git says is back", () -> specReplicas(team).equals("2"));
      estate.patch("{\"suspend\": true}");
      Namespace.until(
          "a suspended Flux is not a paused operator",
          () -> {
            // Again and again, for a round of Flux may have been under way.
            team.kubectl("scale", "psdeploy/hello", "--replicas=3").orFail();
            return replicas(team) == 3;
          });
      estate.patch("{\"suspend\": false}");
      Namespace.until("what git says is in the cloud", () -> replicas(team) == 2);

      estate.repository().remove("workstation.yaml");
      estate.commit("one less");
      Namespace.until("it is gone from the cloud", () -> cloud.team("a").machines().size() == 0);
      Namespace.until("and here", () -> team.value("psmachine/workstation", ".kind").isEmpty());

      estate.delete();
      Namespace.until("the Kustomization is gone", () -> !estate.isThere());
      untilNothingIsLeft(team);
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void aHealthCheckFailsAtOnceWhereNothingGoesOnAndElseWaits() {
    var team = new Namespace(plane, "flux-health");
    var release = new Release(plane, "flux-health", team);
    var estate = estate(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      estate.repository().edit("workstation.yaml", it -> it.replace(": C5", ": C99"));
      estate.commit("a machine there is none of");
      estate.create(HEALTH_CHECKS.formatted(team.name));
      estate.until(
          "False HealthCheckFailed .*failed early due to stalled resources:"
              + " \\[Machine/flux-health/workstation status: 'Failed'.*");
      assertThat(team.value("psmachine/workstation", READY + ".message")).contains("C99");

      estate.repository().edit("workstation.yaml", it -> it.replace(": C99", ": C5"));
      estate.commit("mended");
      estate.untilReady();

      estate.repository().put("paused.yaml", PAUSED);
      estate.commit("one that nothing is done about");
      estate.patch("{\"wait\": true, \"timeout\": \"10s\"}");
      estate.until(
          "False HealthCheckFailed .*timeout waiting for:"
              + " \\[PaperspaceProject/flux-health/paused status: 'InProgress'.*");
      estate.repository().remove("paused.yaml");
      estate.commit("without it");
      estate.untilReady();

      estate
          .repository()
          .edit("shared.yaml", it -> it.replace("metadata:\n", "metadata:\n" + NO_PRUNE));
      estate.commit("a drive to keep");
      estate.untilReady();
      estate.repository().remove("shared.yaml");
      estate.commit("no drive in git");
      estate.untilReady();
      assertThat(team.value("psdrive/shared", ".metadata.deletionTimestamp")).isEmpty();
      assertThat(cloud.team("a").drives().size()).isEqualTo(1);
      assertThat(jar.log()).doesNotContain("\tat ");
    }
  }

  @Test
  void whatCannotBeChangedIsRefusedAndByForceMadeAnew() {
    var team = new Namespace(plane, "flux-force");
    var release = new Release(plane, "flux-force", team);
    var estate = estate(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      estate.create("wait: true\ntimeout: 100s\n");
      estate.untilReady();
      var id = team.value("psmachine/workstation", ".status.id");

      estate
          .repository()
          .edit("workstation.yaml", it -> it.replace("Ubuntu 22.04", "Ubuntu 20.04"));
      estate.commit("another system");
      estate.until("False ReconciliationFailed .*workstation.*template is immutable.*");
      assertThat(team.value("psmachine/workstation", ".status.id")).isEqualTo(id);

      estate.patch("{\"force\": true}");
      estate.untilReady();
      assertThat(team.value("psmachine/workstation", ".status.id")).isNotEqualTo(id);
      assertThat(cloud.team("a").machines().size()).isEqualTo(1);

      estate
          .repository()
          .edit("workstation.yaml", it -> it.replace("diskSize: 50", "diskSize: -5"));
      estate.commit("a typing error");
      Namespace.until("it is gone, by force", () -> cloud.team("a").machines().size() == 0);
      estate.until("False ReconciliationFailed .*diskSize.*");
      assertThat(jar.log()).doesNotContain("\tat ");
    }
  }

  @Test
  void aKustomizationThatIsDeletedGoesAndWhatOthersUseWaitsAndGoesOnByItself() {
    var team = new Namespace(plane, "flux-leaving");
    var release = new Release(plane, "flux-leaving", team);
    var estate = estate(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      estate.create("wait: true\ntimeout: 100s\n");
      estate.untilReady();
      useByHand(team);

      estate.delete();
      untilTheProjectWaits(team);
      Namespace.until("the Kustomization is gone", () -> !estate.isThere());

      team.kubectl("delete", "pssecret/by-hand", "--timeout=60s").orFail();
      untilNothingIsLeft(team);
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void aKeyThatIsRotatedOutsideOfGitIsUsedAtOnceAndNothingIsAppliedForIt() {
    var team = new Namespace(plane, "flux-rotation");
    var release = new Release(plane, "flux-rotation", team);
    var estate = estate(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      estate.create("wait: true\ntimeout: 100s\n");
      estate.untilReady();
      rotateKey(team);
      long rounds = estate.rounds();
      Namespace.until("Flux has compared all of it again", () -> estate.rounds() > rounds + 1);
      estate.untilReady();

      estate.repository().edit("hello.yaml", it -> it.replace("replicas: 1", "replicas: 2"));
      estate.commit("more of it");
      estate.untilReady();
      assertThat(replicas(team)).isEqualTo(2);
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ", "key-of-team-a");
    }
  }

  private Kustomization estate(Namespace team) {
    var estate = new Kustomization(plane, flux, team);
    quickStart(team, estate.repository());
    estate.commit("the estate");
    return estate;
  }

  private void untilNothingIsLeft(Namespace team) {
    Namespace.until(
        "nothing is left",
        () ->
            team.kubectl("get", "paperspace", "-o", "name").stdout().isEmpty()
                && QuickStart.count(cloud.team("a")) == 0);
  }

  private static final String NO_PRUNE =
      "  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}\n";

  private static final String HEALTH_CHECKS =
      """
      timeout: 100s
      healthChecks:
      - apiVersion: paperspace.com/v1alpha1
        kind: Machine
        name: workstation
        namespace: %s
      """;
}
