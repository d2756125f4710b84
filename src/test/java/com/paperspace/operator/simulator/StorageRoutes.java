package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Storage providers: one that the service runs, and those of the team with their bucket's keys. */
final class StorageRoutes {
  static final String TABLE = "storage-providers";
  private static final List<String> KEYS = List.of("accessKey", "secretAccessKey");
  private static final List<String> UNSET =
      List.of("endpoint", "region", "signatureVersion", "retainData");

  private StorageRoutes() {}

  static void register(Routes routes) {
    routes.on(
        "GET /storage-providers", call -> Pages.page(call, table(call), it -> true, view(call)));
    routes.on("POST /storage-providers", StorageRoutes::create);
    routes.on("GET /storage-providers/utilization", call -> utilization());
    routes.on("GET /storage-providers/{id}", StorageRoutes::get);
    routes.on("PUT /storage-providers/{id}", StorageRoutes::update);
    routes.on("DELETE /storage-providers/{id}", StorageRoutes::delete);
  }

  private static Table table(Call call) {
    return call.team().table(TABLE);
  }

  /** The one that nobody can change; the default until a team has its own. */
  static ObjectNode managed(String id) {
    var provider =
        Json.object()
            .put("id", id)
            .put("name", "Paperspace")
            .put("isTeamDefault", true)
            .put("isManaged", true);
    provider.putObject("s3Config").put("bucket", "managed");
    return provider;
  }

  /** Where goes what names no provider. */
  static Optional<String> standard(Team team) {
    return team.table(TABLE).live().stream()
        .filter(it -> it.node().path("isTeamDefault").asBoolean())
        .map(Table.Row::key)
        .findFirst();
  }

  private static JsonNode create(Call call) {
    var id = call.team().world().id("sp");
    var provider = Json.object().put("id", id);
    provider.put("isTeamDefault", false).put("isManaged", false);
    return keep(call, take(call, provider));
  }

  private static JsonNode get(Call call) {
    var provider = table(call).read(call.id());
    return provider instanceof ObjectNode
        ? view(call).apply(table(call).visible(call.id()).orElseThrow())
        : provider;
  }

  private static JsonNode update(Call call) {
    return keep(call, take(call, own(call).deepCopy()));
  }

  private static ObjectNode own(Call call) {
    var provider = table(call).require(call.id());
    if (provider.path("isManaged").asBoolean()) {
      throw Refusal.forbidden("This storage provider is managed by Paperspace");
    }
    return provider;
  }

  /** What the body says, the whole configuration of the bucket included. */
  private static ObjectNode take(Call call, ObjectNode provider) {
    provider.put("name", call.text("name"));
    call.given("isTeamDefault", it -> provider.set("isTeamDefault", it));
    var config = call.body().withObject("/s3Config").deepCopy();
    KEYS.forEach(key -> provider.set("_" + key, config.remove(key)));
    UNSET.stream().filter(it -> !config.has(it)).forEach(config::putNull);
    if (!config.hasNonNull("retainData")) {
      config.put("retainData", false);
    }
    provider.set("s3Config", config);
    return provider;
  }

  private static JsonNode keep(Call call, ObjectNode provider) {
    var id = provider.path("id").asText();
    if (provider.path("isTeamDefault").asBoolean()) {
      others(call, id).forEach(it -> setDefault(call, it.key(), false));
    }
    table(call).put(id, provider);
    fallBack(call);
    return view(call).apply(provider);
  }

  /** A team without a default of its own stores where it did at first. */
  private static void fallBack(Call call) {
    if (standard(call.team()).isEmpty()) {
      setDefault(call, call.team().managedStorage(), true);
    }
  }

  private static Stream<Table.Row> others(Call call, String id) {
    return table(call).live().stream()
        .filter(it -> !it.key().equals(id) && it.node().path("isTeamDefault").asBoolean());
  }

  private static void setDefault(Call call, String id, boolean isDefault) {
    table(call).change(id, it -> it.put("isTeamDefault", isDefault));
  }

  private static JsonNode delete(Call call) {
    own(call);
    boolean used =
        Stream.of("datasets", "models")
            .flatMap(it -> call.team().table(it).live().stream())
            .anyMatch(it -> it.node().path("storageProviderId").asText().equals(call.id()));
    InUse.check(call, "storage provider", used);
    table(call).drop(call.id());
    fallBack(call);
    return Json.object().put("id", call.id());
  }

  private static UnaryOperator<ObjectNode> view(Call call) {
    return provider -> {
      var shown = Json.view(provider);
      KEYS.stream()
          .filter(it -> provider.has("_" + it))
          .forEach(
              it ->
                  shown
                      .withObject("/s3Config")
                      .put(
                          it,
                          call.chose(StorageChoices.BucketKeys.RETURNED)
                              ? provider.get("_" + it).asText()
                              : "********"));
      return shown;
    };
  }

  private static JsonNode utilization() {
    var bytes = Json.object();
    Stream.of("totalFreeStorage", "remainingFreeStorage")
        .forEach(it -> bytes.put(it, Long.toString(5L << 30)));
    Stream.of(
            "totalUsage",
            "modelUsage",
            "datasetUsage",
            "sharedStorageUsage",
            "notebookWorkspaceUsage")
        .forEach(it -> bytes.put(it, "0"));
    return bytes;
  }
}
