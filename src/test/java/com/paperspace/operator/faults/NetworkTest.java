package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A private network and what is in it: made and let go in the order they need. */
class NetworkTest {
  private static void network(Stage stage, String name, String more) {
    stage.rig.apply(
        "kind: PrivateNetwork\nmetadata: {name: %s}\nspec: {region: ny2%s}\n"
            .formatted(name, more));
  }

  private static void drive(Stage stage, String network) {
    stage.rig.apply(
        "kind: SharedDrive\nmetadata: {name: d}\nspec: {size: 100, region: ny2, %s}\n"
            .formatted(network));
  }

  private static String message(Stage stage, String name) {
    var waiting = stage.says(PrivateNetwork.class, name, "Synced", "InUse");
    return Rig.condition(waiting, "Synced").orElseThrow().message();
  }

  private static String id(Stage stage, String name) {
    return stage.ready(PrivateNetwork.class, name).getStatus().id();
  }

  @Test
  void whatIsInItWaitsForItAndItWaitsForWhatIsInIt() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", networkRef: {name: lab}");
      drive(stage, "networkRef: {name: lab}");
      stage.says(Machine.class, "m", "Synced", "WaitingForReference");
      stage.says(SharedDrive.class, "d", "Synced", "WaitingForReference");
      network(stage, "lab", "");
      stage.machineReady("m");
      stage.ready(SharedDrive.class, "d");
      var id = id(stage, "lab");
      assertThat(stage.team().machines().all().get(0).path("networkId").asText()).isEqualTo(id);
      assertThat(stage.team().drives().all().get(0).path("networkId").asText()).isEqualTo(id);
      assertThat(stage.get(PrivateNetwork.class, "lab").getStatus().observed().network())
          .startsWith("10.");

      stage.rig.delete(PrivateNetwork.class, "lab");
      assertThat(message(stage, "lab"))
          .startsWith("Still used by ")
          .contains("Machine/m", "SharedDrive/d");
      stage.rig.delete(Machine.class, "m");
      stage.rig.delete(SharedDrive.class, "d");
      stage.gone(PrivateNetwork.class, "lab");
      assertThat(stage.team().networks().size()).isZero();
      assertThat(stage.team().machines().size() + stage.team().drives().size()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.DeleteInUse.class)
  void whatSomebodyElsePutIntoItIsNamedAndKept(Choices.DeleteInUse choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      network(stage, "lab", "");
      var id = id(stage, "lab");
      drive(stage, "networkId: " + id);
      stage.ready(SharedDrive.class, "d");
      var body =
          """
          {"name": "f", "machineType": "A4000", "templateId": "t0nspur5", "region": "ny2",
           "diskSize": 100, "networkId": "%s"}
          """;
      var foreign =
          stage.team().console("POST", "/machines", body.formatted(id)).at("/data/id").asText();
      stage.rig.delete(PrivateNetwork.class, "lab");
      assertThat(message(stage, "lab"))
          .isEqualTo(
              "Private network %s still holds Machine %s (which no resource manages), SharedDrive/d."
                      .formatted(id, foreign)
                  + " Delete what it holds first, or set policy.deletion: Retain.");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().networks().size()).as("kept").isEqualTo(1);
      stage.rig.delete(SharedDrive.class, "d");
      stage.team().console("DELETE", "/machines/" + foreign, "");
      stage.gone(PrivateNetwork.class, "lab");
      assertThat(stage.team().networks().size()).isZero();
    }
  }

  /** Between the look and the delete somebody may put something into it. */
  @Test
  void whatTheServiceSaysOfOneInUseIsShown() {
    try (var stage = Stage.open()) {
      network(stage, "lab", "");
      id(stage, "lab");
      stage.cloud.faults().next("DELETE", "/private-networks/{id}", Fault.CONFLICT);
      stage.rig.delete(PrivateNetwork.class, "lab");
      assertThat(message(stage, "lab"))
          .startsWith("The API refuses to delete it for now: ")
          .contains("Not now.");
      stage.gone(PrivateNetwork.class, "lab");
      assertThat(stage.team().networks().size()).isZero();
    }
  }

  /** The service shows its id on every machine without a network, and knows it nowhere else. */
  @Test
  void theDefaultNetworkIsNeitherTakenOverNorDeleted() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var shown = stage.team().machines().all().get(0).path("networkId").asText();
      assertThat(shown).isEqualTo(stage.team().defaultNetwork("ny2"));
      var taking = ", externalId: %s, policy: {deletion: Delete}".formatted(shown);
      network(stage, "default", taking);
      var stalled = stage.says(PrivateNetwork.class, "default", "Stalled", "ExternalMissing");
      assertThat(stalled.getStatus().id()).isNull();
      int mark = stage.cloud.journal().size();
      stage.rig.delete(PrivateNetwork.class, "default");
      stage.gone(PrivateNetwork.class, "default");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      stage.machineReady("m");
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.MissingNetwork.class)
  void oneThatIsGoneIsMadeAgain(Choices.MissingNetwork choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      network(stage, "lab", "");
      var old = id(stage, "lab");
      stage.pass(Duration.ofMinutes(7));
      stage.team().networks().remove(old);
      stage.until(
          PrivateNetwork.class,
          "lab",
          it -> it.getStatus().id() != null && !old.equals(it.getStatus().id()));
      stage.ready(PrivateNetwork.class, "lab");
      assertThat(stage.team().networks().size()).isEqualTo(1);
    }
  }

  @Test
  void aMachineIsMovedToAnotherNetworkByItsName() {
    try (var stage = Stage.open()) {
      network(stage, "lab", "");
      network(stage, "den", "");
      stage.machine("m", ", networkRef: {name: lab}");
      stage.machineReady("m");
      stage.patch(Machine.class, "m", "{\"spec\": {\"networkRef\": {\"name\": \"den\"}}}");
      var den = id(stage, "den");
      stage.until(
          () -> stage.team().machines().all().get(0).path("networkId").asText().equals(den));
      stage.rig.delete(PrivateNetwork.class, "lab");
      stage.gone(PrivateNetwork.class, "lab");
      stage.machineReady("m");
    }
  }

  @Test
  void oneOfAnotherRegionIsNotTakenForWhatALostCreateHasMade() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/private-networks", Fault.RESET_BEFORE_EFFECT);
      stage.cloud.faults().next("GET", "/private-networks", Fault.UNAVAILABLE).times(2);
      stage.rig.apply("kind: PrivateNetwork\nmetadata: {name: n}\nspec: {region: ny2}\n");
      stage.until(() -> stage.calls("POST", "/private-networks") == 1);
      var body = "{\"name\": \"n\", \"region\": \"ca1\"}";
      stage.team().console("POST", "/private-networks", body);
      var said = stage.says(PrivateNetwork.class, "n", "Stalled", "AmbiguousExternal");
      assertThat(said.getStatus().id()).isNull();
    }
  }
}
