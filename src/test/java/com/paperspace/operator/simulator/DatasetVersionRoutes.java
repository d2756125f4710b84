package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/** Versions of datasets; keys are {@code datasetId/version}. */
final class DatasetVersionRoutes {
  static final String TABLE = "dataset-versions";
  private static final String ALL = "/datasets/{datasetId}/versions";
  private static final String ONE = ALL + "/{version}";

  private DatasetVersionRoutes() {}

  static void register(Routes routes) {
    routes.on("GET " + ALL, DatasetVersionRoutes::list);
    routes.on("POST " + ALL, DatasetVersionRoutes::create);
    routes.on("GET " + ONE, DatasetVersionRoutes::get);
    routes.on("PUT " + ONE, DatasetVersionRoutes::update);
    routes.on("DELETE " + ONE, DatasetVersionRoutes::delete);
  }

  private static Table table(Call call) {
    return call.team().table(TABLE);
  }

  private static String dataset(Call call) {
    return call.path("datasetId");
  }

  private static String key(Call call) {
    return dataset(call) + "/" + call.path("version");
  }

  private static JsonNode list(Call call) {
    call.team().table(DatasetRoutes.TABLE).require(dataset(call));
    return Pages.page(
        call, table(call), it -> it.path("datasetId").asText().equals(dataset(call)), Json::view);
  }

  private static JsonNode get(Call call) {
    call.team().table(DatasetRoutes.TABLE).require(dataset(call));
    return table(call).read(key(call));
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    var dataset = DatasetRoutes.own(call, dataset(call));
    var id = team.world().id("v");
    var time = Json.time(team.now());
    var version =
        Json.object()
            .put("version", id)
            .put("datasetId", dataset(call))
            .put("userId", call.user())
            .putNull("message")
            .putNull("metadata")
            .put("isCommitted", false)
            .put("url", url(team, dataset, id))
            .put("usageBytes", "0")
            .put("dtCreated", time)
            .put("dtModified", time);
    version.putArray("tags");
    take(call, version);
    table(call).put(dataset(call) + "/" + id, version);
    return Json.view(version);
  }

  private static String url(Team team, ObjectNode dataset, String version) {
    return team.table(StorageRoutes.TABLE)
        .current(dataset.path("storageProviderId").asText())
        .map(it -> it.at("/s3Config/bucket").asText())
        .map(it -> "s3://" + it + "/" + dataset.path("id").asText() + "/" + version)
        .orElse(null);
  }

  /** Tags come as one text with commas and are kept as a list. */
  private static void take(Call call, ObjectNode version) {
    call.given("message", it -> version.set("message", it));
    call.given("metadata", it -> version.set("metadata", it));
    call.given(
        "tags",
        it -> {
          var tags = version.putArray("tags");
          Stream.of(it.asText().split(",", -1))
              .map(String::strip)
              .filter(tag -> !tag.isEmpty())
              .distinct()
              .forEach(tags::add);
        });
  }

  private static JsonNode update(Call call) {
    DatasetRoutes.own(call, dataset(call));
    var before = table(call).require(key(call));
    call.given("isCommitted", it -> check(call, before, it.asBoolean()));
    return Json.view(
        table(call)
            .change(
                key(call),
                it -> {
                  take(call, it);
                  call.given("isCommitted", committed -> it.set("isCommitted", committed));
                  it.put("dtModified", Json.time(call.team().now()));
                }));
  }

  /** A commit is for good; whether it may be said again is a choice. */
  private static void check(Call call, ObjectNode before, boolean commit) {
    if (!before.path("isCommitted").asBoolean()) {
      return;
    }
    if (!commit) {
      throw Refusal.badRequest("A committed version cannot be opened again");
    }
    if (call.chose(StorageChoices.SecondCommit.BAD_REQUEST)) {
      throw Refusal.badRequest("The version is committed already");
    }
  }

  private static JsonNode delete(Call call) {
    DatasetRoutes.own(call, dataset(call));
    table(call).require(key(call));
    table(call).drop(key(call));
    return Json.object().put("datasetId", dataset(call)).put("version", call.path("version"));
  }
}
