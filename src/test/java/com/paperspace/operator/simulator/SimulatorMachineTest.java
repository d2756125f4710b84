package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a machine on virtual time. */
class SimulatorMachineTest {
  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock);
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void setDelays() {
    simulator.key("key-a").team("team-a");
    simulator
        .delay(Delay.EVENT_START, Duration.ofSeconds(1))
        .delay(Delay.PROVISION, Duration.ofMinutes(5))
        .delay(Delay.START, Duration.ofSeconds(40))
        .delay(Delay.STOP, Duration.ofSeconds(60))
        .delay(Delay.RESTART_LINGER, Duration.ofSeconds(3))
        .delay(Delay.RESTART, Duration.ofSeconds(30))
        .delay(Delay.RESIZE, Duration.ofMinutes(10))
        .delay(Delay.MACHINE_DELETE, Duration.ofSeconds(50));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void isProvisionedThenReadyWhileItsEventGoesFromNewToDone() {
    var made = caller.ok("POST", "/machines", Bodies.machine("m"));
    var id = made.at("/data/id").asText();
    var event = made.at("/event/id").asText();

    assertThat(state(id)).isEqualTo("provisioning");
    assertThat(event(event)).isEqualTo("new");
    pass(1);
    assertThat(event(event)).isEqualTo("in progress");
    pass(298);
    assertThat(state(id)).isEqualTo("provisioning");
    pass(1);
    assertThat(state(id)).isEqualTo("ready");
    assertThat(event(event)).isEqualTo("done");
    assertThat(caller.ok("GET", "/machine-events/" + event).get("dtFinished").asText())
        .isEqualTo("2026-01-01T00:05:00Z");
  }

  @Test
  void staysOffWhenNotToldToStart() {
    var body = Bodies.object(Bodies.machine("m")).put("startOnCreate", false).toString();
    var id = caller.ok("POST", "/machines", body).at("/data/id").asText();
    pass(300);

    assertThat(state(id)).isEqualTo("off");
  }

  @Test
  void stopsAndStartsThroughTheStatesBetween() {
    var id = ready();
    caller.ok("PATCH", "/machines/" + id + "/stop", "{}");
    assertThat(state(id)).isEqualTo("stopping");
    pass(60);
    assertThat(state(id)).isEqualTo("off");
    caller.ok("PATCH", "/machines/" + id + "/start", "{}");
    assertThat(state(id)).isEqualTo("starting");
    pass(30);
    assertThat(state(id)).isEqualTo("serviceready");
    pass(10);
    assertThat(state(id)).isEqualTo("ready");
  }

  @Test
  void keepsSayingReadyForAWhileAfterARestart() {
    var id = ready();
    caller.ok("PATCH", "/machines/" + id + "/restart", "{}");
    assertThat(state(id)).isEqualTo("ready");
    assertThat(caller.call("PATCH", "/machines/" + id + "/stop", "{}").status()).isEqualTo(409);
    pass(3);
    assertThat(state(id)).isEqualTo("restarting");
    pass(30);
    assertThat(state(id)).isEqualTo("ready");
  }

  @Test
  void refusesPowerVerbsInTheWrongState() {
    var id = ready();
    assertThat(caller.call("PATCH", "/machines/" + id + "/start", "{}").status()).isEqualTo(409);
    simulator.team("team-a").machines().edit(id, it -> it.put("state", "off"));
    assertThat(caller.call("PATCH", "/machines/" + id + "/stop", "{}").status()).isEqualTo(409);
    assertThat(caller.call("PATCH", "/machines/" + id + "/restart", "{}").status()).isEqualTo(409);
  }

  @Test
  void resizesOnlyWhileOffAndNeverShrinks() {
    var id = ready();
    var at = "/machines/" + id;
    assertThat(caller.call("PUT", at, "{\"diskSize\":100}").status()).isEqualTo(409);
    simulator.team("team-a").machines().edit(id, it -> it.put("state", "off"));
    assertThat(caller.call("PUT", at, "{\"diskSize\":20}").status()).isEqualTo(400);
    assertThat(caller.call("PUT", at, "{\"machineType\":\"C5\"}").status()).isEqualTo(400);

    assertThat(caller.ok("PUT", at, "{\"machineType\":\"A5000\"}").at("/data/state").asText())
        .isEqualTo("upgrading");
    assertThat(caller.ok("GET", at).get("machineType").asText()).isEqualTo("A4000");
    pass(600);
    assertThat(caller.ok("GET", at).get("machineType").asText()).isEqualTo("A5000");
    assertThat(state(id)).isEqualTo("off");
  }

  @Test
  void anUpdateThatChangesNoSizeHasNoEvent() {
    var id = ready();
    var reply = caller.ok("PUT", "/machines/" + id, "{\"name\":\"n\",\"diskSize\":50}");

    assertThat(reply.has("event")).isFalse();
    assertThat(reply.at("/data/name").asText()).isEqualTo("n");
  }

  @Test
  void isMarkedDeletedBeforeItIsGone() {
    var id = ready();
    caller.ok("DELETE", "/machines/" + id);
    assertThat(caller.ok("GET", "/machines/" + id).get("dtDeleted").isNull()).isTrue();
    pass(25);
    assertThat(caller.ok("GET", "/machines/" + id).get("dtDeleted").isNull()).isFalse();
    pass(25);
    assertThat(caller.call("GET", "/machines/" + id).status()).isEqualTo(404);
    assertThat(simulator.team("team-a").machines().all()).isEmpty();
  }

  @Test
  void aFailedEventSaysWhyAndPutsTheMachineBack() {
    var id = ready();
    simulator.mishaps().failEvents("stop", 1, "hypervisor is tired");
    var event = caller.ok("PATCH", "/machines/" + id + "/stop", "{}").at("/event/id").asText();
    pass(60);

    assertThat(event(event)).isEqualTo("error");
    assertThat(caller.ok("GET", "/machine-events/" + event).get("error").asText())
        .isEqualTo("hypervisor is tired");
    assertThat(state(id)).isEqualTo("ready");
  }

  @Test
  void aMachineThatWasNeverFinishedCanBeDeleted() {
    simulator.mishaps().failEvents("create", 1, "no luck");
    var id = ready();
    assertThat(state(id)).isEqualTo("provisioning");
    caller.ok("DELETE", "/machines/" + id);
    pass(50);

    assertThat(caller.call("GET", "/machines/" + id).status()).isEqualTo(404);
  }

  @Test
  void aMachineTakenAwayMeanwhileCancelsItsEvent() {
    var id = ready();
    var event = caller.ok("PATCH", "/machines/" + id + "/stop", "{}").at("/event/id").asText();
    simulator.team("team-a").machines().remove(id);
    pass(60);

    assertThat(event(event)).isEqualTo("cancelled");
    assertThat(caller.call("GET", "/machines/" + id).status()).isEqualTo(404);
  }

  @Test
  void capacityComesBackAfterSoManyAttempts() {
    simulator.mishaps().outOfCapacity("A4000", 2);
    var available = "/machine-availability?machineType=A4000&region=ny2";

    assertThat(caller.ok("GET", available).get("available").asBoolean()).isFalse();
    assertThat(caller.call("POST", "/machines", Bodies.machine("m")).text("/message"))
        .contains("out of capacity");
    assertThat(caller.call("POST", "/machines", Bodies.machine("m")).status()).isEqualTo(409);
    caller.ok("POST", "/machines", Bodies.machine("m"));
    assertThat(simulator.team("team-a").machines().size()).isEqualTo(1);
  }

  private String ready() {
    var id = caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
    pass(300);
    return id;
  }

  private String state(String id) {
    return caller.ok("GET", "/machines/" + id).get("state").asText();
  }

  private String event(String id) {
    return caller.ok("GET", "/machine-events/" + id).get("state").asText();
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
