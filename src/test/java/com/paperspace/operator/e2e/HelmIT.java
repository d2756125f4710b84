package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The chart on a server of its own, and operators with exactly the rights it gives them. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelmIT {
  private static final String CHART = "helm/paperspace-operator";

  private Path folder;
  private ControlPlane plane;

  @BeforeAll
  void install() throws IOException {
    folder = Files.createTempDirectory(Path.of("target"), "control-plane-");
    plane = ControlPlane.start(folder);
    Binaries.orSkip("helm");
    helm("install", "everywhere", "--namespace", "ops", "--create-namespace");
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  @Test
  void itsRightsAreEnoughForTheWholeCluster() throws IOException {
    var here = new Namespace(plane, "anywhere");
    livesItsLife(here, "ops", "everywhere-paperspace-operator", Set.of(), Optional.empty());
  }

  @Test
  void itsRightsAreEnoughForNamedNamespaces() throws IOException {
    var here = new Namespace(plane, "ml");
    var other = new Namespace(plane, "web");
    helm(
        "install",
        "named",
        "--namespace",
        "ops-named",
        "--create-namespace",
        "--set=watchNamespaces={ml,web}",
        "--set=crds.install=false");

    var account = "named-paperspace-operator";
    var watched = Set.of(here.name, other.name);
    livesItsLife(here, "ops-named", account, watched, Optional.of(account + "-rights"));
  }

  @Test
  void tenantsMayUseTheKindsAndWriteNoStatus() {
    var here = new Namespace(plane, "tenants");
    for (var role : List.of("view", "edit", "admin")) {
      here.kubectl("create", "rolebinding", role, "--clusterrole=" + role, "--user=" + role)
          .orFail();
    }
    Namespace.until("the roles are aggregated", () -> may(here, "admin", "create", "machines", ""));

    for (var kind : ourCrds()) {
      for (var user : List.of("view", "edit", "admin")) {
        boolean writes = !user.equals("view");
        assertThat(may(here, user, "list", kind, "")).as(user + " lists " + kind).isTrue();
        for (var verb : List.of("create", "update", "patch", "delete")) {
          assertThat(may(here, user, verb, kind, ""))
              .as(user + " " + verb + " " + kind)
              .isEqualTo(writes);
        }
        for (var part : List.of("status", "finalizers")) {
          for (var verb : List.of("update", "patch")) {
            assertThat(may(here, user, verb, kind, part))
                .as(user + " " + verb + " " + kind + "/" + part)
                .isFalse();
          }
        }
      }
    }
    assertThat(may(here, "edit", "patch", "deployments", "scale")).isTrue();
  }

  private List<String> ourCrds() {
    return plane
        .kubectl("get", "crd", "-o", "name")
        .orFail()
        .stdout()
        .lines()
        .map(it -> it.replaceAll(".*/", ""))
        .filter(it -> it.endsWith(".paperspace.com"))
        .toList();
  }

  private static List<String> crdsOfTheRepository() throws IOException {
    try (var files = Files.list(Path.of("crds"))) {
      return files.map(it -> it.getFileName().toString().replace(".yaml", "")).toList();
    }
  }

  /** Asks the API server; kubectl would be a process for each of five hundred questions. */
  private boolean may(Namespace here, String user, String verb, String kind, String part) {
    var asked =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withGroups("system:authenticated")
            .withNewResourceAttributes()
            .withNamespace(here.name)
            .withVerb(verb)
            .withGroup("paperspace.com")
            .withResource(kind.replace(".paperspace.com", ""))
            .withSubresource(part)
            .endResourceAttributes()
            .endSpec()
            .build();
    var reviews = plane.client().authorization().v1().subjectAccessReview();
    return reviews.create(asked).getStatus().getAllowed();
  }

  @Test
  void upgradeAndUninstallKeepCrdsResourcesAndCloudObjects() throws IOException {
    var here = new Namespace(plane, "kept");
    helm(
        "install",
        "passing",
        "--namespace",
        "ops-passing",
        "--create-namespace",
        "--set=watchNamespaces={kept}",
        "--set=crds.install=false");
    var cloud = QuickStart.cloud();
    var account = kubernetes("ops-passing", "passing-paperspace-operator");
    var stage = new Stage(cloud, account, Set.of(here.name));
    try {
      here.quickStart();
      int objects = QuickStart.count(stage.team);
      var before = here.kubectl("get", "paperspace", "-o", "name").orFail().stdout();

      helm(
          "upgrade",
          "passing",
          "--namespace",
          "ops-passing",
          "--reset-then-reuse-values",
          "--set=syncPeriod=1m");
      helm("upgrade", "everywhere", "--namespace", "ops");
      plane.helm("uninstall", "passing", "--namespace", "ops-passing").orFail();
      plane.helm("uninstall", "everywhere", "--namespace", "ops").orFail();

      assertThat(ourCrds()).containsExactlyInAnyOrderElementsOf(crdsOfTheRepository());
      assertThat(here.kubectl("get", "paperspace", "-o", "name").orFail().stdout())
          .isEqualTo(before);
      assertThat(QuickStart.count(stage.team)).as("cloud objects").isEqualTo(objects);
    } finally {
      stage.stop();
    }
    helm("install", "everywhere", "--namespace", "ops");
    account = kubernetes("ops", "everywhere-paperspace-operator");
    try (var again = new Stage(cloud, account, Set.of(here.name))) {
      here.quickStart();
      assertThat(again.cloud.team("a").machines().size())
          .as("taken up, not made anew")
          .isEqualTo(1);
      here.deleteAll();
      assertThat(QuickStart.count(again.team)).isZero();
    }
  }

  @Test
  void thePodsSettingsMakeTheJarLead() throws IOException {
    var deployment = "deployment/everywhere-paperspace-operator";
    var names = env(deployment, "name");
    var values = env(deployment, "value");
    try (var cloud = QuickStart.cloud()) {
      var variables = new HashMap<String, String>();
      for (int i = 0; i < names.size(); i++) {
        variables.put(names.get(i), values.get(i));
      }
      variables.remove("HTTP_PORT");
      // A fieldRef, which a kubelet fills in.
      assertThat(variables).containsEntry("LEADER_ELECTION_NAMESPACE", "");
      variables.put("LEADER_ELECTION_NAMESPACE", "ops");
      variables.put("PAPERSPACE_API_URL", cloud.url().toString());
      variables.put("KUBECONFIG", kubeconfig("ops", "everywhere-paperspace-operator").toString());
      var here = new Namespace(plane, "led");
      try (var jar = OperatorJar.start("helm", variables).untilReady()) {
        here.quickStart();
        here.deleteAll();
        assertThat(QuickStart.count(cloud.team("a"))).isZero();
        jar.signal("TERM");
        assertThat(jar.exitCode()).isIn(0, 143);
        assertThat(jar.log())
            .contains("Released the lease")
            .doesNotContain("WARN", "ERROR", "orbidden", "answered 403");
        var account = "everywhere-paperspace-operator";
        assertThat(unused("ops", account, "role/" + account + "-leader", "--namespace=ops"))
            .as("rights nobody needs")
            .isEmpty();
      }
    }
  }

  private List<String> env(String deployment, String field) {
    var path =
        "jsonpath={range .spec.template.spec.containers[0].env[*]}{." + field + "}{\"\\n\"}{end}";
    var text = plane.kubectl("get", deployment, "-n", "ops", "-o", path).orFail().stdout();
    return new ArrayList<>(text.lines().toList());
  }

  private void livesItsLife(
      Namespace here, String ops, String account, Set<String> watched, Optional<String> roleBinding)
      throws IOException {
    var kubernetes = kubernetes(ops, account);
    try (var stage = new Stage(QuickStart.cloud(), kubernetes, watched, roleBinding)) {
      here.quickStart();
      here.kubectl("scale", "psdeploy/hello", "--replicas=2").orFail();
      here.untilReady("psdeploy/hello");
      // Drift, a changed Secret and a refused spec, for events and outputs have rights of their
      // own. The last rename is told in the words of the second, and so it is counted up.
      for (var name : List.of("declared", "another", "declared", "another")) {
        rename(here, name);
      }
      var id = here.value("psproj/quickstart", ".status.id");
      stage.team.projects().edit(id, it -> it.put("name", "drifted"));
      Namespace.until(
          "an event tells the drift",
          () -> here.kubectl("get", "events").stdout().contains("DriftCorrected"));
      outputsComeBack(here);
      here.deleteAll();
      assertThat(QuickStart.count(stage.team)).isZero();

      stage.stop();
      stage.start(new OtherHands(here));
      new AllExamples(here, stage.team).getReady();
      here.kubectl("delete", "paperspace", "--all", "--timeout=120s").orFail();

      assertThat(stage.refusals.all()).as("rights the chart does not give").isEmpty();
      var role =
          "clusterrole/" + ops + "-" + account + (roleBinding.isEmpty() ? "" : "-namespaced");
      assertThat(unused(ops, account, role)).as("rights nobody needs").isEmpty();
      assertThat(here.value("secret/paperspace-key", ".metadata.finalizers")).isEmpty();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  private static void rename(Namespace here, String name) {
    var project = "psproj/quickstart";
    var patch = "--patch={\"spec\": {\"name\": \"" + name + "\"}}";
    here.kubectl("patch", project, "--type=merge", patch).orFail();
    Namespace.until(
        "the name is applied",
        () ->
            here.value(project, ".status.appliedGeneration")
                .equals(here.value(project, ".metadata.generation")));
  }

  private Set<String> unused(String ops, String account, String... role) throws IOException {
    var rights = new TreeSet<>(plane.rightsOf(role));
    assertThat(rights).isNotEmpty();
    rights.removeAll(plane.usedRights(ops, account));
    return rights;
  }

  private static void outputsComeBack(Namespace here) {
    var output = "secret/hello-endpoint";
    var data = here.value(output, ".data");
    assertThat(data).isNotEmpty();
    here.kubectl("patch", output, "--type=merge", "--patch={\"data\": {\"more\": \"eA==\"}}")
        .orFail();
    Namespace.until("the output is as it was", () -> here.value(output, ".data").equals(data));
    here.kubectl("delete", output).orFail();
    Namespace.until("the output is made anew", () -> here.value(output, ".data").equals(data));
  }

  private Config kubernetes(String namespace, String account) throws IOException {
    return Config.fromKubeconfig(kubeconfig(namespace, account).toFile());
  }

  /** A kubeconfig of the ServiceAccount, with a token as its pod would have. */
  private Path kubeconfig(String namespace, String account) throws IOException {
    var token =
        plane.kubectl("create", "token", account, "--namespace", namespace).orFail().stdout();
    var file = folder.toAbsolutePath().resolve("kubeconfig-" + namespace);
    var text = Files.readString(plane.kubeconfig(), UTF_8);
    Files.writeString(
        file, text.replaceAll("token: \"[^\"]*\"", "token: \"" + token.strip() + "\""), UTF_8);
    return file;
  }

  private void helm(String verb, String release, String... more) {
    var args = new ArrayList<>(List.of(verb, release, CHART));
    args.addAll(List.of(more));
    plane.helm(args.toArray(String[]::new)).orFail();
  }
}
