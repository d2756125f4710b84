package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Container registries, whose passwords go in and never come out. */
final class RegistryRoutes {
  private static final String TABLE = "container-registries";

  /** Fields of a body and where they are kept; what starts with an underscore is never shown. */
  private static final Map<String, String> KEPT =
      Map.of(
          "name", "name",
          "kind", "kind",
          "namespace", "namespace",
          "url", "url",
          "username", "username",
          "password", "_password");

  private RegistryRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /container-registries", call -> Pages.page(call, table(call)));
    routes.on("POST /container-registries", RegistryRoutes::create);
    routes.on("GET /container-registries/{id}", call -> table(call).read(call.id()));
    routes.on("PUT /container-registries/{id}", RegistryRoutes::update);
    routes.on("DELETE /container-registries/{id}", RegistryRoutes::delete);
    routes.on("GET /container-registries/{id}/test-connection", RegistryRoutes::test);
  }

  private static Table table(Call call) {
    return call.team().table(TABLE);
  }

  /** Whether deployments can name it: they know a registry by name alone. */
  static boolean exists(Team team, String name) {
    return team.table(TABLE).live().stream()
        .anyMatch(it -> it.node().path("name").asText().equals(name));
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    var id = team.world().id("cr");
    var registry = team.fresh(id).put("dtModified", Json.time(team.now()));
    take(call, registry);
    table(call).put(id, registry);
    return Json.view(registry);
  }

  private static JsonNode update(Call call) {
    var before = table(call).require(call.id());
    var after = before.deepCopy();
    take(call, after);
    if (!after.equals(before) || call.chose(Choices.IdenticalWrite.MOVES_MODIFIED)) {
      table(call).put(call.id(), after.put("dtModified", Json.time(call.team().now())));
    }
    return Json.view(after);
  }

  private static void take(Call call, ObjectNode registry) {
    KEPT.forEach((field, kept) -> call.given(field, it -> registry.set(kept, it)));
  }

  private static JsonNode delete(Call call) {
    var registry = table(call).require(call.id());
    var name = registry.path("name").asText();
    boolean used =
        call.team().deployments().live().stream()
            .map(it -> it.node().at("/latestSpec/data/containerRegistry").asText())
            .anyMatch(name::equals);
    InUse.check(call, "container registry", used);
    table(call).drop(call.id());
    return Json.view(registry);
  }

  private static JsonNode test(Call call) {
    var registry = table(call).require(call.id());
    boolean works =
        call.team()
            .world()
            .mishaps
            .loginWorks(registry.path("url").asText(), registry.path("_password").asText());
    var result = Json.object().put("success", works);
    return works
        ? result
        : result.put(
            "error", "unauthorized: incorrect username or password, or no access to the namespace");
  }
}
