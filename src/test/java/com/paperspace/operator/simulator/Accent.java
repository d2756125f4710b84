package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How answers spell byte counts and regions (docs/paperspace-api.md 10.25, 10.26). */
final class Accent {
  private static final List<String> BYTES = List.of("ram", "storageTotal", "storageUsed");
  private static final Map<String, String> LABELS =
      Map.of(
          "ny2", "East Coast (NY2)",
          "ca1", "West Coast (CA1)",
          "ams1", "Europe (AMS1)");

  private final Choices choices;
  private final String kind;

  private Accent(Choices choices, String kind) {
    this.choices = choices;
    this.kind = kind;
  }

  /** The answer to a request as this service puts it; changed in place. */
  static JsonNode of(Choices choices, Request request, JsonNode answer) {
    var accent = new Accent(choices, request.route().split("/", 3)[1]);
    accent.rows(answer).forEach(accent::speak);
    return answer;
  }

  private Stream<ObjectNode> rows(JsonNode answer) {
    return Stream.concat(Stream.of(answer, answer.path("data")), answer.path("items").valueStream())
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  private void speak(ObjectNode row) {
    switch (kind) {
      case "machines" -> {
        region(row);
        if (choices.is(Dialects.MachineBytes.TEXT)) {
          BYTES.forEach(field -> text(row, field));
          row.path("accelerators").valueStream().forEach(it -> text((ObjectNode) it, "memory"));
        }
      }
      case "custom-templates", "private-networks", "public-ips" -> region(row);
      case "shared-drives" -> {
        region(row);
        if (choices.is(Dialects.DriveBytes.TEXT)) {
          text(row, "size");
        }
      }
      default -> {}
    }
  }

  private static void text(ObjectNode row, String field) {
    if (row.path(field).isNumber()) {
      row.put(field, row.get(field).asText());
    }
  }

  private void region(ObjectNode row) {
    var code = row.path("region").asText();
    boolean labelled =
        switch (choices.of(Dialects.RegionText.class)) {
          case LABEL -> true;
          case CODE -> false;
          case MIXED ->
              Math.floorMod(row.path(row.has("ip") ? "ip" : "id").asText().hashCode(), 2) == 0;
        };
    if (labelled && LABELS.containsKey(code)) {
      row.put("region", LABELS.get(code));
    }
  }
}
