package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Startup scripts, whose text goes in and never comes out, and the machines they are for. */
final class StartupScriptRoutes {
  private static final List<String> CHANGEABLE = List.of("name", "isRunOnce", "isEnabled");
  private static final String ASSIGNED = "assignedMachineIds";

  private StartupScriptRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /startup-scripts", call -> Pages.page(call, call.team().startupScripts()));
    routes.on("POST /startup-scripts", StartupScriptRoutes::create);
    routes.on("GET /startup-scripts/{id}", call -> call.team().startupScripts().read(call.id()));
    routes.on("PUT /startup-scripts/{id}", StartupScriptRoutes::update);
    routes.on("DELETE /startup-scripts/{id}", StartupScriptRoutes::delete);
    routes.on("POST /startup-scripts/{id}/assign", StartupScriptRoutes::assign);
    routes.on("POST /startup-scripts/{id}/unassign", StartupScriptRoutes::unassign);
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    var id = team.world().id("ss");
    var script =
        team.fresh(id).putNull("description").put("isEnabled", true).put("isRunOnce", false);
    script.putArray(ASSIGNED);
    script.putNull("dtDeleted");
    take(call, script);
    team.startupScripts().put(id, script);
    return Json.view(script);
  }

  private static JsonNode update(Call call) {
    call.team().startupScripts().require(call.id());
    return Json.view(call.team().startupScripts().change(call.id(), it -> take(call, it)));
  }

  private static void take(Call call, ObjectNode script) {
    CHANGEABLE.forEach(field -> call.given(field, it -> script.set(field, it)));
    call.given("script", it -> script.set("_script", it));
  }

  private static JsonNode delete(Call call) {
    var team = call.team();
    var script = team.startupScripts().require(call.id());
    boolean used =
        script.path(ASSIGNED).valueStream().anyMatch(it -> team.machines().has(it.asText()));
    InUse.check(call, "startup script", used);
    return Json.view(team.startupScripts().bury(call.id()));
  }

  private static JsonNode assign(Call call) {
    var machine = machine(call);
    if (!isAssigned(call, machine)) {
      return Json.view(assign(call.team(), call.id(), machine));
    }
    return unchanged(call, "The script is assigned to the machine already");
  }

  private static JsonNode unassign(Call call) {
    var machine = machine(call);
    if (isAssigned(call, machine)) {
      return Json.view(unassign(call.team(), call.id(), machine));
    }
    return unchanged(call, "The script is not assigned to the machine");
  }

  private static String machine(Call call) {
    call.team().startupScripts().require(call.id());
    var machine = call.text("machineId");
    call.team().reference("machines", machine);
    MachineLife.checkDetailsMayChange(call, machine);
    return machine;
  }

  private static boolean isAssigned(Call call, String machine) {
    var script = call.team().startupScripts().require(call.id());
    return script.path(ASSIGNED).valueStream().anyMatch(it -> it.asText().equals(machine));
  }

  private static JsonNode unchanged(Call call, String words) {
    if (call.chose(Choices.Duplicate.CONFLICT)) {
      throw Refusal.conflict(words);
    }
    return Json.view(call.team().startupScripts().require(call.id()));
  }

  static ObjectNode assign(Team team, String script, String machine) {
    return team.startupScripts().change(script, it -> it.withArray("/" + ASSIGNED).add(machine));
  }

  /** A machine that is gone has no script any more. */
  static void unassign(Team team, String machine) {
    team.startupScripts().live().forEach(it -> unassign(team, it.key(), machine));
  }

  private static ObjectNode unassign(Team team, String script, String machine) {
    return team.startupScripts()
        .change(script, it -> without(it.withArray("/" + ASSIGNED), machine));
  }

  private static void without(ArrayNode machines, String machine) {
    for (var at = machines.elements(); at.hasNext(); ) {
      if (at.next().asText().equals(machine)) {
        at.remove();
      }
    }
  }
}
