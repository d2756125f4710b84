package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;

/** How machines move from state to state, each move told by an event. */
final class MachineLife {
  private static final Set<String> STEADY = Set.of("ready", "off");

  private MachineLife() {}

  /** Whether work on it is under way; a machine whose creation failed moves no more. */
  static boolean moving(ObjectNode machine) {
    return machine.has("_busy");
  }

  static boolean busy(ObjectNode machine) {
    return moving(machine) || !STEADY.contains(machine.path("state").asText());
  }

  /** The machine, which nothing is going on with. */
  static ObjectNode idle(Team team, String id) {
    var machine = team.machines().require(id);
    if (busy(machine)) {
      throw inState(machine);
    }
    return machine;
  }

  /** What may change while a machine is moving depends on the service. */
  static void checkDetailsMayChange(Call call, String id) {
    var machine = call.team().machines().require(id);
    if (busy(machine) && call.chose(Choices.BusyMachine.REFUSES_ALL)) {
      throw inState(machine);
    }
  }

  static Refusal inState(ObjectNode machine) {
    var state = machine.path("state").asText();
    return Refusal.conflict("This machine is currently " + state + ".");
  }

  /** What goes with a machine, and what it lets go. */
  static void leave(Team team, String id) {
    SnapshotRoutes.drop(team, id);
    StartupScriptRoutes.unassign(team, id);
    PublicIpRoutes.free(team, id);
  }

  static JsonNode provision(Team team, String id) {
    var saysSo = team.world().choices.is(Choices.FailedCreate.STATE_ERROR);
    return new MachineMove(team, id, "create", delay(team, Delay.PROVISION))
        .begin(
            "provisioning",
            it -> provisioned(team, it),
            it -> it.put("state", saysSo ? "error" : "provisioning"));
  }

  static JsonNode start(Team team, String id) {
    var takes = delay(team, Delay.START);
    var move = new MachineMove(team, id, "start", takes);
    var reply = move.begin("starting", it -> boot(team, it, true), it -> it.put("state", "off"));
    move.midway(takes.dividedBy(4).multipliedBy(3), it -> it.put("state", "serviceready"));
    return reply;
  }

  static JsonNode stop(Team team, String id) {
    return new MachineMove(team, id, "stop", delay(team, Delay.STOP))
        .begin("stopping", it -> boot(team, it, false), it -> it.put("state", "ready"));
  }

  static JsonNode restart(Team team, String id) {
    var linger = delay(team, Delay.RESTART_LINGER);
    var move = new MachineMove(team, id, "restart", linger.plus(delay(team, Delay.RESTART)));
    var reply = move.begin("ready", it -> it.put("state", "ready"), it -> it.put("state", "ready"));
    move.midway(linger, it -> it.put("state", "restarting"));
    return reply;
  }

  static JsonNode resize(Team team, String id, ObjectNode body) {
    return new MachineMove(team, id, "vm-upgrade", delay(team, Delay.RESIZE))
        .begin(
            "upgrading",
            it -> MachineShape.size(team, it.put("state", "off"), body),
            it -> it.put("state", "off"));
  }

  static JsonNode delete(Team team, String id) {
    var before = team.machines().require(id).path("state").asText();
    var takes = delay(team, Delay.MACHINE_DELETE);
    var move = new MachineMove(team, id, "deactivate", takes);
    var reply =
        move.begin(
            "stopping",
            it -> {
              it.put("dtDeleted", Json.time(team.now())).put("_gone", true);
              leave(team, id);
            },
            it -> it.put("state", before).putNull("dtDeleted"));
    move.midway(takes.dividedBy(2), it -> it.put("dtDeleted", Json.time(team.now())));
    return reply;
  }

  private static void provisioned(Team team, ObjectNode machine) {
    boot(team, machine, machine.path("_boots").asBoolean());
    if (machine.path("_initial").asBoolean()) {
      SnapshotRoutes.add(team, machine.path("id").asText(), "Initial snapshot", false);
    }
  }

  private static void boot(Team team, ObjectNode machine, boolean on) {
    address(team, machine.put("state", on ? "ready" : "off"));
  }

  /** A static address comes with the setting, a dynamic one with the power. */
  static void address(Team team, ObjectNode machine) {
    boolean on = !machine.path("state").asText().equals("off");
    var type = machine.path("publicIpType").asText();
    if (type.equals("static")) {
      machine.put("publicIp", PublicIpRoutes.of(team, machine));
      return;
    }
    if (PublicIpRoutes.free(team, machine.path("id").asText())) {
      machine.putNull("publicIp");
    }
    if (type.equals("none") || (type.equals("dynamic") && !on)) {
      machine.putNull("publicIp");
    } else if (!machine.hasNonNull("publicIp")) {
      machine.put("publicIp", "203.0.113." + team.world().number() % 250);
    }
  }

  private static Duration delay(Team team, Delay delay) {
    return team.world().delay(delay);
  }
}
