package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The RoleBinding of a namespace is held and let go by the process that leads, and by no other. */
@NeedsControlPlane
class RightsUnderElectionIT extends NamedNamespaces {
  /** Long enough for two looks at an event, and shorter than a leader may be frozen. */
  private static final int A_WHILE = 6;

  RightsUnderElectionIT(ControlPlane plane) {
    super(plane);
  }

  private static OperatorJar candidate(
      Release release, Simulator cloud, String name, Namespace ns) {
    var variables = release.variables(cloud, ns.name);
    variables.put("LEADER_ELECTION", "true");
    variables.put("LEADER_ELECTION_NAMESPACE", release.ops.name);
    variables.put("LEADER_ELECTION_LEASE", release.name + "-paperspace-operator");
    return OperatorJar.start(name, variables).untilReady();
  }

  @Test
  void theStandbyNeitherHoldsNorLetsGo() throws InterruptedException {
    var here = new Namespace(plane, "nse-here");
    var release = new Release(plane, "nse", here);
    try (var leader = candidate(release, cloud, "nse-leader", here)) {
      here.apply(QuickStart.account());
      here.untilReady("psaccount/default");
      try (var standby = candidate(release, cloud, "nse-standby", here)) {
        leader.signal("STOP");
        release.strip(here);
        TimeUnit.SECONDS.sleep(A_WHILE);
        assertThat(release.isHeld(here)).as("held by the standby").isFalse();
        leader.signal("CONT");
        Namespace.until("the leader holds it again", () -> release.isHeld(here));

        here.deleteAll();
        Namespace.until("let go", () -> !release.isHeld(here));
        leader.signal("STOP");
        release.hold(here);
        TimeUnit.SECONDS.sleep(A_WHILE);
        assertThat(release.isHeld(here)).as("not let go by the standby").isTrue();
        leader.signal("CONT");
        Namespace.until("the leader lets it go", () -> !release.isHeld(here));

        here.apply(QuickStart.account());
        Namespace.until("held", () -> release.isHeld(here));
        leader.signal("TERM");
        leader.exitCode();
        plane.kubectl("delete", "namespace", here.name, "--timeout=60s").orFail();
        assertThat(standby.log()).as("it says no more than a leader would").doesNotContain("ERROR");
      }
    }
  }
}
