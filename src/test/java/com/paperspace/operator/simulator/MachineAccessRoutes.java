package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who may use a machine, and how to reach its desktop. */
final class MachineAccessRoutes {
  private MachineAccessRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /machines/{id}/accessors", MachineAccessRoutes::list);
    routes.on("POST /machines/{id}/accessors", MachineAccessRoutes::grant);
    routes.on("GET /machines/{id}/accessors/{userId}", MachineAccessRoutes::get);
    routes.on("DELETE /machines/{id}/accessors/{userId}", MachineAccessRoutes::revoke);
    routes.on("GET /machines/{id}/desktop", MachineAccessRoutes::desktop);
  }

  /** The accessor a user of the team becomes. */
  static void add(Team team, String machine, String user) {
    team.accessors().put(machine + "/" + user, accessor(team, machine, user));
  }

  private static ObjectNode accessor(Team team, String machine, String user) {
    return Json.object()
        .putNull("dtDeleted")
        .put("_machine", machine)
        .set("user", Json.view(team.table("users").require(user)));
  }

  private static String key(Call call) {
    return call.id() + "/" + call.path("userId");
  }

  private static JsonNode list(Call call) {
    call.team().machines().require(call.id());
    return Pages.page(
        call,
        call.team().accessors(),
        it -> it.path("_machine").asText().equals(call.id()),
        Json::view);
  }

  private static JsonNode get(Call call) {
    call.team().machines().require(call.id());
    return call.team().accessors().read(key(call));
  }

  private static JsonNode grant(Call call) {
    var team = call.team();
    MachineLife.checkDetailsMayChange(call, call.id());
    team.reference("users", call.text("userId"));
    var key = call.id() + "/" + call.text("userId");
    return ProjectMemberRoutes.addOnce(
        call, team.accessors(), key, accessor(team, call.id(), call.text("userId")));
  }

  private static JsonNode revoke(Call call) {
    MachineLife.checkDetailsMayChange(call, call.id());
    call.team().accessors().require(key(call));
    return Json.view(call.team().accessors().bury(key(call)));
  }

  private static JsonNode desktop(Call call) {
    var machine = call.team().machines().require(call.id());
    var settings = Json.object();
    var host = call.id() + ".desktop.test";
    if (machine.path("agentType").asText().startsWith("Windows")) {
      settings.putObject("windows").put("hostname", host).put("port", 3389);
    } else {
      settings
          .putObject("vnc")
          .put("hostname", host)
          .put("port", 5900)
          .put("password", "vnc-password-" + call.id());
    }
    return settings;
  }
}
