package com.paperspace.operator.paperspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an error body says, made safe to show: scrubbed, one line, bounded (semantics.md 5). */
record Said(String code, String message, String details, List<String> issues) {
  static final Said NOTHING = new Said(null, null, null, List.of());
  private static final int MAX_ISSUES = 10;
  private static final int MAX_ISSUE = 200;
  static final int MAX_TEXT = 500;

  static Said in(JsonNode body, Scrubber scrubber) {
    if (!body.isObject()) {
      return NOTHING;
    }
    var error = body.path("error").isObject() ? body.path("error") : body;
    return new Said(
        clean(text(error.path("code")), scrubber, 100),
        clean(text(error.path("message")), scrubber, MAX_TEXT),
        clean(details(error.path("details")), scrubber, MAX_TEXT),
        issues(error, scrubber));
  }

  /** The service's words with every issue, without the status. */
  String words() {
    var all = issues.stream().filter(issue -> !issue.equals(message)).toList();
    if (all.isEmpty()) {
      return message == null ? "" : message;
    }
    var joined = String.join("; ", all);
    return message == null ? joined : message + " (" + joined + ")";
  }

  private static List<String> issues(JsonNode error, Scrubber scrubber) {
    var nodes = error.path("issues").isArray() ? error.path("issues") : error.at("/details/issues");
    var issues = new ArrayList<String>();
    for (JsonNode node : nodes) {
      var issue = clean(issue(node), scrubber, MAX_ISSUE);
      if (issue != null && issues.size() < MAX_ISSUES) {
        issues.add(issue);
      }
    }
    return issues;
  }

  private static String issue(JsonNode node) {
    var message = node.isObject() ? text(node.path("message")) : text(node);
    var path = path(node.path("path").isMissingNode() ? node.path("field") : node.path("path"));
    return path == null || path.isEmpty() ? message : path + ": " + message;
  }

  private static String path(JsonNode path) {
    if (!path.isArray()) {
      return text(path);
    }
    return path.valueStream().map(JsonNode::asText).collect(Collectors.joining("."));
  }

  private static String details(JsonNode details) {
    return details.isMissingNode() || details.isNull() ? null : details.toString();
  }

  private static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  /** Scrubbed before anything is cut or folded, so that no half of a secret survives. */
  static String clean(String text, Scrubber scrubber, int max) {
    if (text == null) {
      return null;
    }
    var line = scrubber.scrub(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.regionMatches(true, 0, "<!doctype", 0, 9)
        || line.regionMatches(true, 0, "<html", 0, 5)) {
      return "(an HTML page)";
    }
    return bound(line, max);
  }

  static String bound(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "…";
  }
}
