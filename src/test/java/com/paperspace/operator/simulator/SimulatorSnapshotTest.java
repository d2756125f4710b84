package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots on virtual time: work of their machines, with which they die. */
class SimulatorSnapshotTest {
  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock).instant();
  private final Caller caller = new Caller(simulator, "key-a");
  private String machine;

  @BeforeEach
  void start() {
    simulator.key("key-a").team("team-a");
    machine = machine("");
    simulator
        .delay(Delay.SNAPSHOT, Duration.ofMinutes(1))
        .delay(Delay.RESTORE, Duration.ofMinutes(2));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void oneIsMadeByAnEventOfItsMachine() {
    var made = caller.ok("POST", "/snapshots", snapshot("s"));
    var id = made.at("/data/id").asText();
    assertThat(made.at("/event/name").asText()).isEqualTo("snapshot-create");
    assertThat(made.at("/event/machineId").asText()).isEqualTo(machine);
    assertThat(made.at("/data/machineId").asText()).isEqualTo(machine);
    assertThat(caller.call("POST", "/snapshots", snapshot("t")).status()).isEqualTo(409);
    assertThat(caller.call("DELETE", "/machines/" + machine).status()).isEqualTo(409);
    pass(1);

    assertThat(event(made)).isEqualTo("done");
    assertThat(state(machine)).isEqualTo("ready");
    assertThat(caller.ok("GET", "/snapshots/" + id).properties())
        .extracting(java.util.Map.Entry::getKey)
        .as("nothing tells its age")
        .containsExactlyInAnyOrder("id", "name", "machineId", "isAutoSnapshot");
  }

  @Test
  void oneWhoseWorkFailsIsNotThere() {
    simulator.mishaps().failEvents("snapshot-create", 1, "disk is tired");
    var made = caller.ok("POST", "/snapshots", snapshot("s"));
    pass(1);

    assertThat(event(made)).isEqualTo("error");
    assertThat(caller.call("GET", "/snapshots/" + made.at("/data/id").asText()).status())
        .isEqualTo(404);
    assertThat(state(machine)).isEqualTo("ready");
  }

  @Test
  void oneIsRenamedAtOnceAndTakenAwayByAnEvent() {
    var id = made("s");
    caller.ok("PUT", "/snapshots/" + id, "{\"name\":\"t\"}");
    var gone = caller.ok("DELETE", "/snapshots/" + id);
    assertThat(gone.at("/event/name").asText()).isEqualTo("snapshot-delete");
    assertThat(caller.ok("GET", "/snapshots/" + id).get("name").asText()).isEqualTo("t");
    pass(1);

    assertThat(event(gone)).isEqualTo("done");
    assertThat(caller.call("GET", "/snapshots/" + id).status()).isEqualTo(404);
  }

  @Test
  void aRestoreIsWorkAndKeepsTheOldDiskOnlyWhenToldTo() {
    var id = made("s");
    var plain = caller.ok("POST", "/snapshots/" + id + "/restore", "{}");
    assertThat(plain.at("/event/name").asText()).isEqualTo("snapshot-restore");
    assertThat(plain.at("/data/id").asText()).isEqualTo(id);
    assertThat(caller.call("POST", "/snapshots/" + id + "/restore", "{}").status()).isEqualTo(409);
    pass(2);
    assertThat(event(plain)).isEqualTo("done");
    assertThat(simulator.team("team-a").snapshots().size()).isEqualTo(1);
    var kept = "{\"createSnapshotBeforeRestore\":true}";
    caller.ok("POST", "/snapshots/" + id + "/restore", kept);
    pass(2);

    assertThat(caller.ok("GET", "/snapshots").at("/items/0/name").asText())
        .isEqualTo("Before restore of s");
    assertThat(state(machine)).isEqualTo("ready");
  }

  @Test
  void theyDieWithTheirMachineAlone() {
    var other = machine("");
    var lives = add(other, "lives");
    made("dies");
    caller.ok("DELETE", "/machines/" + machine);

    assertThat(caller.ok("GET", "/snapshots").get("items")).hasSize(1);
    assertThat(caller.ok("GET", "/snapshots?machineId=" + other).at("/items/0/id").asText())
        .isEqualTo(lives);
  }

  @Test
  void automaticOnesStandBesideOursAndMakeRoomForThemselvesAlone() {
    var id = made("ours");
    caller.ok(
        "PUT",
        "/machines/" + machine,
        "{\"autoSnapshotEnabled\":true,\"autoSnapshotFrequency\":\"daily\","
            + "\"autoSnapshotSaveCount\":2}");
    var team = simulator.team("team-a");
    team.autoSnapshot(machine);
    var second = team.autoSnapshot(machine);
    var third = team.autoSnapshot(machine);

    assertThat(team.snapshots().all())
        .extracting(it -> it.path("id").asText())
        .containsExactly(id, second, third);
    assertThat(caller.ok("GET", "/snapshots/" + third).get("isAutoSnapshot").asBoolean()).isTrue();
    assertThat(caller.ok("GET", "/snapshots/" + id).get("isAutoSnapshot").asBoolean()).isFalse();
  }

  @Test
  void aMachineCanStartWithOne() {
    var id = machine(", \"takeInitialSnapshot\": true");

    assertThat(caller.ok("GET", "/snapshots?machineId=" + id).get("items")).hasSize(1);
  }

  private String made(String name) {
    var id = add(machine, name);
    assertThat(caller.call("GET", "/snapshots/" + id).status()).isEqualTo(200);
    return id;
  }

  private String add(String owner, String name) {
    var body = snapshot(name).replace(machine, owner);
    var id = caller.ok("POST", "/snapshots", body).at("/data/id").asText();
    pass(1);
    return id;
  }

  private String machine(String more) {
    var body = Bodies.machine("m");
    return caller
        .ok("POST", "/machines", body.substring(0, body.length() - 1) + more + "}")
        .at("/data/id")
        .asText();
  }

  private String snapshot(String name) {
    return "{\"name\":\"%s\",\"machineId\":\"%s\"}".formatted(name, machine);
  }

  private String event(JsonNode operation) {
    return caller
        .ok("GET", "/machine-events/" + operation.at("/event/id").asText())
        .get("state")
        .asText();
  }

  private String state(String id) {
    return caller.ok("GET", "/machines/" + id).get("state").asText();
  }

  private void pass(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
  }
}
