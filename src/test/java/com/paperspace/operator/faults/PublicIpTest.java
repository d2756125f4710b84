package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.simulator.ComputeChoices.ReleaseAssigned;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Static addresses on bad days: claimed once without a name, and let go without taking others'. */
class PublicIpTest {
  private static final String ADDRESSES = "/public-ips";

  static void address(Stage stage, String name, String more) {
    stage.rig.apply(
        "kind: PublicIp\nmetadata: {name: %s}\nspec: {region: ny2%s}\n".formatted(name, more));
  }

  static String ip(Stage stage, String name) {
    return stage.ready(PublicIp.class, name).getStatus().id();
  }

  static String machine(Stage stage, String name, String more) {
    stage.machine(name, more);
    return stage.machineReady(name).getStatus().id();
  }

  static String user(Stage stage, String ip) {
    return stage.team().publicIps().all().stream()
        .filter(it -> it.path("ip").asText().equals(ip))
        .map(it -> it.path("assignedMachineId").asText())
        .findFirst()
        .orElse("gone");
  }

  private static void assignByHand(Stage stage, String ip, String machine) {
    var body = "{\"machineId\": \"" + machine + "\"}";
    stage.team().console("PUT", ADDRESSES + "/" + ip, body);
  }

  private static String claimByHand(Stage stage) {
    return stage.team().console("POST", ADDRESSES, "{\"region\": \"ny2\"}").path("ip").asText();
  }

  static String message(Stage stage, String name, String condition, String reason) {
    var is = stage.says(PublicIp.class, name, condition, reason);
    return Rig.condition(is, condition).orElseThrow().message();
  }

