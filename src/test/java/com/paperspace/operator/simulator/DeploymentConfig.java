package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What the service makes of a deployment's configuration. */
final class DeploymentConfig {
  private static final String SECRET = "secret:";

  private DeploymentConfig() {}

  /** As stored: defaults filled in, {@code latest} resolved, the old spelling folded. */
  static ObjectNode stored(ObjectNode sent) {
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
    return data;
  }

  /** Replicas that will run: none when disabled. */
  static int replicas(JsonNode data) {
    return data.path("enabled").asBoolean(true) ? data.at("/resources/replicas").asInt() : 0;
  }

  /** The first thing the configuration names and the team has not, as an error text. */
  static Optional<String> unknown(Team team, String project, ObjectNode data) {
    var registry = data.path("containerRegistry").asText();
    if (!registry.isEmpty() && !team.table("container-registries").has(registry)) {
      return Optional.of("Container registry " + registry + " does not exist");
    }
    var region = data.path("region").asText("ny2");
    if (!region.equals("ny2")) {
      return Optional.of("Deployments are not available in region " + region);
    }
    return secretNames(data).stream()
        .filter(it -> !team.secrets().has(project + "/" + it))
        .filter(it -> !team.table("team-secrets").has(it))
        .findFirst()
        .map(it -> "Secret " + it + " does not exist");
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
