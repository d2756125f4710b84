package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text that Kubernetes keeps as base64. */
final class EncodedText {

  /**
   * Decodes strictly: a lenient decoder would send the API a value that nobody wrote.
   *
   * @param object kind and name of what holds it
   * @throws PassEndedException when it is no text
   */
  static String decode(String base64, String object, String key) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.InvalidSpec, object + ": the value under " + key + " is not text in UTF-8."));
    }
  }

  private EncodedText() {}
}
