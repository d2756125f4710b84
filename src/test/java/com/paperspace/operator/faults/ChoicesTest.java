package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.TeamSecret;
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
      teamSecret(stage, "value");
      stage.rig.apply(
          "kind: PublicIp\nmetadata: {name: ip}\nspec: {region: ny2, machineRef: {name: m}}\n");
      allReady(stage);

      stage.project("home", ", tags: [blue, green]");
      stage.rig.secret("S", "value", "another value");
      stage.machine("m", ", powerState: 'Off', accessorIds: [urmember2]");
      drive(stage, "renamed");
      teamSecret(stage, "another value");
      stage.until(
          () ->
              synced(stage)
                  && drives(stage).equals("renamed")
                  && stage.team().teamSecretValue("T").equals("another value"));
      allReady(stage);
      assertThat(stage.team().tags().size()).isEqualTo(2);

      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.cloud.journal().since(mark)).as("at rest").noneMatch(c -> c.mutating());

      List.of(PaperspaceProject.class, ProjectSecret.class, Deployment.class, Machine.class)
          .forEach(kind -> stage.rig.delete(kind, name(kind)));
      stage.rig.delete(PrivateNetwork.class, "net");
      stage.rig.delete(PublicIp.class, "ip");
      stage.rig.delete(SharedDrive.class, "drive");
      stage.rig.delete(TeamSecret.class, "T");
      List.of(PaperspaceProject.class, ProjectSecret.class, Deployment.class, Machine.class)
          .forEach(kind -> stage.gone(kind, name(kind)));
      stage.gone(SharedDrive.class, "drive");
      stage.gone(PrivateNetwork.class, "net");
      stage.gone(TeamSecret.class, "T");
      stage.gone(PublicIp.class, "ip");
      assertThat(stage.team().publicIps().size()).isZero();
      assertThat(stage.team().networks().size() + stage.team().teamSecrets().size()).isZero();
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
    stage.ready(PrivateNetwork.class, "net");
    stage.ready(PublicIp.class, "ip");
    stage.ready(SharedDrive.class, "drive");
    stage.ready(TeamSecret.class, "T");
  }

  private static void network(Stage stage) {
    stage.rig.apply("kind: PrivateNetwork\nmetadata: {name: net}\nspec: {region: ny2}\n");
  }

  private static void teamSecret(Stage stage, String value) {
    stage.rig.secret("team", "value", value);
    stage.rig.apply(
        """
        kind: TeamSecret
        metadata: {name: T}
        spec: {valueFrom: {secretKeyRef: {name: team, key: value}}}
        """);
  }

  private static void drive(Stage stage, String name) {
    stage.rig.apply(
        "kind: SharedDrive\nmetadata: {name: drive}\nspec: {name: "
            + name
            + ", size: 100, region: ny2, networkRef: {name: net}, outputs: {secret: mount}}\n");
  }
}
