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
    var user = session.putObject("user");
    user.put("id", call.user()).put("email", call.user() + "@example.com");
    var membership = user.putArray("teamMemberships").addObject();
    membership
        .putObject("team")
        .put("id", team.id())
        .put("name", team.name())
        .put("namespace", team.name());
    membership.put("isOwner", call.user().equals(Key.OWNER)).put("isAdmin", false);
    session
        .putObject("team")
        .put("id", team.id())
        .put("namespace", team.name())
        .put("isPrivate", true)
        .put("maxMachines", team.maxMachines());
    return session;
  }
}
