package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.Page;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A protected resource is not lost with its CRD; on a server of its own, for CRDs go. */
@NeedsControlPlane
class CrdProtectionIT {
  private static final String CRD = "crd/models.paperspace.com";
  private static final String OTHER = "crd/datasets.paperspace.com";

  private ControlPlane plane;

  @BeforeEach
  void start() {
    Binaries.orSkip("helm");
    plane = ControlPlane.start();
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theCrdsOfTheChartStayUntilNobodyProtectsThem() {
    assertThat(release("install", "crds.keep=false").orFail().stdout())
        .contains("a SECOND ONE DELETES EVERY RESOURCE")
        .doesNotContain("GO WITH IT");
    plane.untilEstablished(CRD);
    plane
        .kubectlFed(
            "{apiVersion: paperspace.com/v1alpha1, kind: Model, metadata: {name: m}, spec: {}}",
            "apply",
            "-f",
            "-")
        .orFail();
    untilRefused(CRD);

    var uninstalled = plane.helm("uninstall", "guard", "--namespace=ops");
    assertThat(uninstalled.exit()).isNotZero();
    assertThat(deleted("psmodel/m")).isEmpty();
    assertThat(deleted(CRD)).isEmpty();

    plane.helm("rollback", "guard", "1", "--namespace=ops").orFail();
    untilRefused(CRD);
    release("upgrade", "crds.keep=false,deletionProtection.enabled=false").orFail();
    plane.helm("uninstall", "guard", "--namespace=ops").orFail();
    assertThat(plane.kubectl("get", CRD).exit()).isNotZero();
  }

  @Test
  void thoseThatSomebodyElseInstallsStayOnceTheyAreMarked() throws IOException {
    plane.installCrds();
    release("install", "crds.install=false").orFail();
    plane.kubectl("annotate", CRD, "paperspace.com/protected=true").orFail();
    untilRefused(CRD);
    plane.kubectl("delete", OTHER, "--dry-run=server").orFail();

    var written =
        Page.read(Path.of("docs/operations.md")).commands().stream()
            .filter(it -> it.startsWith("kubectl annotate "))
            .findFirst()
            .orElseThrow();
    var kubectl = Binaries.orSkip("kubectl") + " --kubeconfig=" + plane.kubeconfig();
    var typed = List.of("bash", "-c", written.replace("kubectl ", kubectl + " "));
    plane.kubectl("annotate", CRD, "paperspace.com/protected-").orFail();
    Result.of(typed, Path.of("target"), "").orFail();
    for (var crd : List.of(CRD, OTHER)) {
      assertThat(refusal(crd)).contains("is protected");
    }
  }

  private void untilRefused(String crd) {
    Namespace.until("the policy is in force", () -> refusal(crd).contains("is protected"));
  }

  private String refusal(String crd) {
    return plane.kubectl("delete", crd, "--dry-run=server").stderr();
  }

  private String deleted(String what) {
    return plane
        .kubectl("get", what, "-o", "jsonpath={.metadata.deletionTimestamp}")
        .orFail()
        .stdout();
  }

  private Result release(String verb, String values) {
    var args = new ArrayList<>(List.of(verb, "guard", "helm/paperspace-operator"));
    args.addAll(List.of("--namespace=ops", "--set=deletionProtection.enabled=true,kinds={Model}"));
    args.add("--set=" + values);
    if (verb.equals("install")) {
      args.add("--create-namespace");
    }
    return plane.helm(args.toArray(String[]::new));
  }
}
