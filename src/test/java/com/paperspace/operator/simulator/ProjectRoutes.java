package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Projects, their deployments and what happened in them. */
final class ProjectRoutes {
  private ProjectRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /projects", call -> Pages.page(call, call.team().projects()));
    routes.on("POST /projects", ProjectRoutes::create);
    routes.on("GET /projects/{id}", call -> call.team().projects().read(call.id()));
    routes.on("PUT /projects/{id}", ProjectRoutes::rename);
    routes.on("DELETE /projects/{id}", ProjectRoutes::delete);
    routes.on("GET /projects/{id}/activity", call -> list(call, call.team().table("activities")));
    routes.on("GET /projects/{id}/deployments", call -> list(call, call.team().deployments()));
  }

  /** Whether a row belongs to the project, by its own field or by the simulator's. */
  static Predicate<ObjectNode> of(String project) {
    return it ->
        it.path("projectId").asText().equals(project)
            || it.path("_project").asText().equals(project);
  }

  static JsonNode list(Call call, Table table) {
    call.team().projects().require(call.id());
    return Pages.page(call, table, of(call.id()), Json::view);
  }

  private static JsonNode create(Call call) {
    var id = call.team().world().id("p");
    var project =
        call.team()
            .fresh(id)
            .put("name", call.text("name"))
            .putNull("dtDeleted")
            .putNull("repoName")
            .putNull("repoNodeId")
            .putNull("repoUrl");
    call.team().projects().put(id, project);
    return Json.view(project);
  }

  private static JsonNode rename(Call call) {
    var projects = call.team().projects();
    projects.require(call.id());
    return Json.view(projects.change(call.id(), it -> it.put("name", call.text("name"))));
  }

  private static JsonNode delete(Call call) {
    var team = call.team();
    team.projects().require(call.id());
    var contents = List.of(team.deployments(), team.secrets());
    var mine = of(call.id());
    if (call.chose(Choices.ProjectNotEmpty.CONFLICT)
        && contents.stream()
            .anyMatch(it -> it.live().stream().anyMatch(r -> mine.test(r.node())))) {
      throw Refusal.conflict("The project is not empty");
    }
    for (var table : contents) {
      table.live().stream().filter(it -> mine.test(it.node())).forEach(it -> table.drop(it.key()));
    }
    ModelRoutes.leave(team, call.id());
    return Json.view(team.projects().bury(call.id()));
  }
}
