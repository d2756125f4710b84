package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/** Who a key belongs to. */
final class SessionRoutes {
  private SessionRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /auth/session", SessionRoutes::session);
  }

  private static JsonNode session(Call call) {
    var team = call.team();
    var session = Json.object();
    session.putObject("user").put("id", call.user()).put("email", call.user() + "@example.com");
    session
        .putObject("team")
        .put("id", team.id())
        .put("namespace", team.name())
        .put("isPrivate", true)
        .put("maxMachines", team.maxMachines());
    return session;
  }
}
