package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How one kind of object is read, and what tells one of them from another. */
record JsonShape<T extends Record>(Class<T> type, Function<T, String> key) {
  /** Every error has these, so that none of them tells an object from an error. */
  private static final Set<String> OF_ERRORS = Set.of("code", "message");

  /** Empty when this is no such object: not a JSON object, or without its key. */
  Optional<T> read(JsonNode node) {
    return Optional.ofNullable(node.isObject() || node.isTextual() ? Json.read(node, type) : null)
        .filter(object -> notBlank(key.apply(object)));
  }

  private static boolean notBlank(String key) {
    return key != null && !key.isBlank();
  }

  /**
   * True for a body with code and message, at most three fields, and no other of ours: an error.
   */
  boolean mistakenFor(JsonNode body) {
    return error(body)
        && Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !OF_ERRORS.contains(name))
            .noneMatch(body::has);
  }

  static boolean error(JsonNode body) {
    return body.isObject()
        && body.size() <= 3
        && body.path("code").isTextual()
        && body.path("message").isTextual();
  }
}
