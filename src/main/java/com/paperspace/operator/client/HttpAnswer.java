package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Locale;
import okhttp3.Headers;
import okio.ByteString;

/** One complete HTTP answer, its body in memory. */
record HttpAnswer(int status, Headers headers, ByteString body) {

  boolean successful() {
    return status / 100 == 2;
  }

  /** The edge in front of the service answers in HTML, the service never does. */
  boolean html() {
    var type = headers.get("Content-Type");
    return (type != null && type.toLowerCase(Locale.ROOT).contains("html"))
        || body.substring(0, Math.min(body.size(), 64)).utf8().stripLeading().startsWith("<");
  }

  /** The same without what is to be masked in its texts, such as words of an event. */
  HttpAnswer masked(Redactor redactor) {
    var text = body.utf8();
    var scrubbed = redactor.scrub(text);
    return scrubbed.equals(text)
        ? this
        : new HttpAnswer(status, headers, ByteString.encodeUtf8(scrubbed));
  }

  JsonNode json() throws IOException {
    return Json.parse(body.toByteArray());
  }

  /** For error bodies, which may be anything. */
  JsonNode jsonOrNothing() {
    try {
      return json();
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
