package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Project secrets, whose values go in and never come out. */
final class SecretRoutes {
  private SecretRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /projects/{id}/secrets", SecretRoutes::list);
    routes.on("POST /projects/{id}/secrets", SecretRoutes::create);
    routes.on("GET /projects/{id}/secrets/{name}", SecretRoutes::get);
    routes.on("PATCH /projects/{id}/secrets/{name}", SecretRoutes::update);
    routes.on("DELETE /projects/{id}/secrets/{name}", SecretRoutes::delete);
  }

  private static String key(Call call) {
    return call.id() + "/" + call.path("name");
  }

  private static JsonNode list(Call call) {
    call.team().projects().require(call.id());
    return Pages.page(
        call,
        call.team().secrets(),
        ProjectRoutes.of(call.id()),
        it -> attached(call, Json.view(it)));
  }

  private static JsonNode get(Call call) {
    call.team().projects().require(call.id());
    var secret = call.team().secrets().read(key(call));
    return secret instanceof ObjectNode object ? attached(call, object) : secret;
  }

  private static ObjectNode attached(Call call, ObjectNode secret) {
    var reference = "\"secret:" + secret.path("name").asText() + "\"";
    var used =
        call.team().deployments().live().stream()
            .filter(it -> ProjectRoutes.of(call.id()).test(it.node()))
            .anyMatch(it -> it.node().at("/latestSpec/data").toString().contains(reference));
    return secret.put("hasDeploymentAttached", used);
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    team.projects().require(call.id());
    var key = call.id() + "/" + call.text("name");
    if (team.secrets().has(key)) {
      throw Refusal.conflict("A secret of this name exists");
    }
    var time = Json.time(team.now());
    var secret =
        Json.object()
            .put("name", call.text("name"))
            .put("dtCreated", time)
            .put("dtModified", time)
            .put("_project", call.id())
            .put("_value", call.text("value"));
    team.secrets().put(key, secret);
    return Json.view(secret);
  }

  private static JsonNode update(Call call) {
    var team = call.team();
    team.projects().require(call.id());
    var secret = team.secrets().require(key(call));
    if (secret.path("_value").asText().equals(call.text("value"))
        && call.chose(Choices.IdenticalWrite.CHANGES_NOTHING)) {
      return Json.view(secret);
    }
    return Json.view(
        team.secrets()
            .change(
                key(call),
                it ->
                    it.put("_value", call.text("value")).put("dtModified", Json.time(team.now()))));
  }

  private static JsonNode delete(Call call) {
    call.team().projects().require(call.id());
    call.team().secrets().require(key(call));
    call.team().secrets().drop(key(call));
    return Json.object().put("name", call.path("name"));
  }
}
