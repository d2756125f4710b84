package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

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

  static JsonNode provision(Team team, String id) {
    var saysSo = team.world().choices.is(Choices.FailedCreate.STATE_ERROR);
    return new Move(team, id, "create", delay(team, Delay.PROVISION))
        .begin(
            "provisioning",
            it -> boot(team, it, it.path("_boots").asBoolean()),
            it -> it.put("state", saysSo ? "error" : "provisioning"));
  }

  static JsonNode start(Team team, String id) {
    var takes = delay(team, Delay.START);
    var move = new Move(team, id, "start", takes);
    var reply = move.begin("starting", it -> boot(team, it, true), it -> it.put("state", "off"));
    move.midway(takes.dividedBy(4).multipliedBy(3), it -> it.put("state", "serviceready"));
    return reply;
  }

  static JsonNode stop(Team team, String id) {
    return new Move(team, id, "stop", delay(team, Delay.STOP))
        .begin("stopping", it -> boot(team, it, false), it -> it.put("state", "ready"));
  }

  static JsonNode restart(Team team, String id) {
    var linger = delay(team, Delay.RESTART_LINGER);
    var move = new Move(team, id, "restart", linger.plus(delay(team, Delay.RESTART)));
    var reply = move.begin("ready", it -> it.put("state", "ready"), it -> it.put("state", "ready"));
    move.midway(linger, it -> it.put("state", "restarting"));
    return reply;
  }

  static JsonNode resize(Team team, String id, ObjectNode body) {
    return new Move(team, id, "vm-upgrade", delay(team, Delay.RESIZE))
        .begin(
            "upgrading",
            it -> MachineShape.size(team, it.put("state", "off"), body),
            it -> it.put("state", "off"));
  }

  static JsonNode delete(Team team, String id) {
    var before = team.machines().require(id).path("state").asText();
    var takes = delay(team, Delay.MACHINE_DELETE);
    var move = new Move(team, id, "deactivate", takes);
    var reply =
        move.begin(
            "stopping",
            it -> it.put("dtDeleted", Json.time(team.now())).put("_gone", true),
            it -> it.put("state", before).putNull("dtDeleted"));
    move.midway(takes.dividedBy(2), it -> it.put("dtDeleted", Json.time(team.now())));
    return reply;
  }

  private static void boot(Team team, ObjectNode machine, boolean on) {
    address(team, machine.put("state", on ? "ready" : "off"));
  }

  /** A static address comes with the setting, a dynamic one with the power. */
  static void address(Team team, ObjectNode machine) {
    boolean on = !machine.path("state").asText().equals("off");
    var type = machine.path("publicIpType").asText();
    if (type.equals("none") || (type.equals("dynamic") && !on)) {
      machine.putNull("publicIp");
    } else if (!machine.hasNonNull("publicIp")) {
      machine.put("publicIp", "203.0.113." + team.world().number() % 250);
    }
  }

  private static Duration delay(Team team, Delay delay) {
    return team.world().delay(delay);
  }

  /** One asynchronous piece of work on one machine, and its event. */
  private record Move(Team team, String machine, String name, String event, Duration takes) {
    Move(Team team, String machine, String name, Duration takes) {
      this(team, machine, name, team.world().id("ev"), takes);
    }

    JsonNode begin(String state, Consumer<ObjectNode> done, Consumer<ObjectNode> failed) {
      var created =
          team.fresh(event)
              .put("name", name)
              .put("state", "new")
              .put("machineId", machine)
              .putNull("dtStarted")
              .putNull("dtFinished")
              .putNull("error");
      team.machineEvents().put(event, created);
      var moving =
          team.machines().change(machine, it -> it.put("state", state).put("_busy", event));
      var soon = delay(team, Delay.EVENT_START);
      team.after(soon.compareTo(takes) < 0 ? soon : takes, this::progress);
      team.after(takes, () -> end(done, failed));
      var reply = Json.object();
      reply.set("event", Json.view(created));
      reply.set("data", Json.view(moving));
      return reply;
    }

    void midway(Duration after, Consumer<ObjectNode> step) {
      team.after(after, () -> step(step));
    }

    private void progress() {
      team.machineEvents()
          .change(
              event, it -> it.put("state", "in progress").put("dtStarted", Json.time(team.now())));
    }

    private void end(Consumer<ObjectNode> done, Consumer<ObjectNode> failed) {
      var failure = team.world().mishaps.takeEventFailure(name);
      var stillThere = step((failure.isEmpty() ? done : failed).andThen(this::release));
      var reached = team.world().choices.of(Dialects.AimReached.class);
      boolean well = failure.isEmpty() && reached == Dialects.AimReached.DONE;
      boolean endless = failure.isEmpty() && reached == Dialects.AimReached.ERROR_WITHOUT_END;
      team.machineEvents()
          .change(
              event,
              it ->
                  it.put("dtFinished", endless ? null : Json.time(team.now()))
                      .put("error", failure.map(Mishaps.Failure::text).orElse(null))
                      .put("state", stillThere ? (well ? "done" : "error") : "cancelled"));
      if (failure.isPresent() && name.equals("create") && vanishes()) {
        team.machines().drop(machine);
      }
    }

    private boolean vanishes() {
      return team.world().choices.is(Choices.FailedCreate.VANISHES);
    }

    private void release(ObjectNode it) {
      it.remove("_busy");
      it.put("dtModified", Json.time(team.now()));
    }

    /** Acts unless somebody else took the machine away or into other hands. */
    private boolean step(Consumer<ObjectNode> step) {
      var mine =
          team.machines()
              .current(machine)
              .filter(it -> it.path("_busy").asText().equals(event) && !it.has("_gone"));
      mine.ifPresent(it -> team.machines().change(machine, step));
      return mine.isPresent();
    }
  }
}
