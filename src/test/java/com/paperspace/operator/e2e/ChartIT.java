package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the chart only a real API server can judge; no operator runs. */
@NeedsControlPlane
class ChartIT {
  private static final String CHART = "helm/paperspace-operator";
  private static final String PROTECTED = "paperspace.com/protected=true";

  private final ControlPlane plane;

  ChartIT(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void prepare() {
    Binaries.orSkip("helm");
    Binaries.orSkip("kube-controller-manager");
    plane.installCrds();
  }

  @Test
  void anUpgradeLeavesOutANamespaceThatIsNotThereAndWithoutAskingFailsHalfWay() {
    new Namespace(plane, "chart-here");
    var going = new Namespace(plane, "chart-going");
    release("install", "left", "watchNamespaces={chart-here,chart-going}").orFail();

    var refused =
        release(
            "upgrade",
            "left",
            "watchNamespaces={chart-here,chart-absent}",
            "rbac.skipMissingNamespaces=false,syncPeriod=1m");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.stderr()).contains("namespaces \"chart-absent\" not found");
    assertThat(
            plane
                .kubectl("get", "deployments", "--namespace=chart-left", "-o", "yaml")
                .orFail()
                .stdout())
        .as("what comes after the RoleBindings was not reached")
        .contains("value: 5m")
        .doesNotContain("value: 1m");

    plane.kubectl("delete", "namespace", going.name, "--timeout=60s").orFail();
    var names = "watchNamespaces={chart-here,chart-absent,chart-going}";
    assertThat(release("upgrade", "left", names).orFail().stdout())
        .contains("NOT THERE, and left out: chart-absent, chart-going");
    assertThat(boundIn()).isEqualTo("chart-here ");

    new Namespace(plane, "chart-absent");
    assertThat(release("upgrade", "left", names).orFail().stdout())
        .contains("left out: chart-going.");
    assertThat(boundIn()).isEqualTo("chart-absent chart-here ");
  }

  /** As Argo CD does: what is rendered must not depend on a cluster. */
  @Test
  void aTemplateAsksNoClusterAndHasThemAll() {
    assertThat(
            plane
                .helm("template", "left", CHART, "--set=watchNamespaces={no-such-namespace}")
                .orFail()
                .stdout())
        .contains("namespace: \"no-such-namespace\"");
  }

  private String boundIn() {
    var path = "jsonpath={range .items[*]}{.metadata.namespace} {end}";
    return plane
        .kubectl(
            "get",
            "rolebindings",
            "--all-namespaces",
            "--field-selector=metadata.name=left-paperspace-operator-rights",
            "-o",
            path)
        .orFail()
        .stdout();
  }

  @Test
  void whatIsProtectedIsNotDeletedEvenWithItsNamespaceUntilItNoLongerIs() {
    var here = new Namespace(plane, "chart-protected");
    var other = new Namespace(plane, "chart-unprotected");
    release(
            "install",
            "guard",
            "watchNamespaces={chart-protected}",
            "deletionProtection.enabled=true")
        .orFail();
    for (var namespace : List.of(here, other)) {
      for (var name : List.of("by-label", "by-annotation", "free")) {
        namespace.apply(
            "{apiVersion: paperspace.com/v1alpha1, kind: PaperspaceProject, metadata: {name: "
                + name
                + "}, spec: {}}");
      }
      namespace.kubectl("label", "psproj/by-label", PROTECTED).orFail();
      namespace.kubectl("annotate", "psproj/by-annotation", PROTECTED).orFail();
    }
    Namespace.until(
        "the policy is in force",
        () -> here.kubectl("delete", "psproj/by-label", "--dry-run=server").exit() != 0);

    assertThat(here.kubectl("delete", "psproj/by-annotation").stderr())
        .contains("PaperspaceProject by-annotation is protected: take the label or annotation");
    here.kubectl("delete", "psproj/free").orFail();
    other.kubectl("delete", "psproj", "--all").orFail();

    plane.kubectl("delete", "namespace", here.name, "--wait=false").orFail();
    Namespace.until(
        "the namespace says why it stays",
        () ->
            plane
                .kubectl("get", "namespace", here.name, "-o", "yaml")
                .stdout()
                .contains("is protected"));
    here.kubectl("label", "psproj/by-label", "paperspace.com/protected-").orFail();
    here.kubectl(
            "annotate", "--overwrite", "psproj/by-annotation", "paperspace.com/protected=false")
        .orFail();
    plane.kubectl("wait", "--for=delete", "namespace/" + here.name, "--timeout=60s").orFail();
  }

  /** Without a user only the SCC of OpenShift gives one, which the policy does not ask for. */
  @ParameterizedTest
  @ValueSource(strings = {"openshift=false", "openshift=true", "apiKey.existingSecret=own"})
  void thePodsAreAdmittedUnderRestricted(String value) {
    var here = new Namespace(plane, "chart-psa-" + Integer.toHexString(value.hashCode()));
    var enforce = "pod-security.kubernetes.io/enforce=restricted";
    plane.kubectl("label", "namespace", here.name, enforce).orFail();
    here.kubectl("create", "serviceaccount", "psa-paperspace-operator").orFail();

    for (var pod : pods(here, value)) {
      here.kubectlFed(Serialization.asYaml(pod), "create", "--dry-run=server", "-f", "-").orFail();
      pod.getSpec().getContainers().get(0).getSecurityContext().setAllowPrivilegeEscalation(true);
      assertThat(
              here.kubectlFed(Serialization.asYaml(pod), "create", "--dry-run=server", "-f", "-")
                  .stderr())
          .contains("violates PodSecurity");
    }
  }

  private List<Pod> pods(Namespace here, String value) {
    var rendered =
        plane.helm(
            "template",
            "psa",
            CHART,
            "--namespace=" + here.name,
            "--set=crds.install=false",
            "--set",
            value);
    List<Pod> pods = new ArrayList<>();
    for (var object : plane.client().load(stream(rendered.orFail().stdout())).items()) {
      if (object instanceof Pod pod) {
        pods.add(pod);
      } else if (object instanceof Deployment deployment) {
        var template = deployment.getSpec().getTemplate();
        pods.add(
            new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("operator")
                .endMetadata()
                .withSpec(template.getSpec())
                .build());
      }
    }
    assertThat(pods).hasSize(2);
    return pods;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private Result release(String verb, String name, String... values) {
    var args = new ArrayList<>(List.of(verb, name, CHART, "--namespace=chart-" + name));
    args.add("--set=crds.install=false,rbac.aggregatedRoles=false");
    if (verb.equals("install")) {
      args.add("--create-namespace");
    }
    for (var value : values) {
      args.add("--set=" + value);
    }
    return plane.helm(args.toArray(String[]::new));
  }
}
