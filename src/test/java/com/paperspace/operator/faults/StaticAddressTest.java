package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A static address outlives its machine and is billed: whoever lets the machine go is told. */
class StaticAddressTest {
  private static final String LEFT = "LeftBehind";

  private static String address(Stage stage) {
    var address = stage.machineReady("m").getStatus().observed().publicIp();
    assertThat(address).isNotEmpty();
    return address;
  }

  @Test
  void itIsNamedWhileTheMachineGoesAndOnceInAnEvent() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: static");
      var address = address(stage);
      stage.rig.delete(Machine.class, "m");
      var going = stage.says(Machine.class, "m", "Ready", "Deleting");
      assertThat(Rig.condition(going, "Ready").orElseThrow().message())
          .contains("static address " + address + " stays", "externalId: " + address);
      stage.gone(Machine.class, "m");
      assertThat(stage.events(LEFT)).hasSize(1).first().asString().contains(address);
    }
  }

  /** Taken over with its static address: the spec does not say so, the cloud does. */
  @Test
  void whatTheCloudSaysCountsMoreThanTheSpec() {
    try (var stage = Stage.open()) {
      var body =
          """
          {"name": "theirs", "machineType": "A4000", "templateId": "t0nspur5",
           "region": "ny2", "diskSize": 100, "publicIpType": "static"}
          """;
      var id = stage.team().console("POST", "/machines", body).at("/data/id").asText();
      stage.machine("m", ", externalId: " + id + ", policy: {deletion: Delete}");
      var address = address(stage);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.events(LEFT)).hasSize(1).first().asString().contains(address);
    }
  }

  @Test
  void itIsSaidOfAMachineThatWasGoneAlready() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: static");
      var address = address(stage);
      var id = stage.get(Machine.class, "m").getStatus().id();
      stage.rig.annotate(Machine.class, "m", "paperspace.com/paused", "true");
      stage.pass(Duration.ofMinutes(10));
      stage.team().console("DELETE", "/machines/" + id, "");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(Machine.class, "m");
      stage.rig.annotate(Machine.class, "m", "paperspace.com/paused", "false");
      stage.gone(Machine.class, "m");
      assertThat(stage.events(LEFT)).hasSize(1).first().asString().contains(address);
    }
  }

  @Test
  void itIsSaidOfAMachineThatIsMadeAgain() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: static");
      var address = address(stage);
      var id = stage.get(Machine.class, "m").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.team().console("DELETE", "/machines/" + id, "");
      stage.until(Machine.class, "m", m -> !id.equals(m.getStatus().id()));
      stage.settle();
      assertThat(stage.events("ExternalMissing"))
          .hasSize(1)
          .first()
          .asString()
          .contains("static address " + address + " stays", "externalId: " + address);
    }
  }

  @Test
  void anAddressThatGoesWithItsMachineIsNotSpokenOf() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: dynamic");
      address(stage);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.events(LEFT)).isEmpty();
    }
  }

  @Test
  void aMachineThatIsKeptKeepsItsAddress() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: static, policy: {deletion: Retain}");
      address(stage);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.events(LEFT)).isEmpty();
    }
  }

  /** Takes a machine with a static address away in the console; answers the address. */
  private static String vanished(Stage stage, String more) {
    stage.machine("m", ", publicIpType: static" + more);
    var status = stage.machineReady("m").getStatus();
    stage.pass(Duration.ofMinutes(10));
    stage.team().console("DELETE", "/machines/" + status.id(), "");
    return status.observed().publicIp();
  }

  @Test
  void ofWhatIsGoneAndOnlyReportedIsToldWhenItIsLetGo() {
    try (var stage = Stage.open()) {
      var address = vanished(stage, ", policy: {drift: Report}");
      var gone = stage.says(Machine.class, "m", "Stalled", "ExternalMissing");
      assertThat(gone.getStatus().observed().state()).as("no column shows it ready").isNull();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      assertThat(stage.allEvents().toString()).contains("static address " + address);
    }
  }

  @Test
  void ofEachOneThatVanishesIsToldAlsoAfterAPause() {
    try (var stage = Stage.open()) {
      vanished(stage, "");
      var end = stage.rig.time.instant().plus(Duration.ofHours(1));
      while (stage.rig.time.instant().isBefore(end)) {
        var status = stage.get(Machine.class, "m").getStatus();
        if (status.observed() != null && "ready".equals(status.observed().state())) {
          stage.team().machines().remove(status.id());
        }
        stage.pass(Duration.ofMinutes(1));
      }
      assertThat(stage.events("ExternalMissing"))
          .filteredOn(it -> !it.contains("The next is made again at"))
          .hasSizeGreaterThan(3)
          .allMatch(it -> it.contains("static address"));
    }
  }

  private static void declare(Stage stage, String type) {
    stage.patch(Machine.class, "m", "{\"spec\": {\"publicIpType\": \"" + type + "\"}}");
  }

  /** Nothing else tells of it: the machine stays and does not show that address any more. */
  @ParameterizedTest
  @CsvSource({"dynamic, ''", "none, ''", "none, RESET_AFTER_EFFECT", "none, UNAVAILABLE"})
  void itIsSaidOfAMachineThatIsToHaveAnother(String type, String lost)
      throws ReflectiveOperationException {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: static");
      var address = address(stage);
      stage.pass(Duration.ofMinutes(10));
      if (!lost.isEmpty()) {
        var fault = (Fault) Fault.class.getDeclaredField(lost).get(null);
        stage.cloud.faults().next("PUT", "/machines/{id}", fault);
      }
      declare(stage, type);
      stage.until(() -> !stage.events(LEFT).isEmpty());
      stage.pass(Duration.ofHours(1));
      assertThat(stage.events(LEFT))
          .singleElement()
          .asString()
          .contains("static address " + address + " stays", "externalId: " + address);
      assertThat(stage.told(LEFT))
          .as("again only where it was sent again")
          .isEqualTo(stage.calls("PUT", "/machines/{id}"));
      assertThat(stage.team().publicIps().size()).as("it is there").isEqualTo(1);
    }
  }

  @Test
  void ofAnAddressThatComesNothingIsLeft() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", publicIpType: dynamic");
      address(stage);
      declare(stage, "static");
      stage.until(() -> stage.team().publicIps().size() == 1);
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.events(LEFT)).isEmpty();
    }
  }
}
