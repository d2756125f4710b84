package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * {@code examples/team.yaml} in ten random orders at once, each for a team of its own: all gets
 * Ready, and goes with its namespace.
 */
@NeedsControlPlane
class WholeTeamTest {
  private static final int TEAMS = 10;

  private final ControlPlane plane;

  WholeTeamTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void itsOrderMattersNeitherWhenItComesNorWhenItGoes() throws IOException {
    Binaries.orSkip("kube-controller-manager");
    plane.installCrds();
    var cloud = Simulator.start();
    var teams = IntStream.range(0, TEAMS).mapToObj(it -> team(cloud, it)).toList();
    var before = teams.stream().map(Team::sizes).toList();
    var namespaces =
        IntStream.range(0, TEAMS).mapToObj(it -> new Namespace(plane, "whole-team-" + it)).toList();
    var watched = namespaces.stream().map(it -> it.name).collect(Collectors.toSet());
    var admin = Config.fromKubeconfig(plane.kubeconfig().toFile());
    try (var stage = new Stage(cloud, admin, watched)) {
      for (int i = 0; i < TEAMS; i++) {
        namespaces.get(i).apply(inOrder(i));
      }
      namespaces.forEach(
          it ->
              it.kubectl("wait", "paperspace", "--all", "--for=condition=Ready", "--timeout=120s")
                  .orFail());

      assertThat(teams.stream().map(Team::sizes).distinct()).as("the same for all").hasSize(1);
      assertThat(stage.cloud.violations()).isEmpty();

      namespaces.forEach(
          it -> plane.kubectl("delete", "namespace", it.name, "--wait=false").orFail());
      namespaces.forEach(
          it ->
              plane
                  .kubectl("wait", "namespace/" + it.name, "--for=delete", "--timeout=120s")
                  .orFail());
      assertThat(teams.stream().map(Team::sizes).toList())
          .as("left in the cloud")
          .isEqualTo(before);
      assertThat(stage.refusals.ofWork()).isEmpty();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  private static String key(int number) {
    return "key-of-team-" + number;
  }

  private static Team team(Simulator cloud, int number) {
    cloud.key(key(number)).team("team-" + number);
    return cloud.team("team-" + number).addUser("ann");
  }

  /** The example as its reader completes it, in an order of its own. */
  private static String inOrder(int number) throws IOException {
    var text =
        Files.readString(Path.of("examples/team.yaml"))
            .replace("put-your-api-key-here", key(number));
    var parts = new ArrayList<>(Arrays.asList(text.split("\n---\n")));
    Collections.shuffle(parts, new Random(number));
    return String.join("\n---\n", parts);
  }
}
