package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What goes back over the wire. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json; charset=utf-8", body.toString(), Map.of());
  }

  static Answer html(int status, String body) {
    return new Answer(status, "text/html; charset=utf-8", body, Map.of());
  }

  Answer with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new Answer(status, contentType, body, Map.copyOf(all));
  }
}
