package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart with some kinds only, on a server that has no CRD of the others. */
@NeedsControlPlane
class ServedKindsIT {
  private static final String FULL = "some-paperspace-operator";

  @ParameterizedTest(name = "in namespaces: {0}")
  @CsvSource({"false", "true"})
  void theOthersNeedNoCrdAndAreNamedWhereTheyAreMeant(boolean named) {
    try (var plane = ControlPlane.start();
        var cloud = QuickStart.cloud()) {
      Binaries.orSkip("helm");
      var here = new Namespace(plane, "ml");
      install(plane, named ? "watchNamespaces={ml}" : "rbac.create=true");
      assertThat(plane.kubectl("get", "crd", "-o", "name").orFail().stdout())
          .contains("/machines.", "/paperspaceprojects.", "/paperspaceaccounts.")
          .doesNotContain("/privatenetworks.", "/deployments.");

      var variables =
          Map.of(
              "KUBECONFIG",
              ChartRights.kubeconfig(plane, "ops", FULL).toString(),
              "PAPERSPACE_API_URL",
              cloud.url().toString(),
              "KINDS",
              env(plane, "KINDS"),
              "WATCH_NAMESPACES",
              env(plane, "WATCH_NAMESPACES"));
      try (var jar = OperatorJar.start("kinds-" + named, variables).untilReady()) {
        here.apply(QuickStart.account());
        here.apply(
            """
            apiVersion: paperspace.com/v1alpha1
            kind: PaperspaceProject
            metadata: {name: web}
            spec: {}
            ---
            apiVersion: paperspace.com/v1alpha1
            kind: Machine
            metadata: {name: m}
            spec:
              machineType: C5
              templateId: t0ubuntu
              diskSize: 50
              region: ny2
              networkRef: {name: net}
            """);
        here.untilReady("psproj/web");
        Namespace.until(
            "it says what is not served",
            () ->
                here.value("psmachine/m", ".status.conditions[?(@.type==\"Ready\")].message")
                    .contains(
                        "PrivateNetwork net is not seen: this operator does not serve its kind."
                            + " Add PrivateNetwork to the setting KINDS"));
        here.kubectl("delete", "psmachine/m", "psproj/web", "--timeout=60s").orFail();
        assertThat(cloud.team("a").projects().size()).isZero();
        jar.signal("TERM");
        assertThat(jar.exitCode()).isIn(0, 143);
        assertThat(jar.log())
            .contains("Started: 3 kinds")
            .doesNotContain("ERROR", "orbidden", "WARN", "privatenetworks", "answered 404");
      }
    }
  }

  private static void install(ControlPlane plane, String values) {
    plane
        .helm(
            "install",
            "some",
            "helm/paperspace-operator",
            "--namespace=ops",
            "--create-namespace",
            "--set=kinds={Machine,PaperspaceProject}",
            "--set=" + values)
        .orFail();
  }

  private static String env(ControlPlane plane, String name) {
    var path =
        "jsonpath={.spec.template.spec.containers[0].env[?(@.name==\"" + name + "\")].value}";
    return plane
        .kubectl("get", "deployment/" + FULL, "--namespace=ops", "-o", path)
        .orFail()
        .stdout();
  }
}
