package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a project's activity list tells about its deployments. */
final class Activity {
  private Activity() {}

  /** Notes every difference between two configurations; no former one means created. */
  static void compare(Team team, ObjectNode deployment, JsonNode before, JsonNode after) {
    if (!before.isObject()) {
      record(team, deployment, "deployment.created", null);
      return;
    }
    record(team, deployment, "deployment.updated", null);
    var enabled = after.path("enabled").asBoolean();
    if (enabled != before.path("enabled").asBoolean()) {
      record(team, deployment, enabled ? "deployment.enabled" : "deployment.disabled", null);
    }
    var from = before.at("/resources/replicas").asInt();
    var to = after.at("/resources/replicas").asInt();
    if (from != to) {
      record(team, deployment, "deployment.scaled", Json.object().put("from", from).put("to", to));
    }
    var scales = scales(after);
    if (scales != scales(before)) {
      var word = scales ? "enabled" : "disabled";
      record(team, deployment, "deployment.autoscaling." + word, null);
    }
  }

  static void record(Team team, ObjectNode deployment, String action, ObjectNode data) {
    var id = team.world().uuid();
    var activity =
        team.fresh(id)
            .put("action", action)
            .put("_project", deployment.path("projectId").asText())
            .put("_deploymentId", deployment.path("id").asText());
    activity.set("data", data);
    var deleted = action.equals("deployment.deleted") ? Json.time(team.now()) : null;
    activity
        .putObject("deployment")
        .put("id", deployment.path("id").asText())
        .put("name", deployment.path("name").asText())
        .put("dtDeleted", deleted);
    activity.putObject("actor").put("email", "urowner1@example.com").put("fullName", "Owner");
    team.table("activities").put(id, activity);
  }

  private static boolean scales(JsonNode config) {
    var autoscaling = config.at("/resources/autoscaling");
    return autoscaling.isObject() && autoscaling.path("enabled").asBoolean(true);
  }
}
