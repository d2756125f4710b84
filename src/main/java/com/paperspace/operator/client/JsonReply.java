package com.paperspace.operator.client;

import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The body of a successful answer, and the ways to read it. */
record JsonReply(JsonNode body, HttpAnswer answer, ErrorMapping faults) {

  static JsonReply of(HttpAnswer answer, ErrorMapping faults) {
    if (answer.html()) {
      throw faults.refused(answer);
    }
    try {
      return new JsonReply(answer.json(), answer, faults);
    } catch (JsonEOFException e) {
      throw faults.brokenOff(answer);
    } catch (IOException e) {
      throw faults.malformed(answer, "not valid JSON");
    }
  }

  /** No body, or JSON null. */
  boolean empty() {
    return body.isMissingNode() || body.isNull();
  }

  /** The object; its absence is a broken answer. */
  <T extends Record> T object(JsonShape<T> shape) {
    return optional(shape).orElseThrow(() -> malformed("no body"));
  }

  /** The object, or empty when the service sent no body. */
  <T extends Record> Optional<T> optional(JsonShape<T> shape) {
    if (empty()) {
      return Optional.empty();
    }
    if (shape.mistakenFor(body)) {
      throw faults.refused(answer, body);
    }
    return Optional.of(row(body, shape));
  }

  /**
   * Like {@link #optional}, and a soft-deleted object is none (docs/paperspace-api.md 2.7). An
   * empty 200 proves nothing: taken for "gone" it would have the object made a second time.
   */
  <T extends Record> Optional<T> alive(JsonShape<T> shape) {
    if (body.isMissingNode() && answer.status() != HttpURLConnection.HTTP_NO_CONTENT) {
      throw malformed("no body");
    }
    return Json.deleted(body) ? Optional.empty() : optional(shape);
  }

  <T extends Record> T row(JsonNode node, JsonShape<T> shape) {
    return shape
        .read(node)
        .orElseThrow(() -> malformed("no " + shape.type().getSimpleName() + " with its key"));
  }

  /** For calls whose answer nobody needs: anything but an error. */
  Void nothing() {
    checkNoError();
    return null;
  }

  void checkNoError() {
    if (JsonShape.error(body)) {
      throw faults.refused(answer, body);
    }
  }

  PaperspaceException malformed(String why) {
    return faults.malformed(answer, why);
  }
}
