package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What the key of a member sees: what is assigned to the member (docs/paperspace-api.md 5, 10.30).
 */
record Assigned(Team team, String user) {
  private static final Set<String> ADD_ONS =
      Set.of(
          "custom-templates", "private-networks", "public-ips", "shared-drives", "startup-scripts");

  /** Refuses a request about an object of others. */
  void check(Request request) {
    var parts = request.route().split("/", 4);
    boolean one = parts.length > 2 && parts[2].startsWith("{");
    var id = one ? request.path().split("/", 4)[2] : "";
    if (one && !sees(parts[1], id)) {
      var noun = parts[1].substring(0, parts[1].length() - 1);
      throw team.world().choices.is(Dialects.MemberSees.FORBIDDEN)
          ? Refusal.forbidden("You may not use this " + noun)
          : Refusal.notFound(noun);
    }
  }

  /** Leaves what is of others out of a list. */
  JsonNode only(Request request, JsonNode answer) {
    if (answer instanceof ObjectNode page && page.get("items") instanceof ArrayNode items) {
      var kind = request.route().endsWith("/deployments") ? "deployments" : request.route();
      for (var rows = items.elements(); rows.hasNext(); ) {
        if (!sees(kind.replaceFirst("^/", ""), rows.next().path("id").asText())) {
          rows.remove();
        }
      }
    }
    return answer;
  }

  private boolean sees(String kind, String id) {
    return switch (kind) {
      case "machines" -> team.accessors().has(id + "/" + user);
      case "snapshots" ->
          team.snapshots()
              .current(id)
              .filter(it -> sees("machines", it.path("machineId").asText()))
              .isPresent();
      case "projects" -> team.collaborators().has(id + "/" + user);
      case "deployments" ->
          team.deployments()
              .current(id)
              .map(it -> it.path("projectId").asText())
              .filter(project -> team.collaborators().has(project + "/" + user))
              .isPresent();
      default -> !ADD_ONS.contains(kind);
    };
  }
}
