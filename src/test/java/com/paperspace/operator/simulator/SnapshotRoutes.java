package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.ComputeChoices.PowerAfterRestore;
import com.paperspace.operator.simulator.ComputeChoices.RestoreRunning;
import java.time.Duration;
import java.util.function.Consumer;

/** Snapshots: what happens to one is work of its machine, and it dies with that. */
final class SnapshotRoutes {
  private SnapshotRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /snapshots", call -> Pages.page(call, call.team().snapshots()));
    routes.on("POST /snapshots", SnapshotRoutes::create);
    routes.on("GET /snapshots/{id}", call -> call.team().snapshots().read(call.id()));
    routes.on("PUT /snapshots/{id}", call -> call.renamed(call.team().snapshots()));
    routes.on("DELETE /snapshots/{id}", SnapshotRoutes::delete);
    routes.on("POST /snapshots/{id}/restore", SnapshotRoutes::restore);
  }

  /** One that is simply there; no date tells since when. */
  static ObjectNode add(Team team, String machine, String name, boolean automatic) {
    var id = team.world().id("sn");
    var snapshot =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("machineId", machine)
            .put("isAutoSnapshot", automatic);
    team.snapshots().put(id, snapshot);
    return snapshot;
  }

  /** What the schedule of a machine does when it is time; the oldest ones make room. */
  static String automatic(Team team, String machine) {
    var schedule = team.machines().require(machine);
    var made = add(team, machine, "Auto snapshot " + Json.time(team.now()), true);
    var automatic =
        team.snapshots().live().stream()
            .filter(it -> it.node().path("machineId").asText().equals(machine))
            .filter(it -> it.node().path("isAutoSnapshot").asBoolean())
            .toList();
    var kept = Math.max(1, schedule.path("autoSnapshotSaveCount").asInt(1));
    automatic.stream()
        .limit(Math.max(0, automatic.size() - kept))
        .forEach(it -> team.snapshots().drop(it.key()));
    return made.path("id").asText();
  }

  /** Snapshots die with their machine. */
  static void drop(Team team, String machine) {
    team.snapshots().live().stream()
        .filter(it -> it.node().path("machineId").asText().equals(machine))
        .forEach(it -> team.snapshots().drop(it.key()));
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    var machine = call.text("machineId");
    team.reference("machines", machine);
    var state = MachineLife.idle(team, machine).path("state").asText();
    var snapshot = add(team, machine, call.text("name"), false);
    return new MachineMove(team, machine, "snapshot-create", delay(team, Delay.SNAPSHOT))
        .begin(state, it -> {}, it -> team.snapshots().drop(snapshot.path("id").asText()))
        .set("data", Json.view(snapshot));
  }

  private static JsonNode delete(Call call) {
    var id = call.id();
    return work(call, "snapshot-delete", Delay.SNAPSHOT, it -> call.team().snapshots().drop(id));
  }

  private static JsonNode restore(Call call) {
    var team = call.team();
    var snapshot = team.snapshots().require(call.id());
    var machine = MachineLife.idle(team, snapshot.path("machineId").asText());
    boolean on = !machine.path("state").asText().equals("off");
    if (on && call.chose(RestoreRunning.CONFLICT)) {
      throw Refusal.conflict("Turn the machine off first.");
    }
    if (call.body().path("createSnapshotBeforeRestore").asBoolean()) {
      var name = "Before restore of " + snapshot.path("name").asText();
      add(team, machine.path("id").asText(), name, false);
    }
    return work(
        call,
        "snapshot-restore",
        Delay.RESTORE,
        it -> {
          if (call.chose(PowerAfterRestore.OFF)) {
            MachineLife.address(team, it.put("state", "off"));
          }
        });
  }

  /** Work on a snapshot that is there: an event of its machine, which stays in its state. */
  private static JsonNode work(Call call, String name, Delay takes, Consumer<ObjectNode> done) {
    var team = call.team();
    var snapshot = team.snapshots().require(call.id());
    var machine = MachineLife.idle(team, snapshot.path("machineId").asText());
    return new MachineMove(team, machine.path("id").asText(), name, delay(team, takes))
        .begin(machine.path("state").asText(), done, it -> {})
        .set("data", Json.view(snapshot));
  }

  private static Duration delay(Team team, Delay delay) {
    return team.world().delay(delay);
  }
}
