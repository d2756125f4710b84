package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Datasets. */
final class DatasetRoutes {
  static final String TABLE = "datasets";

  private DatasetRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /datasets", DatasetRoutes::list);
    routes.on("POST /datasets", DatasetRoutes::create);
    routes.on("GET /datasets/{id}", call -> table(call).read(call.id()));
    routes.on("PUT /datasets/{id}", DatasetRoutes::update);
    routes.on("DELETE /datasets/{id}", DatasetRoutes::delete);
  }

  private static Table table(Call call) {
    return call.team().table(TABLE);
  }

  private static JsonNode list(Call call) {
    boolean all =
        !call.query("privacy").isEmpty()
            || call.chose(StorageChoices.UnfilteredDatasets.ALL_VISIBLE);
    return Pages.page(call, table(call), it -> all || !it.path("isPublic").asBoolean(), Json::view);
  }

  private static JsonNode create(Call call) {
    var id = call.team().world().id("ds");
    var dataset = stored(call, id);
    table(call).put(id, dataset);
    return Json.view(dataset);
  }

  /** A new object of those that a storage provider holds: datasets and models. */
  static ObjectNode stored(Call call, String id) {
    var team = call.team();
    call.given("storageProviderId", it -> team.reference(StorageRoutes.TABLE, it.asText()));
    var provider =
        call.body().hasNonNull("storageProviderId")
            ? call.text("storageProviderId")
            : StorageRoutes.standard(team).orElse(null);
    return team.fresh(id)
        .put("name", call.text("name"))
        .put("isPublic", call.body().path("isPublic").asBoolean())
        .put("teamId", team.id())
        .put("storageProviderId", provider)
        .put("dtModified", Json.time(team.now()))
        .set("description", call.body().get("description"));
  }

  /** The dataset of a call that changes something; those that others made public are not ours. */
  static ObjectNode own(Call call, String id) {
    var dataset = table(call).require(id);
    if (!dataset.path("teamId").asText().equals(call.team().id())) {
      throw Refusal.forbidden("The dataset is of another team");
    }
    return dataset;
  }

  private static JsonNode update(Call call) {
    own(call, call.id());
    return Json.view(
        table(call)
            .change(
                call.id(),
                it -> {
                  call.given("name", name -> it.set("name", name));
                  if (call.body().has("description")) {
                    it.set("description", call.body().get("description"));
                  }
                  it.put("dtModified", Json.time(call.team().now()));
                }));
  }

  private static JsonNode delete(Call call) {
    own(call, call.id());
    var versions = call.team().table(DatasetVersionRoutes.TABLE);
    versions.live().stream()
        .filter(it -> it.node().path("datasetId").asText().equals(call.id()))
        .forEach(it -> versions.drop(it.key()));
    table(call).drop(call.id());
    return Json.object().put("id", call.id());
  }
}
