package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the service makes of a deployment's configuration. */
final class DeploymentConfig {
  private static final String SECRET = "secret:";

  private DeploymentConfig() {}

  /** As stored: defaults filled in, {@code latest} resolved, the old spelling folded. */
  static ObjectNode stored(Choices choices, ObjectNode sent) {
    var data = sent.deepCopy();
    if (data.path("apiVersion").asText().equals("latest")) {
      data.put("apiVersion", "v1");
    }
    if (data.has("healthchecks")) {
      data.set("healthChecks", data.remove("healthchecks"));
    }
    if (!data.has("enabled")) {
      data.put("enabled", true);
    }
    if (!data.path("resources").has("replicas")) {
      ((ObjectNode) data.get("resources")).put("replicas", 1);
    }
    var resources = (ObjectNode) data.get("resources");
    if (resources.hasNonNull("machineType")) {
      var type = resources.get("machineType").asText();
      resources.put("machineType", Catalogue.kept(choices, type));
    }
    new StoredOrder(choices).arrange(data);
    return data;
  }

  /**
   * A body in which what only others write stands as the contract has it (docs/paperspace-api.md
   * 10.35).
   */
  static JsonNode documented(JsonNode body) {
    var copy = body.deepCopy();
    for (var it : copy.at("/config/integrations")) {
      if (it.path("type").asText().equals("do-spaces")) {
        ((ObjectNode) it).put("type", "spaces");
      } else if (it.path("type").asText().equals("git-lfs")) {
        ((ObjectNode) it).remove(List.of("accessKeyId", "secretAccessKey"));
      }
    }
    return copy;
  }

  /** Replicas that will run: none when disabled. */
  static int replicas(JsonNode data) {
    return data.path("enabled").asBoolean(true) ? data.at("/resources/replicas").asInt() : 0;
  }

  /** The first thing the configuration names and the team has not, as an error text. */
  static Optional<String> unknown(Team team, String project, ObjectNode data) {
    var registry = data.path("containerRegistry").asText();
    if (!registry.isEmpty() && !RegistryRoutes.exists(team, registry)) {
      return Optional.of("Container registry " + registry + " does not exist");
    }
    for (var it : data.path("integrations")) {
      if (it.path("type").asText().equals("model") && !team.models().has(it.path("id").asText())) {
        return Optional.of("Model " + it.path("id").asText() + " does not exist");
      }
    }
    return secretNames(data).stream()
        .filter(it -> !team.secrets().has(project + "/" + it))
        .filter(it -> !team.table("team-secrets").has(it))
        .findFirst()
        .map(it -> "Secret " + it + " does not exist");
  }

  /** What is wrong with the region, if anything. */
  static Optional<String> unknownRegion(Team team, ObjectNode data) {
    var region = data.path("region").asText("ny2");
    boolean cluster =
        team.world().choices.is(Dialects.DeploymentRegion.ALSO_CLUSTER)
            && team.table("clusters").has(region);
    return region.equals("ny2") || cluster
        ? Optional.empty()
        : Optional.of("Deployments are not available in region " + region);
  }

  /** The value behind a text that may be a reference; frozen at the time of the call. */
  static String resolve(Team team, String project, String text) {
    return text.startsWith(SECRET)
        ? team.secretValue(project, text.substring(SECRET.length()))
        : text;
  }

  private static Set<String> secretNames(JsonNode node) {
    var names = new LinkedHashSet<String>();
    if (node.isTextual() && node.asText().startsWith(SECRET)) {
      names.add(node.asText().substring(SECRET.length()));
    }
    node.forEach(it -> names.addAll(secretNames(it)));
    return names;
  }
}
