package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Metrics of a deployment; their shape depends on the metric (docs/paperspace-api.md 1.4). */
final class Measurements {
  private static final Set<String> BY_INSTANCE = Set.of("cpu", "memory", "gpu");

  private Measurements() {}

  static JsonNode of(Call call) {
    var team = call.team();
    var deployment = team.deployments().require(call.id());
    var metric = call.query("metric");
    if (metric.equals("requests_total")) {
      return point(team, "12");
    }
    var all = Json.array();
    if (!BY_INSTANCE.contains(metric)) {
      return all.add(point(team, "0.5"));
    }
    for (var instance : deployment.at("/_runs/0/instances")) {
      var series = all.addObject().put("instanceId", instance.path("instanceId").asText());
      series.putArray("values").add(point(team, "0.5"));
    }
    return all;
  }

  private static ObjectNode point(Team team, String value) {
    return Json.object().put("timestamp", Json.time(team.now())).put("value", value);
  }
}
