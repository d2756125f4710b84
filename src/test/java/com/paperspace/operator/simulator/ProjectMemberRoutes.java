package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tags and collaborators of projects. */
final class ProjectMemberRoutes {
  private ProjectMemberRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /projects/{id}/tags", call -> ProjectRoutes.list(call, call.team().tags()));
    routes.on("POST /projects/{id}/tags", ProjectMemberRoutes::addTag);
    routes.on("DELETE /projects/{id}/tags", ProjectMemberRoutes::removeTag);
    routes.on(
        "GET /projects/{id}/collaborators",
        call -> ProjectRoutes.list(call, call.team().collaborators()));
    routes.on("POST /projects/{id}/collaborators", ProjectMemberRoutes::addCollaborator);
    routes.on(
        "DELETE /projects/{id}/collaborators/{userId}", ProjectMemberRoutes::removeCollaborator);
  }

  /** Adds a member of a set; whether it may be there already is a choice. */
  static JsonNode addOnce(Call call, Table set, String key, ObjectNode member) {
    if (!set.has(key)) {
      set.put(key, member);
    } else if (call.chose(Choices.Duplicate.CONFLICT)) {
      throw Refusal.conflict("Already there");
    }
    return Json.view(set.require(key));
  }

  private static JsonNode addTag(Call call) {
    var team = call.team();
    team.projects().require(call.id());
    var tag =
        Json.object()
            .put("id", team.world().number())
            .put("name", call.text("name"))
            .put("dtCreated", Json.time(team.now()))
            .put("_project", call.id());
    return addOnce(call, team.tags(), call.id() + "/" + call.text("name"), tag);
  }

  private static JsonNode removeTag(Call call) {
    call.team().projects().require(call.id());
    var key = call.id() + "/" + call.query("name");
    var tag = call.team().tags().require(key);
    call.team().tags().drop(key);
    return Json.view(tag);
  }

  private static JsonNode addCollaborator(Call call) {
    var team = call.team();
    team.projects().require(call.id());
    team.reference("users", call.text("userId"));
    var member =
        Json.object()
            .put("dtCreated", Json.time(team.now()))
            .putNull("dtDeleted")
            .put("_project", call.id())
            .<ObjectNode>set("user", Json.view(team.table("users").require(call.text("userId"))));
    return addOnce(call, team.collaborators(), call.id() + "/" + call.text("userId"), member);
  }

  private static JsonNode removeCollaborator(Call call) {
    call.team().projects().require(call.id());
    var key = call.id() + "/" + call.path("userId");
    call.team().collaborators().require(key);
    call.team().collaborators().bury(key);
    return Json.object().put("userId", call.path("userId"));
  }
}
