package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Three named namespaces with the chart's rights alone, through ends of the operator and of the API
 * server: none is forgotten, nothing is made twice, and the log is no flood.
 */
@NeedsControlPlane
class ThreeNamespacesIT extends NamedNamespaces {

  ThreeNamespacesIT(ControlPlane plane) {
    super(plane);
  }

  @Test
  void noneIsForgottenWhateverEnds() throws InterruptedException {
    var all =
        Stream.of("ns3-red", "ns3-green", "ns3-blue").map(it -> new Namespace(plane, it)).toList();
    var names = all.stream().map(it -> it.name).toArray(String[]::new);
    var release = new Release(plane, "ns3", all.toArray(Namespace[]::new));
    try (var jar = release.jar(cloud, names).untilReady()) {
      all.forEach(Namespace::quickStart);
      jar.signal("KILL");
      jar.exitCode();
    }
    int made = QuickStart.count(cloud.team("a"));
    try (var jar = release.jar(cloud, names).untilReady()) {
      areLookedAfter(all, cloud, 2);
      plane.killApiServer();
      Namespace.until("it is not ready", () -> jar.get("/readyz").status() == 503);
      TimeUnit.SECONDS.sleep(5);
      plane.reviveApiServer();
      jar.untilReady();
      areLookedAfter(all, cloud, 1);
      assertThat(jar.log().lines().filter(it -> it.contains(" WARN ") || it.contains(" ERROR ")))
          .as("lines of an outage of some seconds")
          .hasSizeLessThan(12);
      assertThat(jar.get("/readyz").body()).isEqualTo("ok\n");

      for (var it : all) {
        plane.kubectl("delete", "namespace", it.name, "--wait=false").orFail();
      }
      for (var it : all) {
        plane.kubectl("wait", "--for=delete", "namespace/" + it.name, "--timeout=60s").orFail();
      }
    }
    assertThat(made).isEqualTo(3 * QuickStart.OBJECTS.size());
    assertThat(cloud.journal().calls("POST", "/machines")).hasSize(3);
    assertThat(QuickStart.count(cloud.team("a"))).isZero();
  }

  /** An edit is carried out in each of them. */
  private static void areLookedAfter(List<Namespace> all, Simulator cloud, int replicas) {
    for (var it : all) {
      it.kubectl("scale", "psdeploy/hello", "--replicas=" + replicas).orFail();
    }
    for (var it : all) {
      Namespace.until(
          "the edit is carried out in " + it.name,
          () -> replicas(cloud, it.value("psdeploy/hello", ".status.id")) == replicas);
      it.untilReady("psdeploy/hello");
    }
  }

  static int replicas(Simulator cloud, String deployment) {
    return cloud
        .team("a")
        .deployments()
        .get(deployment)
        .orElseThrow()
        .at("/latestSpec/data/resources/replicas")
        .asInt();
  }
}
