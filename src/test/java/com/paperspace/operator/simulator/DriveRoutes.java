package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/** Shared drives. */
final class DriveRoutes {
  private DriveRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /shared-drives", call -> Pages.page(call, call.team().drives()));
    routes.on("POST /shared-drives", DriveRoutes::create);
    routes.on("GET /shared-drives/{id}", call -> call.team().drives().read(call.id()));
    routes.on("PUT /shared-drives/{id}", call -> call.renamed(call.team().drives()));
    routes.on("DELETE /shared-drives/{id}", DriveRoutes::delete);
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    team.reference("private-networks", call.text("networkId"));
    var network = team.networks().require(call.text("networkId"));
    if (!network.path("region").asText().equals(call.text("region"))) {
      throw Refusal.badRequest("The private network is in another region");
    }
    var id = team.world().id("sdv");
    var gigabytes = call.body().path("size").asLong();
    var drive =
        team.fresh(id)
            .put("name", call.text("name"))
            .put("size", call.chose(Choices.DriveSize.BYTES) ? gigabytes << 30 : gigabytes)
            .put("region", call.text("region"))
            .put("networkId", call.text("networkId"))
            .put("privateNetworkId", call.text("networkId"))
            .put("mountPoint", "//" + network.path("network").asText() + "/" + id)
            .put("username", "user-" + id)
            .put("password", "drive-password-" + team.world().id("x"))
            .putNull("dtDeleted");
    team.drives().put(id, drive);
    return Json.view(drive);
  }

  private static JsonNode delete(Call call) {
    call.team().drives().require(call.id());
    call.team().drives().bury(call.id());
    return Json.object().put("id", call.id());
  }
}
