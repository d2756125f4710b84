package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an error body says, made safe to show: scrubbed, one line, bounded (docs/paperspace-api.md
 * 5).
 */
record ErrorBody(String code, String message, String details, List<String> issues) {
  static final ErrorBody NOTHING = new ErrorBody(null, null, null, List.of());
  private static final int MAX_ISSUES = 10;
  private static final int MAX_ISSUE = 200;
  static final int MAX_TEXT = 500;

  /**
   * What an error body says.
   *
   * @param names of what was sent, which it speaks of
   */
  static ErrorBody in(JsonNode body, Fields.Names names, Redactor redactor) {
    if (!body.isObject()) {
      return NOTHING;
    }
    var error = body.path("error").isObject() ? body.path("error") : body;
    var message = Json.text(error.path("message"));
    var listed = listed(message);
    var issues = new ArrayList<>(Issues.in(error.path("issues")));
    issues.addAll(issues.isEmpty() ? Issues.in(error.at("/details/issues")) : List.of());
    issues.addAll(issues.isEmpty() ? listed : List.of());
    return new ErrorBody(
        clean(Json.text(error.path("code")), redactor, 100),
        listed.isEmpty() ? clean(message, redactor, MAX_TEXT) : null,
        clean(details(error.path("details")), redactor, MAX_TEXT),
        issues.stream()
            .map(issue -> clean(names.words(issue), redactor, MAX_ISSUE))
            .filter(Objects::nonNull)
            .limit(MAX_ISSUES)
            .toList());
  }

  /** The service's framework writes the issues as the message where nobody words them. */
  private static List<Issue> listed(String message) {
    if (message == null || !message.startsWith("[")) {
      return List.of();
    }
    try {
      return Issues.in(Json.parse(message.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return List.of();
    }
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

  private static String details(JsonNode details) {
    return details.isMissingNode() || details.isNull() ? null : details.toString();
  }

  /** Scrubbed before anything is cut or folded, so that no half of a secret survives. */
  static String clean(String text, Redactor redactor, int max) {
    return text == null ? null : ForeignText.line(redactor.scrub(text), max);
  }
}
