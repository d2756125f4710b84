package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ArgoCd;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A team's estate in git, and a real Argo CD that brings it into a namespace which the operator
 * serves with the chart's rights alone.
 */
@NeedsControlPlane
class ArgoCdIT extends EstateInGit {
  private static ArgoCd argoCd;

  ArgoCdIT(ControlPlane plane) {
    super(plane);
  }

  @BeforeEach
  void argoCdKnowsOurHealth() throws IOException {
    if (argoCd == null) {
      var folder = Files.createTempDirectory(Path.of("target"), "argocd-");
      argoCd = ArgoCd.start(plane, folder);
      var patch = Path.of("docs/argo-cd.yaml").toAbsolutePath().toString();
      plane
          .kubectl("patch", "configmap", "argocd-cm", "-n", ArgoCd.NAMESPACE, "--patch-file", patch)
          .orFail();
    }
  }

  @AfterAll
  static void stop() {
    if (argoCd != null) {
      argoCd.close();
      argoCd = null;
    }
  }

  @Test
  void whatIsInGitIsInTheCloudAndThenNothingHappens() throws InterruptedException {
    var team = new Namespace(plane, "git-team");
    var release = new Release(plane, "git-team", team);
    var application = application(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      application.create();
      application.untilState("Synced Healthy");
      assertThat(QuickStart.count(cloud.team("a"))).isEqualTo(QuickStart.OBJECTS.size());
      untilSeenInUse(team);

      var syncs = application.syncs();
      var versions = versions(team);
      int calls = changes();
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      assertThat(application.state()).isEqualTo("Synced Healthy");
      assertThat(application.syncs()).as("syncs of a quiet estate").isEqualTo(syncs);
      assertThat(versions(team)).as("writes to a quiet estate").isEqualTo(versions);
      assertThat(changes()).as("changes of a quiet cloud").isEqualTo(calls);

      application.repository().edit("hello.yaml", it -> it.replace("replicas: 1", "replicas: 2"));
      application.repository().commit("more of it");
      Namespace.until("the change is in the cloud", () -> replicas(team) == 2);
      application.untilState("Synced Healthy");

      team.kubectl("scale", "psdeploy/hello", "--replicas=5").orFail();
      Namespace.until("what git says is back", () -> specReplicas(team).equals("2"));
      application.untilState("Synced Healthy");
      Namespace.until("and in the cloud", () -> replicas(team) == 2);

      application.repository().remove("workstation.yaml").commit("one less");
      Namespace.until("it is gone from the cloud", () -> cloud.team("a").machines().size() == 0);
      Namespace.until("and here", () -> team.value("psmachine/workstation", ".kind").isEmpty());
      application.untilState("Synced Healthy");

      application.delete();
      Namespace.until("the application is gone", () -> !application.isThere());
      assertThat(team.kubectl("get", "paperspace", "-o", "name").stdout()).isEmpty();
      assertThat(QuickStart.count(cloud.team("a"))).isZero();
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void whatIsWrongAndWhatWaitsIsSaidInOurWords() {
    var team = new Namespace(plane, "git-wrong");
    var release = new Release(plane, "git-wrong", team);
    var application = application(team);
    application.repository().put("paused.yaml", PAUSED).put("waits.yaml", WAITS).commit("more");
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      application.create();
      application.untilHealthOf(
          "ProjectSecret", "waits", "Progressing WaitingForReference: .*nowhere.*");
      application.untilHealthOf("PaperspaceProject", "paused", "Suspended Paused: .*");

      application
          .repository()
          .edit("workstation.yaml", it -> it.replace("machineType: C5", "machineType: C99"))
          .commit("a machine there is none of");
      Namespace.until(
          "the refused one is degraded", () -> application.state().endsWith("Degraded"));
      var stalled = ".status.conditions[?(@.type==\"Stalled\")]";
      assertThat(application.healthOf("Machine", "workstation"))
          .isEqualTo(
              "Degraded %s: %s",
              team.value("psmachine/workstation", stalled + ".reason"),
              team.value("psmachine/workstation", stalled + ".message"))
          .contains("C99");

      application.delete();
      Namespace.until("all of it goes by itself", () -> !application.isThere());
      assertThat(QuickStart.count(cloud.team("a"))).isZero();
      assertThat(jar.log()).doesNotContain("\tat ");
    }
  }

  @Test
  void anApplicationThatIsDeletedWaitsForWhatOthersUseAndGoesOnByItself() {
    var team = new Namespace(plane, "git-leaving");
    var release = new Release(plane, "git-leaving", team);
    var application = application(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      application.create();
      application.untilState("Synced Healthy");
      useByHand(team);

      application.delete();
      untilTheProjectWaits(team);
      assertThat(application.isThere()).isTrue();

      team.kubectl("delete", "pssecret/by-hand", "--timeout=60s").orFail();
      Namespace.until("it goes on by itself", () -> !application.isThere());
      assertThat(team.kubectl("get", "paperspace", "-o", "name").stdout()).isEmpty();
      assertThat(QuickStart.count(cloud.team("a"))).isZero();
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void aKeyThatIsRotatedOutsideOfGitIsNoSync() {
    var team = new Namespace(plane, "git-rotation");
    var release = new Release(plane, "git-rotation", team);
    var application = application(team);
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      application.create("ServerSideApply=true");
      application.untilState("Synced Healthy");
      var syncs = application.syncs();
      rotateKey(team);
      application.untilState("Synced Healthy");
      assertThat(application.syncs()).isEqualTo(syncs);

      application.repository().edit("hello.yaml", it -> it.replace("replicas: 1", "replicas: 2"));
      application.repository().commit("more of it");
      Namespace.until("the change is in the cloud", () -> replicas(team) == 2);
      application.untilState("Synced Healthy");
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ", "key-of-team-a");
    }
  }

  @Test
  void theChartIsInstalledByItAndNothingOfItDiffersOnceTheOperatorHasRun() {
    var team = new Namespace(plane, "git-served");
    var release = Release.ofOthers(plane, "git-operator", team);
    var chart = new ChartInGit(plane, release);
    chart.apply();
    chart.application.untilSynced();
    try (var jar = release.jar(cloud, team.name).untilReady()) {
      team.quickStart();
      assertThat(release.isHeld(team)).isTrue();
      thenNothingDiffers(chart, release);

      // Something else has to differ, or it would not sync and so not prune.
      chart.values().putObject("crds").put("install", false);
      chart.values().put("syncPeriod", "7m");
      chart.apply();
      Namespace.until("it is synced", () -> release.variable("SYNC_PERIOD").equals("7m"));
      chart.application.untilSynced();
      thenTheCrdsAreThere();
      thenNothingDiffers(chart, release);

      team.deleteAll();
      chart.application.delete();
      Namespace.until("the application is gone", () -> !chart.application.isThere());
      assertThat(jar.log()).doesNotContain("\tat ");
    }
    thenTheCrdsAreThere();
    assertThat(release.ops.kubectl("get", "deploy,svc,sa,role", "-o", "name").stdout())
        .doesNotContain("git-operator");
  }

  @Test
  void theSameForAllNamespacesByAClientSideApply() {
    var release = Release.ofOthers(plane, "git-cluster");
    var chart = new ChartInGit(plane, release);
    chart.at("/spec/syncPolicy").remove("syncOptions");
    chart.apply();
    chart.application.untilSynced();
    thenNothingDiffers(chart, release);

    chart.application.delete();
    Namespace.until("the application is gone", () -> !chart.application.isThere());
    thenTheCrdsAreThere();
  }

  private static void thenNothingDiffers(ChartInGit chart, Release release) {
    var syncs = chart.application.syncs();
    chart.application.compare();
    chart.application.untilSynced();
    chart.application.compare();
    assertThat(chart.application.syncs()).as("syncs where nothing changed").isEqualTo(syncs);
    // Its hook is none that Argo CD knows.
    assertThat(release.ops.value("pod/" + release.name + "-paperspace-operator-test", ".kind"))
        .isEmpty();
  }

  private void thenTheCrdsAreThere() {
    var crds =
        plane
            .kubectl("get", "crd", "-o=jsonpath={range .items[*]}" + NAME_AND_END + "{end}")
            .orFail()
            .stdout();
    assertThat(crds.lines().filter(it -> it.contains(".paperspace.com")))
        .hasSize(18)
        .allMatch(it -> it.endsWith(" "), "is not being deleted");
  }

  private Application application(Namespace team) {
    var application = new Application(plane, team.name);
    quickStart(team, application.repository());
    application.repository().commit("the estate");
    return application;
  }

  private static final String NAME_AND_END =
      "{.metadata.name} {.metadata.deletionTimestamp}{\"\\n\"}";

  private static final String WAITS =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: ProjectSecret
      metadata:
        name: waits
      spec:
        projectRef: {name: nowhere}
        name: WAITS
        valueFrom: {secretKeyRef: {name: greeting, key: text}}
      """;
}
