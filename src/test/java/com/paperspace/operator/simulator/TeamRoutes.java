package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who is in the team. */
final class TeamRoutes {
  private TeamRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /teams/{teamId}/users", TeamRoutes::users);
  }

  /** A key reaches its own team alone, by id or by name (docs/paperspace-api.md 5). */
  static void require(Call call, String id) {
    if (!id.equals(call.team().id()) && !id.equals(call.team().name())) {
      throw Refusal.notFound("team");
    }
  }

  private static JsonNode users(Call call) {
    require(call, call.path("teamId"));
    return Pages.page(call, call.team().table("users"), user -> true, TeamRoutes::member);
  }

  private static ObjectNode member(ObjectNode user) {
    var member =
        Json.object()
            .put("isAdmin", false)
            .put("isOwner", user.path("_role").asText().equals("owner"))
            .putNull("dtConfirmed");
    member.set("user", Json.view(user));
    return member;
  }
}