  static List<Fault> lost() {
    return List.of(
        Fault.RESET_AFTER_EFFECT,
        Fault.EMPTY_BODY,
        Fault.BAD_GATEWAY.afterEffect(),
        Fault.RESET_BEFORE_EFFECT,
        Fault.UNAVAILABLE);
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aClaimWhoseAnswerIsLostMakesOne(Fault fault) {
    try (var stage = Stage.open()) {
      var before = claimByHand(stage);
      stage.pass(Duration.ofMinutes(5));
      stage.cloud.faults().next("POST", ADDRESSES, fault);
      address(stage, "a", "");
      assertThat(ip(stage, "a")).isNotEqualTo(before);
      assertThat(stage.team().publicIps().size()).as("the one before, and ours").isEqualTo(2);
    }
  }

  /** Nothing tells a lost claim from one by hand in the same minute: neither is touched. */
  @Test
  void oneClaimedByHandInBetweenIsNotTaken() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", ADDRESSES, Fault.RESET_AFTER_EFFECT);
      stage.cloud.faults().next("GET", ADDRESSES, Fault.UNAVAILABLE);
      address(stage, "a", "");
      stage.settle();
      var other = claimByHand(stage);
      var said = message(stage, "a", "Stalled", "AmbiguousExternal");
      assertThat(said).contains(other);
      var ours =
          stage.team().publicIps().all().stream()
              .map(it -> it.path("ip").asText())
              .filter(it -> !it.equals(other))
              .findFirst()
              .orElseThrow();
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"externalId\": \"" + ours + "\"}}");
      assertThat(ip(stage, "a")).isEqualTo(ours);
      assertThat(stage.calls("POST", ADDRESSES)).as("claims of ours").isLessThanOrEqualTo(2);
    }
  }

  /** With its id in memory alone, a crash after the deletion would have that one found instead. */
  @Test
  void oneClaimedByHandIsNotDeletedInPlaceOfOurs() {
    try (var stage = Stage.open()) {
      var kube = stage.kube();
      kube.fail(
          it -> KubeFaults.isStatusOf("publicips", it) && stage.calls("POST", ADDRESSES) > 0,
          1,
          403);
      var byHand = new AtomicReference<String>();
      stage
          .cloud
          .faults()
          .next("DELETE", ADDRESSES + "/{ip}", Fault.INTERNAL_ERROR)
          .when(
              request -> {
                if (byHand.get() == null) {
                  byHand.set(claimByHand(stage));
                  kube.die();
                }
                return false;
              });
      address(stage, "a", "");
      stage.until(() -> stage.calls("POST", ADDRESSES) > 0);
      stage.settle();
      stage.rig.delete(PublicIp.class, "a");
      stage.until(kube::isDead);
      stage.restart();
      stage.gone(PublicIp.class, "a");
      assertThat(stage.team().publicIps().all())
          .extracting(it -> it.path("ip").asText())
          .as("the one by hand, and no other")
          .containsExactly(byHand.get());
    }
  }

  @Test
  void twoOfOneRegionAtOnceAreTwo() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", ADDRESSES, Fault.RESET_AFTER_EFFECT);
      address(stage, "a", "");
      address(stage, "b", "");
      assertThat(ip(stage, "a")).isNotEqualTo(ip(stage, "b"));
      assertThat(stage.team().publicIps().size()).isEqualTo(2);
    }
  }

  /** At each write of an address in turn: the intent, the id, the assignment. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aRestartAtAnyWriteMakesOne(int writes) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      var left = new int[] {writes};
      stage
          .kube()
          .crashAt(
              request ->
                  request.url().encodedPath().contains("/publicips/")
                      && !request.method().equals("GET")
                      && left[0]-- == 0);
      address(stage, "a", ", machineRef: {name: m}");
      stage.settle();
      stage.restart();
      stage.until(PublicIp.class, "a", it -> it.getStatus() != null && it.getStatus().id() != null);
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(machine));
      assertThat(stage.team().publicIps().size()).isEqualTo(1);
      stage.rig.delete(PublicIp.class, "a");
      stage.gone(PublicIp.class, "a");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }

  @Test
  void itIsAssignedMovedAndDetached() {
    try (var stage = Stage.open()) {
      var first = machine(stage, "m", "");
      var second = machine(stage, "n", "");
      address(stage, "a", ", machineRef: {name: m}, outputs: {secret: out}");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(first));
      stage.until(() -> stage.kubeSecret("out").get() != null);
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineRef\": {\"name\": \"n\"}}}");
      stage.until(() -> user(stage, ip).equals(second));
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineRef\": null}}");
      stage.pass(Duration.ofMinutes(10));
      assertThat(user(stage, ip)).as("what is left out is not managed").isEqualTo(second);
      stage.patch(PublicIp.class, "a", "{\"spec\": {\"machineId\": \"\"}}");
      stage.until(() -> user(stage, ip).equals("null"));
      stage.ready(PublicIp.class, "a");
      stage.machineReady("n");
    }
  }

  @ParameterizedTest
  @EnumSource(ReleaseAssigned.class)
  void whatWeAssignedIsTakenOffAndReleased(ReleaseAssigned choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      var machine = machine(stage, "m", "");
      address(stage, "a", ", machineRef: {name: m}");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(machine));
      stage.rig.delete(PublicIp.class, "a");
      stage.gone(PublicIp.class, "a");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatSomebodyElseAssignedIsReleasedOnlyWhereThatIsSaid(boolean said) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      address(stage, "a", said ? ", releaseAssigned: true" : "");
      var ip = ip(stage, "a");
      assignByHand(stage, ip, machine);
      stage.rig.delete(PublicIp.class, "a");
      if (!said) {
        assertThat(message(stage, "a", "Synced", "InUse"))
            .startsWith("Address " + ip + " is assigned to machine " + machine)
            .contains("spec.releaseAssigned: true");
        stage.pass(Duration.ofMinutes(10));
        assertThat(user(stage, ip)).as("kept").isEqualTo(machine);
        stage.team().console("PUT", ADDRESSES + "/" + ip, "{\"machineId\": null}");
      }
      stage.gone(PublicIp.class, "a");
      assertThat(stage.team().publicIps().size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothGoInAnyOrder(boolean machineFirst) {
    try (var stage = Stage.open()) {
      var machine = machine(stage, "m", "");
      address(stage, "a", ", machineRef: {name: m}");
      var ip = ip(stage, "a");
      stage.until(() -> user(stage, ip).equals(machine));
      if (machineFirst) {
        stage.rig.delete(Machine.class, "m");
        stage.says(Machine.class, "m", "Synced", "InUse");
      }
      stage.rig.delete(PublicIp.class, "a");
      if (!machineFirst) {
        stage.rig.delete(Machine.class, "m");
      }
      stage.gone(PublicIp.class, "a");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().publicIps().size() + stage.team().machines().size()).isZero();
    }
  }

  /** The list of one region says nothing of another. */
  @Test
  void oneThatVanishedIsMadeAgainWhateverIsElsewhere() {
    try (var stage = Stage.open()) {
      address(stage, "a", "");
      stage.rig.apply("kind: PublicIp\nmetadata: {name: b}\nspec: {region: ca1}\n");
      ip(stage, "b");
      var old = ip(stage, "a");
      stage.pass(Duration.ofMinutes(7));
      stage.team().console("DELETE", ADDRESSES + "/" + old, "");
      stage.until(
          PublicIp.class,
          "a",
          it -> it.getStatus().id() != null && !old.equals(it.getStatus().id()));
      assertThat(stage.team().publicIps().size()).isEqualTo(2);
    }
  }

  @Test
  void oneIsTakenOverByTheAddressAloneAndKept() {
    try (var stage = Stage.open()) {
      var there = claimByHand(stage);
      address(stage, "w", ", policy: {management: ObserveOnly}");
      assertThat(message(stage, "w", "Stalled", "ExternalMissing"))
          .as("anything free would do")
          .contains("no name to be found by");
      address(stage, "a", ", externalId: " + there);
      assertThat(ip(stage, "a")).isEqualTo(there);
      stage.rig.delete(PublicIp.class, "a");
      stage.gone(PublicIp.class, "a");
      assertThat(user(stage, there)).as("taken over, so it stays").isEqualTo("null");
      assertThat(stage.calls("POST", ADDRESSES)).as("by hand alone").isLessThanOrEqualTo(1);
    }
  }
}
