package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two operators, and everything that can befall the one that leads: exactly one ever acts. */
@NeedsControlPlane
class LeaderElectionIT {
  private static final String RESOURCES = "paperspace_resources{kind=\"PaperspaceProject\"} ";

  private final ControlPlane plane;
  private final Simulator cloud = QuickStart.cloud();
  private final Namespace here;
  private final List<Candidate> candidates = new ArrayList<>();
  private int projects;

  LeaderElectionIT(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
    here = new Namespace(plane, "e2e-leader");
  }

  /** An operator process and its wire to the cloud. */
  private record Candidate(Tap tap, OperatorJar jar) {
    boolean leads() {
      return !tap.calls().isEmpty();
    }

    /** What its metrics say of resources, and of itself. */
    List<String> counts() {
      return jar.get("/metrics")
          .body()
          .lines()
          .filter(it -> it.startsWith("paperspace_resource") || it.startsWith("paperspace_leader"))
          .filter(it -> !it.startsWith("paperspace_resource_time"))
          .toList();
    }
  }

  @AfterEach
  void stopAll() {
    candidates.forEach(
        it -> {
          it.jar.close();
          it.tap.close();
        });
    cloud.close();
  }

  @Test
  void oneLeadsAndWhateverEndsItAnotherGoesOn() {
    here.apply(QuickStart.account());
    var first = candidate("first");
    Namespace.until("the first leads", first::leads);
    var second = candidate("second");
    worksThrough(first);
    assertThat(second.tap.calls()).as("ready, and idle").isEmpty();
    assertThat(first.counts()).contains("paperspace_leader 1.0", RESOURCES + projects + ".0");
    assertThat(second.counts()).as("it stands by").containsExactly("paperspace_leader 0.0");

    first.jar.signal("TERM");
    assertThat(first.jar.exitCode()).isIn(0, 143);
    assertThat(first.jar.log()).contains("Released the lease");
    worksThrough(second);

    var third = candidate("third");
    second.jar.signal("KILL");
    second.jar.exitCode();
    worksThrough(third);

    var fourth = candidate("fourth");
    aFrozenLeaderNeverActsAgain(third, fourth);
    assertThat(cloud.violations()).isEmpty();
  }

  private void aFrozenLeaderNeverActsAgain(Candidate frozen, Candidate next) {
    frozen.jar.signal("STOP");
    int before = frozen.tap.changes().size();
    worksThrough(next);
    // Work piles up before its eyes, so that it would have something to do.
    for (int i = 0; i < 10; i++) {
      here.apply(project("p" + i, "changed"));
    }
    frozen.jar.signal("CONT");

    assertThat(frozen.jar.exitCode()).as("halted").isEqualTo(1);
    assertThat(frozen.jar.log()).contains("Lost the lease");
    assertThat(frozen.tap.changes()).as("changes after its lease").hasSize(before);
    worksThrough(next);
  }

  /** Makes three projects: all become Ready, each is made once, and all by this one. */
  private void worksThrough(Candidate leader) {
    int before = changesOfOthers(leader);
    for (int i = 0; i < 3; i++) {
      here.apply(project("p" + projects++, "new"));
    }
    for (int i = 0; i < projects; i++) {
      here.untilReady("psproj/p" + i);
    }
    assertThat(changesOfOthers(leader)).as("changes by others").isEqualTo(before);
    assertThat(cloud.team("a").projects().all())
        .extracting(it -> it.path("name").asText())
        .as("no doubles")
        .doesNotHaveDuplicates()
        .hasSize(projects);
  }

  private int changesOfOthers(Candidate leader) {
    return candidates.stream()
        .filter(it -> !it.equals(leader))
        .mapToInt(it -> it.tap.changes().size())
        .sum();
  }

  private static String project(String name, String tag) {
    return """
        apiVersion: paperspace.com/v1alpha1
        kind: PaperspaceProject
        metadata: {name: %s}
        spec: {tags: [%s]}
        """
        .formatted(name, tag);
  }

  private Candidate candidate(String name) {
    var tap = new Tap(cloud);
    var jar =
        OperatorJar.start(
            "leader-" + name,
            Map.of(
                "KUBECONFIG",
                plane.kubeconfig().toString(),
                "PAPERSPACE_API_URL",
                tap.url(),
                "WATCH_NAMESPACES",
                here.name,
                "LEADER_ELECTION",
                "true",
                "LEADER_ELECTION_NAMESPACE",
                here.name));
    var candidate = new Candidate(tap, jar);
    candidates.add(candidate);
    jar.untilReady();
    return candidate;
  }
}
