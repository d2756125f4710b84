package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One life of every kind under each thing the service may do where its documents are silent. */
class ChoicesTest {

  static List<Enum<?>> alternatives() {
    return Choices.alternatives();
  }

  @ParameterizedTest
  @MethodSource("alternatives")
  void everyKindLivesAndDies(Enum<?> choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      network(stage);
      stage.project("home", ", tags: [red, blue]");
      stage.secret("S", "");
      stage.deployment("d", "");
      stage.machine("m", ", powerState: 'On', accessorIds: [urmember1]");
      drive(stage, "drive");
      allReady(stage);

      stage.project("home", ", tags: [blue, green]");
      stage.rig.secret("S", "value", "another value");
      stage.machine("m", ", powerState: 'Off', accessorIds: [urmember2]");
      drive(stage, "renamed");
      stage.until(() -> synced(stage) && drives(stage).equals("renamed"));
      allReady(stage);
      assertThat(stage.team().tags().size()).isEqualTo(2);

      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.cloud.journal().since(mark)).as("at rest").noneMatch(c -> c.mutating());

      List.of(PaperspaceProject.class, ProjectSecret.class, Deployment.class, Machine.class)
          .forEach(kind -> stage.rig.delete(kind, name(kind)));
      stage.rig.delete(SharedDrive.class, "drive");
      List.of(PaperspaceProject.class, ProjectSecret.class, Deployment.class, Machine.class)
          .forEach(kind -> stage.gone(kind, name(kind)));
      stage.gone(SharedDrive.class, "drive");
      assertThat(stage.team().projects().size() + stage.team().machines().size()).isZero();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  private static String name(Class<?> kind) {
    return switch (kind.getSimpleName()) {
      case "PaperspaceProject" -> "home";
      case "ProjectSecret" -> "S";
      case "Deployment" -> "d";
      default -> "m";
    };
  }

  private static boolean synced(Stage stage) {
    return Rig.is(stage.get(PaperspaceProject.class, "home"), "Synced", "True")
        && Rig.is(stage.get(Machine.class, "m"), "Synced", "True")
        && stage.team().machines().all().get(0).path("state").asText().equals("off");
  }

  private static String drives(Stage stage) {
    return stage.team().drives().all().get(0).path("name").asText();
  }

  private static void allReady(Stage stage) {
    stage.ready(PaperspaceProject.class, "home");
    stage.ready(ProjectSecret.class, "S");
    stage.ready(Deployment.class, "d");
    stage.ready(Machine.class, "m");
    stage.ready(SharedDrive.class, "drive");
  }

  private static void network(Stage stage) {
    var body = "{\"name\": \"net\", \"region\": \"ny2\"}";
    var made = (ObjectNode) stage.team().console("POST", "/private-networks", body);
    stage.team().networks().add("nw-1", made.deepCopy());
  }

  private static void drive(Stage stage, String name) {
    stage.rig.apply(
        "kind: SharedDrive\nmetadata: {name: drive}\nspec: {name: "
            + name
            + ", size: 100, region: ny2, networkId: nw-1, outputs: {secret: mount}}\n");
  }
}
