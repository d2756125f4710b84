package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.Page;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A reader of the pages types what stands there, on a server of its own, with an operator behind it
 * that has the rights of the chart the reader installed. A control plane without nodes runs no
 * pods, so that {@code rollout status} and {@code helm test} are taken for done and no image is
 * built, and no Maven runs within Maven.
 */
@NeedsControlPlane
class WrittenCommandsIT {
  private static final String PRELUDE =
      """
      set -euo pipefail
      helm() { if [[ " $* " != *" test "* ]]; then "$bin/helm" "$@"; fi; }
      mvn() { :; }
      docker() { :; }
      kubectl() { if [[ " $* " != *" rollout "* ]]; then "$bin/kubectl" "$@"; fi; }
      """;

  private static final ObjectMapper YAML = new YAMLMapper();

  /** With what it is fed. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ *((?:kubectl|helm) (?:.*<<EOF\n(?s:.*?)\nEOF|.*))$");

  private ControlPlane plane;

  @BeforeEach
  void start() {
    Binaries.orSkip("helm");
    Binaries.orSkip("kube-controller-manager");
    plane = ControlPlane.start();
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theyWorkInThisOrder() throws IOException {
    var quickstart = shell("docs/quickstart.md");
    int cleanUp = quickstart.size() - 1;
    int installed = 3;
    for (var fence : quickstart.subList(0, installed)) {
      run(fence);
    }
    var ops = "paperspace-system";
    var rights = ChartRights.kubeconfig(plane, ops, "paperspace-operator").toFile();
    try (var stage = new Stage(QuickStart.cloud(), Config.fromKubeconfig(rights), Set.of())) {
      for (var fence : quickstart.subList(installed, cleanUp)) {
        run(fence);
      }
      run("kubectl wait -n ml paperspace --all --for=condition=Ready --timeout=60s");
      assertThat(stage.team.projects().size()).isEqualTo(1);

      var machine = Page.read(Path.of("README.md")).fences().get(0);
      assertThat(machine.language()).isEqualTo("yaml");
      run("kubectl apply -f - <<'EOF'\n" + machine.text() + "EOF\n");
      run("kubectl wait -n ml psmachine/trainer-1 --for=condition=Ready --timeout=60s");
      for (var page : List.of("docs/troubleshooting.md", "docs/upgrade.md")) {
        for (var fence : shell(page)) {
          run(fence);
        }
      }

      run(quickstart.get(cleanUp));
      assertThat(stage.team.projects().size()).as("projects").isZero();
      // The page on troubles had it retained.
      assertThat(stage.team.machines().size()).as("machines").isEqualTo(1);
      assertThat(stage.refusals.all()).as("rights the chart does not give").isEmpty();
      assertThat(stage.cloud.violations()).isEmpty();
    }
    assertThat(plane.kubectl("get", "crd", "-o", "name").orFail().stdout())
        .as("upgrade and uninstall leave the CRDs")
        .contains("machines.paperspace.com");
  }

  /** What Argo CD knows of our kinds comes by these alone, where the chart was asked for it. */
  @Test
  void soDoTheNotesOfTheChart() throws IOException {
    plane.kubectl("create", "namespace", "ml").orFail();
    plane.kubectl("create", "namespace", "argocd").orFail();
    plane.kubectl("create", "configmap", "argocd-cm", "--namespace=argocd").orFail();
    var ops = "paperspace-system";
    var name = "paperspace-operator";
    var values = "--set=argoCd.healthChecks=true,watchNamespaces={ml},global.imageRegistry=ours";
    var said =
        plane
            .helm("install", name, "helm/" + name, "-n", ops, "--create-namespace", values)
            .orFail()
            .stdout();
    assertThat(said).contains("The values under global are not used:");
    var notes = said.substring(said.indexOf("\nNOTES:\n")).replace("<key>", QuickStart.KEY);

    var typed =
        COMMAND.matcher(notes).results().map(it -> it.group(1)).collect(Collectors.joining("\n"));
    assertThat(typed.lines().filter(it -> it.matches("(kubectl|helm) .*"))).hasSize(8);
    assertThat(typed).as("all is filled in").doesNotContainPattern("<[a-z]");
    var rights = Config.fromKubeconfig(ChartRights.kubeconfig(plane, ops, name).toFile());
    var binding = Optional.of(name + "-rights");
    try (var stage = new Stage(QuickStart.cloud(), rights, Set.of("ml"), binding)) {
      run("cd target\n" + typed);
      assertThat(stage.refusals.all()).isEmpty();
    }

    var rules = "resource.customizations";
    var given = plane.client().configMaps().inNamespace("argocd").withName("argocd-cm").get();
    var file = YAML.readTree(Path.of("docs/argo-cd.yaml").toFile()).path("data").path(rules);
    assertThat(YAML.readTree(given.getData().get(rules))).isEqualTo(YAML.readTree(file.asText()));
  }

  private static List<Page.Fence> shell(String page) throws IOException {
    return Page.read(Path.of(page)).fences().stream()
        .filter(it -> it.language().equals("shell"))
        .toList();
  }

  private void run(Page.Fence fence) {
    var typed =
        fence
            .text()
            .replace("<where you push it>", "paperspace-operator")
            .replace("<the older chart>", "helm/paperspace-operator")
            .replace("apiKey=...", "apiKey=" + QuickStart.KEY);
    assertThat(typed).as("all is filled in").doesNotContain("<", "...");
    run(typed);
  }

  private void run(String typed) {
    var bin = Binaries.orSkip("kubectl").getParent();
    var start =
        "bin='%s'; export KUBECONFIG='%s'\n".formatted(bin, plane.kubeconfig().toAbsolutePath());
    Result.of(List.of("bash"), Path.of("target").toAbsolutePath(), start + PRELUDE + typed)
        .orFail();
  }
}
