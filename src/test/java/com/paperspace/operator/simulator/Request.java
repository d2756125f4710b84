package com.paperspace.operator.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

/** One request as it arrived, and the operation of the contract it matched. */
public record Request(
    String method,
    String route,
    String path,
    Map<String, String> pathParameters,
    Map<String, String> query,
    Map<String, String> headers,
    String text,
    JsonNode body) {

  /** Whether it would change something. */
  public boolean mutating() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /** The parameters of a query as it stands in a URL; null for none. */
  static Map<String, String> query(String raw) {
    var query = new HashMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        var parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  /** The header's value, or an empty text; header names are kept in lower case. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
