package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Named namespaces in some of which the operator has no rights, or that do not exist: said once,
 * tried again, and no concern of the others.
 */
@NeedsControlPlane
class MissingRightsIT extends NamedNamespaces {
  private static final String LIST = "list paperspaceaccounts.paperspace.com";

  MissingRightsIT(ControlPlane plane) {
    super(plane);
  }

  private static List<String> said(OperatorJar jar, String about) {
    return jar.log().lines().filter(it -> it.contains(about)).toList();
  }

  private static String unserved(String namespace, String missing) {
    return "paperspace_namespace_unserved{missing=\""
        + missing
        + "\",namespace=\""
        + namespace
        + "\"} 1";
  }

  private static void untilServed(OperatorJar jar, String namespace) {
    Namespace.until(namespace + " is served", () -> !jar.get("/readyz").body().contains(namespace));
  }

  @Test
  void oneMissingRoleBindingAndATypoLeaveTheOthersAlone() {
    var red = new Namespace(plane, "nsr-red");
    var blue = new Namespace(plane, "nsr-blue");
    var release = new Release(plane, "nsr", red, blue);
    release.unbind(blue);
    try (var jar = release.jar(cloud, red.name, blue.name, "nsr-typo").untilReady()) {
      red.quickStart();
      assertThat(jar.get("/readyz").body()).startsWith("ok").contains(blue.name, "nsr-typo", LIST);
      assertThat(jar.get("/metrics").body())
          .contains(unserved(blue.name, LIST), unserved("nsr-typo", LIST));
      assertThat(said(jar, "Namespace " + blue.name)).singleElement().asString().contains(LIST);
      assertThat(said(jar, "Namespace nsr-typo"))
          .singleElement()
          .asString()
          .contains("does not exist, or ");

      release.bind(blue);
      blue.quickStart();
      var typo = new Namespace(plane, "nsr-typo");
      release.bind(typo);
      typo.quickStart();
      assertThat(jar.get("/readyz").body()).isEqualTo("ok\n");
      assertThat(jar.get("/metrics").body()).doesNotContain("paperspace_namespace_unserved{");
      assertThat(said(jar, "WARN")).hasSize(2);
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void whereThereAreNoRightsAtAllItWaits() {
    var here = new Namespace(plane, "nsr-none");
    var release = new Release(plane, "nsr-none", here);
    release.unbind(here);
    try (var jar = release.jar(cloud, here.name)) {
      Namespace.until(
          "it says why it is not ready",
          () -> jar.get("/readyz").status() == 503 && jar.get("/readyz").body().contains(LIST));
      assertThat(jar.get("/healthz").status()).as("a restart would not help").isEqualTo(200);

      release.bind(here);
      jar.untilReady();
      here.quickStart();
      assertThat(said(jar, "WARN")).hasSize(1);
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  @Test
  void rightsThatGoAndComeBackWhileItRunsConcernTheirNamespaceAlone() {
    var red = new Namespace(plane, "nsr-stays");
    var blue = new Namespace(plane, "nsr-goes");
    var release = new Release(plane, "nsr-runs", red, blue);
    try (var jar = release.jar(cloud, red.name, blue.name).untilReady()) {
      red.quickStart();
      blue.quickStart();
      release.unbind(blue);
      Namespace.until("it is taken out", () -> jar.get("/readyz").body().contains(blue.name));
      assertThat(jar.get("/readyz").status()).isEqualTo(200);
      assertThat(jar.get("/metrics").body()).contains(unserved(blue.name, LIST));
      long lines = linesWithout(jar, red.name);
      blue.kubectl("scale", "psdeploy/hello", "--replicas=2").orFail();
      red.kubectl("scale", "psdeploy/hello", "--replicas=2").orFail();
      red.untilReady("psdeploy/hello");
      assertThat(linesWithout(jar, red.name)).as("nothing is repeated").isLessThan(lines + 2);

      release.bind(blue);
      untilServed(jar, blue.name);
      blue.untilReady("psdeploy/hello");
      assertThat(blue.value("psdeploy/hello", ".status.observedGeneration")).isEqualTo("2");

      plane.kubectl("delete", "namespace", blue.name, "--timeout=60s").orFail();
      Namespace.until("it is taken out", () -> jar.get("/readyz").body().contains(blue.name));
      red.kubectl("scale", "psdeploy/hello", "--replicas=1").orFail();
      red.untilReady("psdeploy/hello");
      red.deleteAll();
      assertThat(QuickStart.count(cloud.team("a"))).isZero();
      assertThat(jar.log()).doesNotContain("ERROR", "\tat ");
    }
  }

  /** Lines about what goes on elsewhere. */
  private static long linesWithout(OperatorJar jar, String namespace) {
    return jar.log().lines().filter(it -> !it.contains(namespace)).count();
  }
}
