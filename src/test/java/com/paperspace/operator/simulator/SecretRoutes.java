package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Secrets of projects and of the team, whose values go in and never come out. */
final class SecretRoutes {
  private SecretRoutes() {}

  static void register(Routes routes) {
    for (var at : List.of("/projects/{id}/secrets", "/teams/{id}/secrets")) {
      routes.on("GET " + at, SecretRoutes::list);
      routes.on("POST " + at, SecretRoutes::create);
      routes.on("GET " + at + "/{name}", SecretRoutes::get);
      routes.on("PATCH " + at + "/{name}", SecretRoutes::update);
      routes.on("DELETE " + at + "/{name}", SecretRoutes::delete);
    }
  }

  /**
   * The secrets of one parent.
   *
   * @param prefix of their keys in the table
   * @param rows which of the table are theirs
   */
  private record Held(Call call, Table table, String prefix, Predicate<ObjectNode> rows) {
    static Held by(Call call) {
      var team = call.team();
      if (call.request().route().startsWith("/teams/")) {
        TeamRoutes.require(call, call.id());
        return new Held(call, team.teamSecrets(), "", it -> true);
      }
      team.projects().require(call.id());
      return new Held(call, team.secrets(), call.id() + "/", ProjectRoutes.of(call.id()));
    }

    String key() {
      return prefix + call.path("name");
    }

    /** A project's hides a team's of the same name (docs/paperspace-api.md 2.5). */
    boolean reaches(ObjectNode deployment, String name) {
      return prefix.isEmpty()
          ? !call.team().secrets().has(deployment.path("projectId").asText() + "/" + name)
          : rows.test(deployment);
    }

    ObjectNode attached(ObjectNode secret) {
      var name = secret.path("name").asText();
      var reference = "\"secret:" + name + "\"";
      var used =
          call.team().deployments().live().stream()
              .filter(it -> reaches(it.node(), name))
              .anyMatch(it -> it.node().at("/latestSpec/data").toString().contains(reference));
      return secret.put("hasDeploymentAttached", used);
    }
  }

  private static JsonNode list(Call call) {
    var held = Held.by(call);
    return Pages.page(call, held.table(), held.rows(), it -> held.attached(Json.view(it)));
  }

  private static JsonNode get(Call call) {
    var held = Held.by(call);
    var secret = held.table().read(held.key());
    return secret instanceof ObjectNode object ? held.attached(object) : secret;
  }

  private static JsonNode create(Call call) {
    var held = Held.by(call);
    var key = held.prefix() + call.text("name");
    if (held.table().has(key)) {
      throw Refusal.conflict("A secret of this name exists");
    }
    var time = Json.time(call.team().now());
    var secret =
        Json.object()
            .put("name", call.text("name"))
            .put("dtCreated", time)
            .put("dtModified", time)
            .put("_project", call.id())
            .put("_value", call.text("value"));
    held.table().put(key, secret);
    return Json.view(secret);
  }

  private static JsonNode update(Call call) {
    var held = Held.by(call);
    var secret = held.table().require(held.key());
    if (secret.path("_value").asText().equals(call.text("value"))
        && call.chose(Choices.IdenticalWrite.CHANGES_NOTHING)) {
      return Json.view(secret);
    }
    var time = Json.time(call.team().now());
    return Json.view(
        held.table()
            .change(
                held.key(), it -> it.put("_value", call.text("value")).put("dtModified", time)));
  }

  private static JsonNode delete(Call call) {
    var held = Held.by(call);
    held.table().require(held.key());
    held.table().drop(held.key());
    return Json.object().put("name", call.path("name"));
  }
}
