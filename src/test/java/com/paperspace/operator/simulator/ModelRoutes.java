package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Models, which nobody can change, and the one project each may belong to. */
final class ModelRoutes {
  private ModelRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /models", call -> Pages.page(call, call.team().models()));
    routes.on("POST /models", ModelRoutes::create);
    routes.on("GET /models/{id}", call -> call.team().models().read(call.id()));
    routes.on("DELETE /models/{id}", ModelRoutes::delete);
    routes.on("GET /projects/{id}/models", call -> ProjectRoutes.list(call, call.team().models()));
    routes.on("POST /projects/{id}/models/{modelId}", ModelRoutes::add);
    routes.on("DELETE /projects/{id}/models/{modelId}", ModelRoutes::remove);
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    call.given("projectId", it -> team.reference("projects", it.asText()));
    var id = team.world().id("mo");
    var project = call.body().hasNonNull("projectId") ? call.text("projectId") : null;
    var model = DatasetRoutes.stored(call, id).put("projectId", project);
    team.models().put(id, model);
    return Json.view(model);
  }

  private static JsonNode delete(Call call) {
    call.team().models().require(call.id());
    call.team().models().drop(call.id());
    return Json.object().put("id", call.id());
  }

  private static JsonNode add(Call call) {
    var before = project(call);
    boolean here = before.filter(call.id()::equals).isPresent();
    if (here && call.chose(Choices.Duplicate.CONFLICT)) {
      throw Refusal.conflict("Already there");
    }
    if (before.isPresent() && !here && call.chose(StorageChoices.SecondProject.CONFLICT)) {
      throw Refusal.conflict("The model is in another project");
    }
    return move(call.team(), call.path("modelId"), call.id());
  }

  private static JsonNode remove(Call call) {
    if (project(call).filter(call.id()::equals).isEmpty()) {
      throw Refusal.notFound("model");
    }
    return move(call.team(), call.path("modelId"), null);
  }

  /** The project that holds the model of a call about a project. */
  private static Optional<String> project(Call call) {
    call.team().projects().require(call.id());
    var model = call.team().models().require(call.path("modelId"));
    return model.hasNonNull("projectId")
        ? Optional.of(model.get("projectId").asText())
        : Optional.empty();
  }

  /** Models are the team's: they outlive their project. */
  static void leave(Team team, String project) {
    team.models().live().stream()
        .filter(it -> ProjectRoutes.of(project).test(it.node()))
        .forEach(it -> move(team, it.key(), null));
  }

  private static JsonNode move(Team team, String model, String project) {
    return Json.view(team.models().change(model, it -> it.put("projectId", project)));
  }
}
