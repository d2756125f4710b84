package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The base for those without Helm, on a server of its own: it applies, and is enough to work with.
 */
@NeedsControlPlane
class KustomizeIT {
  private static final String BASE = Path.of("helm").toAbsolutePath().toString();

  private ControlPlane plane;

  @BeforeEach
  void start() {
    Binaries.orSkip("kube-controller-manager");
    plane = ControlPlane.start();
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void itAppliesTwiceItsOperatorLivesByItsRightsAndGoesInTheOrderOfThePage() throws IOException {
    apply();
    var generation = "jsonpath={.metadata.generation}";
    apply();
    assertThat(
            plane
                .kubectl(
                    "get",
                    "deployment/paperspace-operator",
                    "--namespace=paperspace-system",
                    "-o",
                    generation)
                .orFail()
                .stdout())
        .as("the second time changes nothing")
        .isEqualTo("1");
    assertThat(plane.kubectl("diff", "--server-side", "-k", BASE).orFail().stdout()).isEmpty();

    var here = new Namespace(plane, "kustomized");
    var rights = ChartRights.kubeconfig(plane, "paperspace-system", "paperspace-operator");
    try (var stage =
        new Stage(QuickStart.cloud(), Config.fromKubeconfig(rights.toFile()), Set.of())) {
      here.quickStart();
      var uninstall =
          Page.read(Path.of("docs/operations.md")).commands().stream()
              .filter(it -> it.matches("kubectl (delete|get) (paperspace --all|-k|-f crds).*"))
              .toList();
      assertThat(uninstall).hasSize(4);
      run(uninstall.get(0));
      assertThat(run(uninstall.get(1)).stdout()).isEmpty();
      assertThat(stage.refusals.all()).as("rights the base does not give").isEmpty();
      assertThat(QuickStart.count(stage.team)).isZero();

      run(uninstall.get(2));
      assertThat(there("deployments,clusterroles")).doesNotContain("paperspace");
      assertThat(there("namespaces")).contains("paperspace-system");
      assertThat(there("crd")).contains("machines.paperspace.com");
      run(uninstall.get(3));
      assertThat(there("crd")).isEmpty();
    }
  }

  private String there(String kinds) {
    return plane.kubectl("get", kinds, "--all-namespaces", "--output=name").orFail().stdout();
  }

  private Result run(String typed) {
    var kubectl = Binaries.orSkip("kubectl") + " --kubeconfig=" + plane.kubeconfig();
    var command = typed.replaceFirst("^kubectl", kubectl);
    return Result.of(List.of("bash", "-c", command), Path.of("target"), "").orFail();
  }

  private void apply() {
    plane.kubectl("apply", "--server-side", "-k", BASE).orFail();
    plane.untilEstablished("crd", "--all");
  }
}
