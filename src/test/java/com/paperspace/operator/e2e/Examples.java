package com.paperspace.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All files of {@code examples}, completed as their heads say, for one namespace of one team. */
final class Examples {
  /** What a person has to do that no file does, and what is said until then. */
  static final Map<String, String> BESIDES =
      Map.of(
          "CustomTemplate build-base",
              "is on, and a template can only be made from one that is off",
          "Deployment chat", "Secret LICENSE_KEY does not exist");

  private Examples() {}

  /** Gives the team what the files name by id. */
  static void found(Team team) {
    team.addUser("ann").addUser("ur1234567");
    for (var network : List.of("nw1234567", "nw-quickstart")) {
      var made =
          team.console("POST", "/private-networks", "{\"name\": \"n\", \"region\": \"ny2\"}");
      team.networks().add(network, made.<ObjectNode>deepCopy().put("id", network));
    }
    var model = team.console("POST", "/models", "{\"name\": \"m\"}");
    team.models().add("mo7654321", model.<ObjectNode>deepCopy().put("id", "mo7654321"));
  }

  /** The Secrets they name, with theirs. */
  static Map<String, Map<String, String>> secrets(String apiKey) {
    var all = new TreeMap<String, Map<String, String>>();
    for (var document : read()) {
      if (isSecret(document)) {
        var values = new TreeMap<String, String>();
        var given = document.path("stringData").properties();
        given.forEach(it -> values.put(it.getKey(), it.getValue().asText()));
        all.put(document.at("/metadata/name").asText(), values);
      }
    }
    all.put("paperspace-key", Map.of("apiKey", apiKey));
    all.put("team-a-key", Map.of("apiKey", apiKey));
    all.put("registry-login", Map.of("password", "x"));
    all.put("tokens", Map.of("token", "x", "hugging-face", "y", "spaces-key", "z"));
    all.put("bucket", Map.of("access-key", "AKIAEXAMPLE", "secret-access-key", "x"));
    return all;
  }

  /** The objects of ours; each is made where its file would take one over. */
  static List<ObjectNode> objects() {
    return read().stream()
        .filter(it -> !isSecret(it))
        .map(ObjectNode.class::cast)
        .peek(it -> complete((ObjectNode) it.path("spec")))
        .toList();
  }

  /** It would be made if its machine were off for another template, or a restore, just then. */
  static boolean isOfMachine(JsonNode document) {
    return document.path("kind").asText().equals("CustomTemplate")
        && document.at("/metadata/name").asText().equals("build-base");
  }

  private static void complete(ObjectNode spec) {
    spec.remove("externalId");
    spec.remove("teamId");
    if (spec.path("policy").path("management").asText().equals("ObserveOnly")) {
      ((ObjectNode) spec.path("policy")).remove("management");
    }
  }

  private static boolean isSecret(JsonNode document) {
    return document.path("kind").asText().equals("Secret");
  }

  private static List<JsonNode> read() {
    try (var files = Files.list(Path.of("examples"))) {
      return files.sorted().flatMap(it -> Manifests.in(it).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
