package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.Choices.DeleteRunning;
import java.util.List;
import java.util.Set;

/** Machines, their events and their capacity; what moves them is in {@link MachineLife}. */
final class MachineRoutes {
  /** Fields that PUT takes and the documents call unsupported there. */
  static final Set<String> PERHAPS_WHILE_OFF =
      Set.of(
          "networkId",
          "publicIpType",
          "autoSnapshotEnabled",
          "autoSnapshotFrequency",
          "autoSnapshotSaveCount",
          "autoShutdownEnabled",
          "autoShutdownTimeout",
          "autoShutdownForce");

  private static final Set<String> SHUTDOWN_DETAILS =
      Set.of("autoShutdownTimeout", "autoShutdownForce");

  static final List<String> ANY_TIME =
      List.of("name", "restorePointEnabled", "restorePointFrequency", "restorePointSnapshotId");

  private MachineRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /machines", call -> Pages.page(call, call.team().machines()));
    routes.on("POST /machines", MachineRoutes::create);
    routes.on("GET /machines/{id}", call -> call.team().machines().read(call.id()));
    routes.on("PUT /machines/{id}", MachineRoutes::update);
    routes.on("DELETE /machines/{id}", call -> MachineLife.delete(call.team(), deletable(call)));
    routes.on("PATCH /machines/{id}/start", call -> MachineLife.start(call.team(), off(call)));
    routes.on("PATCH /machines/{id}/stop", call -> MachineLife.stop(call.team(), ready(call)));
    routes.on(
        "PATCH /machines/{id}/restart", call -> MachineLife.restart(call.team(), ready(call)));
    routes.on("GET /machine-events", call -> Pages.page(call, call.team().machineEvents()));
    routes.on("GET /machine-events/{id}", call -> call.team().machineEvents().read(call.id()));
    routes.on("GET /machine-availability", MachineRoutes::availability);
  }

  private static JsonNode availability(Call call) {
    return Json.object()
        .put("available", call.team().world().mishaps.hasCapacity(call.query("machineType")));
  }

  private static String deletable(Call call) {
    var machine = call.team().machines().require(still(call));
    if (machine.path("state").asText().equals("off") || call.chose(DeleteRunning.ACCEPTED)) {
      return call.id();
    }
    var words = "Turn the machine off first.";
    throw call.chose(DeleteRunning.CONFLICT)
        ? Refusal.conflict(words)
        : call.chose(DeleteRunning.BAD_REQUEST)
            ? Refusal.badRequest(words)
            : Refusal.preconditionFailed(words);
  }

  private static String still(Call call) {
    var machine = call.team().machines().require(call.id());
    if (MachineLife.moving(machine)) {
      throw MachineLife.inState(machine);
    }
    return call.id();
  }

  private static String off(Call call) {
    return inState(call, "off");
  }

  private static String ready(Call call) {
    return inState(call, "ready");
  }

  private static String inState(Call call, String state) {
    var machine = MachineLife.idle(call.team(), call.id());
    if (!machine.path("state").asText().equals(state)) {
      throw MachineLife.inState(machine);
    }
    return call.id();
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    checkReferences(call);
    if (team.machines().holds(team.maxMachines())) {
      var message = "The machine quota of the team (" + team.maxMachines() + ") is reached";
      throw call.chose(Choices.QuotaReached.FORBIDDEN)
          ? Refusal.forbidden(message)
          : Refusal.badRequest(message);
    }
    takeCapacity(call, call.text("machineType"));
    var id = team.world().id("ps");
    team.machines().put(id, MachineShape.create(call, id));
    call.given(
        "accessorIds",
        users -> users.forEach(it -> MachineAccessRoutes.add(team, id, it.asText())));
    call.given("startupScriptId", it -> StartupScriptRoutes.assign(team, it.asText(), id));
    if (call.text("publicIpType").equals("static")) {
      team.machines().change(id, it -> MachineLife.address(team, it));
    }
    return MachineLife.provision(team, id);
  }

  private static void checkReferences(Call call) {
    var team = call.team();
    TemplateRoutes.check(call);
    call.given("networkId", it -> checkNetwork(call, it.asText(), call.text("region")));
    call.given("startupScriptId", it -> team.reference("startup-scripts", it.asText()));
    call.given("accessorIds", users -> users.forEach(it -> team.reference("users", it.asText())));
  }

  private static void checkNetwork(Call call, String network, String region) {
    if (network.equals(call.team().defaultNetwork(region))) {
      throw Refusal.notFound("private network");
    }
    call.team().reference("private-networks", network);
    var found = call.team().networks().require(network);
    if (!found.path("region").asText().equals(region)) {
      throw Refusal.badRequest("The private network is in another region");
    }
  }

  private static void takeCapacity(Call call, String machineType) {
    Catalogue.kept(call.team().world().choices, machineType);
    if (!call.team().world().mishaps.takeCapacity(machineType)) {
      var message =
          "We are currently out of capacity for the selected VM type."
              + " Try again in a few minutes, or select a different instance";
      throw switch (call.team().world().choices.of(Choices.NoCapacity.class)) {
        case CONFLICT -> Refusal.conflict(message);
        case BAD_REQUEST -> Refusal.badRequest(message);
        case UNAVAILABLE -> Refusal.unavailable(message);
      };
    }
  }

  private static JsonNode update(Call call) {
    var machines = call.team().machines();
    var machine = machines.require(call.id());
    var onlyName = call.body().size() == 1 && call.body().has("name");
    if (!onlyName || call.chose(Choices.BusyMachine.REFUSES_ALL)) {
      MachineLife.idle(call.team(), call.id());
    }
    checkUndocumented(call, machine);
    var resize = MachineShape.resize(call, machine);
    if (resize) {
      off(call);
      if (!call.text("machineType").isEmpty()) {
        takeCapacity(call, call.text("machineType"));
      }
    }
    var changed = machines.change(call.id(), it -> apply(call, it));
    return resize
        ? MachineLife.resize(call.team(), call.id(), call.body().deepCopy())
        : Json.object().set("data", answer(call, changed));
  }

  private static void checkUndocumented(Call call, ObjectNode machine) {
    var sent = PERHAPS_WHILE_OFF.stream().filter(call.body()::has).findFirst();
    if (sent.isPresent() && call.chose(Choices.UndocumentedFields.REJECTED)) {
      throw Refusal.badRequest(sent.get() + " cannot be changed on an existing machine");
    }
    if (sent.isPresent()
        && call.chose(Choices.UndocumentedFields.APPLIED_WHILE_OFF)
        && !machine.path("state").asText().equals("off")) {
      throw Refusal.conflict("The machine has to be off for a change of " + sent.get());
    }
    var region = machine.path("region").asText();
    call.given("networkId", it -> checkNetwork(call, it.asText(), region));
  }

  private static JsonNode answer(Call call, ObjectNode machine) {
    var answer = Json.view(machine);
    if (call.chose(Choices.UndocumentedFields.ECHOED)) {
      PERHAPS_WHILE_OFF.forEach(field -> call.given(field, it -> answer.set(field, it)));
    }
    return answer;
  }

  private static void apply(Call call, ObjectNode machine) {
    ANY_TIME.forEach(field -> call.given(field, it -> machine.set(field, it)));
    if (call.chose(Choices.UndocumentedFields.APPLIED)
        || call.chose(Choices.UndocumentedFields.APPLIED_WHILE_OFF)) {
      var kept = call.chose(Dialects.ShutdownDetails.KEPT) && staysOn(call, machine);
      PERHAPS_WHILE_OFF.stream()
          .filter(field -> !kept || !SHUTDOWN_DETAILS.contains(field))
          .forEach(field -> call.given(field, it -> machine.set(field, it)));
      call.given("publicIpType", it -> MachineLife.address(call.team(), machine));
    }
    machine.put("dtModified", Json.time(call.team().now()));
  }

  private static boolean staysOn(Call call, ObjectNode machine) {
    return machine.path("autoShutdownEnabled").asBoolean()
        && call.body().path("autoShutdownEnabled").asBoolean(true);
  }
}
