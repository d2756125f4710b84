package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.stream.Stream;

/** Private networks. */
final class NetworkRoutes {
  private NetworkRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /private-networks", call -> Pages.page(call, call.team().networks()));
    routes.on("POST /private-networks", NetworkRoutes::create);
    routes.on("GET /private-networks/{id}", NetworkRoutes::get);
    routes.on("PUT /private-networks/{id}", call -> call.renamed(call.team().networks()));
    routes.on("DELETE /private-networks/{id}", NetworkRoutes::delete);
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    var id = team.world().id("nw");
    var network =
        team.fresh(id)
            .put("name", call.text("name"))
            .put("region", call.text("region"))
            .put("network", "10." + team.world().number() % 250 + ".0.0")
            .put("netmask", "255.255.255.0")
            .putNull("dtDeleted");
    team.networks().put(id, network);
    return Json.view(network);
  }

  private static JsonNode get(Call call) {
    try {
      return call.team().networks().read(call.id());
    } catch (Refusal missing) {
      if (call.chose(Choices.MissingNetwork.NULL_BODY)) {
        return NullNode.getInstance();
      }
      throw missing;
    }
  }

  private static JsonNode delete(Call call) {
    var team = call.team();
    team.networks().require(call.id());
    var used =
        Stream.of(team.machines(), team.drives())
            .flatMap(it -> it.live().stream())
            .anyMatch(it -> it.node().path("networkId").asText().equals(call.id()));
    InUse.check(call, "private network", used);
    team.networks().bury(call.id());
    return Json.object().put("id", call.id());
  }
}
