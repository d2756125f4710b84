package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** In which order a stored configuration has what is a set (docs/paperspace-api.md 10.33). */
record StoredOrder(Choices choices) {
  private static final List<String> KEYS = List.of("metric", "type", "name");

  /** Puts the sets of a configuration in order; the order of a command is its meaning. */
  void arrange(ObjectNode data) {
    Stream.of("/env", "/integrations", "/resources/ports", "/resources/autoscaling/metrics")
        .map(data::at)
        .forEach(this::arrange);
    data.path("healthChecks").forEach(probe -> arrange(probe.path("headers")));
  }

  private void arrange(JsonNode set) {
    if (!(set instanceof ArrayNode array)) {
      return;
    }
    var rows = new ArrayList<JsonNode>();
    array.forEach(rows::add);
    switch (choices.of(Dialects.StoredOrder.class)) {
      case AS_SENT -> {}
      case SORTED -> rows.sort(Comparator.comparing(StoredOrder::key));
      case REVERSED -> Collections.reverse(rows);
    }
    array.removeAll().addAll(rows);
  }

  private static String key(JsonNode row) {
    return row.isNumber()
        ? "%08d".formatted(row.asInt())
        : String.join(" ", KEYS.stream().map(it -> row.path(it).asText()).toList());
  }
}
