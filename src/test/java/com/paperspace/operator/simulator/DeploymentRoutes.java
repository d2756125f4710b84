package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deployments; how a revision is rolled out is in {@link Rollout}. */
final class DeploymentRoutes {
  private DeploymentRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /deployments", call -> Pages.page(call, call.team().deployments()));
    routes.on("POST /deployments", DeploymentRoutes::upsert);
    routes.on("GET /deployments/{id}", call -> call.team().deployments().read(call.id()));
    routes.on("DELETE /deployments/{id}", DeploymentRoutes::delete);
    routes.on("GET /deployments/{id}/runs", DeploymentRoutes::runs);
    routes.on("GET /deployments/{id}/metrics", Measurements::of);
    routes.on("GET /deployments/{id}/logs", call -> parts(call, call.team().table("logs")));
    routes.on("GET /deployments/{id}/history", call -> parts(call, call.team().table("specs")));
  }

  /** Rows of one deployment; its specs carry the id in the open, log lines in a hidden field. */
  private static JsonNode parts(Call call, Table table) {
    call.team().deployments().require(call.id());
    return Pages.page(
        call,
        table,
        it ->
            it.path("deploymentId").asText().equals(call.id())
                || it.path("_deployment").asText().equals(call.id()),
        Json::view);
  }

  private static JsonNode upsert(Call call) {
    var team = call.team();
    team.reference("projects", call.text("projectId"));
    var data =
        DeploymentConfig.stored(team.world().choices, (ObjectNode) call.body().get("config"));
    var name = data.path("name").asText();
    var sameName = byName(call, name);
    var known = call.body().hasNonNull("deploymentId");
    if (known) {
      team.reference("deployments", call.text("deploymentId"));
      var project = team.deployments().require(call.text("deploymentId")).path("projectId");
      if (!project.asText().equals(call.text("projectId"))) {
        throw Refusal.badRequest("The deployment is in another project");
      }
      if (call.chose(Choices.RenamedDeployment.RENAMES)
          && sameName.filter(it -> !it.equals(call.text("deploymentId"))).isPresent()) {
        throw Refusal.conflict("Another deployment of the project has this name");
      }
    }
    team.world()
        .mishaps
        .invalidity(data.path("image").asText())
        .ifPresent(
            it -> {
              throw Refusal.invalid(team.world().choices, "BAD_REQUEST", List.of(it));
            });
    var unknown = DeploymentConfig.unknown(team, call.text("projectId"), data);
    if (unknown.isPresent() && call.chose(Choices.UnknownInDeployment.REJECTED)) {
      throw Refusal.badRequest(unknown.get());
    }
    var nowhere = DeploymentConfig.unknownRegion(team, data);
    if (nowhere.isPresent() && call.chose(Dialects.UnknownRegion.REJECTED)) {
      throw Refusal.badRequest(nowhere.get());
    }
    boolean stuck = unknown.isPresent() && call.chose(Choices.UnknownInDeployment.STUCK);
    boolean byId = known && call.chose(Choices.RenamedDeployment.RENAMES);
    var id = byId ? call.text("deploymentId") : sameName.orElseGet(() -> create(call, name));
    new Rollout(team, id).begin(data, gitHeaders(call), unknown.or(() -> nowhere), stuck);
    return Json.object().put("deploymentId", id);
  }

  private static Optional<String> byName(Call call, String name) {
    return call.team().deployments().live().stream()
        .filter(it -> it.node().path("projectId").asText().equals(call.text("projectId")))
        .filter(it -> it.node().path("name").asText().equals(name))
        .map(Table.Row::key)
        .findFirst();
  }

  private static String create(Call call, String name) {
    var team = call.team();
    var id = team.world().uuid();
    var deployment =
        team.fresh(id)
            .put("name", name)
            .put("projectId", call.text("projectId"))
            .put("teamId", team.id())
            .put("endpoint", "d" + team.world().id("") + ".paperspacegradient.test")
            .putNull("latestSpecHash")
            .putNull("latestSpec")
            .putNull("basicAuthKey");
    team.deployments().put(id, deployment);
    return id;
  }

  private static ObjectNode gitHeaders(Call call) {
    var headers = Json.object();
    call.request().headers().entrySet().stream()
        .filter(it -> it.getKey().startsWith("x-git-"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> headers.put(it.getKey(), it.getValue()));
    return headers;
  }

  private static JsonNode delete(Call call) {
    var team = call.team();
    var deployment = team.deployments().require(call.id());
    Activity.record(team, deployment, "deployment.deleted", null);
    team.deployments().drop(call.id());
    return Json.object().put("id", call.id());
  }

  private static JsonNode runs(Call call) {
    var deployments = call.team().deployments();
    deployments.require(call.id());
    var deployment = deployments.visible(call.id()).orElseGet(Json::object);
    var runs = Json.array();
    var limit = call.query("limit");
    for (var run : deployment.path("_runs")) {
      if (runs.size() < (limit.isEmpty() ? 10 : Integer.parseInt(limit))) {
        runs.add(run);
      }
    }
    return runs;
  }
}
