package com.paperspace.operator.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Table;
import com.paperspace.operator.simulator.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code examples/quickstart.yaml}, a first object of each common kind, and a simulated cloud it
 * works on.
 */
final class QuickStart {
  static final String KEY = "key-of-team-a";

  /** What it makes in the cloud, as kubectl takes them. */
  static final List<String> OBJECTS =
      List.of(
          "psproj/quickstart",
          "pssecret/greeting",
          "psdeploy/hello",
          "psmachine/workstation",
          "psdrive/shared");

  private static final String NEXT = "\n---\n";
  private static final String NETWORK = "nw-of-team-a";

  private QuickStart() {}

  /** A cloud with team "a", its key and its private network. */
  static Simulator cloud() {
    var cloud = Simulator.start();
    cloud.key(KEY).team("a");
    var network =
        cloud
            .team("a")
            .console("POST", "/private-networks", "{\"name\": \"net\", \"region\": \"ny2\"}");
    cloud.team("a").networks().add(NETWORK, (ObjectNode) network.deepCopy());
    return cloud;
  }

  /** The example as its reader completes it. */
  static String yaml() {
    try {
      return Files.readString(Path.of("examples/quickstart.yaml"))
          .replace("put-your-api-key-here", KEY)
          .replace("nw-quickstart", NETWORK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its first two documents: the account and its Secret. */
  static String account() {
    return yaml().substring(0, endOfAccount());
  }

  /** The other documents, for an operator with a key of its own. */
  static String yamlWithoutAccount() {
    return yaml().substring(endOfAccount());
  }

  private static int endOfAccount() {
    var yaml = yaml();
    return yaml.indexOf(NEXT, yaml.indexOf("kind: PaperspaceAccount")) + NEXT.length();
  }

  /** How many objects of these kinds the team has in the cloud. */
  static int count(Team team) {
    return Stream.of(
            team.projects(), team.secrets(), team.deployments(), team.machines(), team.drives())
        .mapToInt(Table::size)
        .sum();
  }
}
