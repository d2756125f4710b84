package com.paperspace.operator.reconcile.pass;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.Intent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is written down with a create intent, in an annotation of its own: what only a create can
 * set as it is sent, and what stood there before it. One that somebody damaged is none.
 */
public final class CreateNote {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** No field of a spec has such a name. */
  private static final String STOOD = "@stood";

  private CreateNote() {}

  /**
   * The note of an intent.
   *
   * @param sent what only a create can set
   * @param stood ids of what the create must not be taken to have made; empty where none was listed
   * @return null where there is nothing to be noted
   */
  public static String of(
      Intent intent, Map<String, Object> sent, Optional<? extends Collection<String>> stood) {
    if (sent.isEmpty() && stood.isEmpty()) {
      return null;
    }
    ObjectNode note = JSON.valueToTree(sent);
    stood.ifPresent(ids -> note.set(STOOD, JSON.valueToTree(ids)));
    return intent.nonce() + " " + note;
  }

  /** The note of an intent, if a resource has it. */
  static Optional<JsonNode> read(PaperspaceResource<?, ?> resource, Intent intent) {
    var note = Metadata.annotation(resource, Annotations.CREATED_WITH);
    var mine = intent.nonce() + " ";
    if (note == null || !note.startsWith(mine)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(note.substring(mine.length())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Ids of what stood there before an intent; empty where that was not listed, or is lost. */
  public static Optional<Set<String>> stood(PaperspaceResource<?, ?> resource, Intent intent) {
    return read(resource, intent)
        .map(note -> note.path(STOOD))
        .filter(JsonNode::isArray)
        .map(
            ids -> {
              var stood = new HashSet<String>();
              ids.forEach(id -> stood.add(id.asText()));
              return stood;
            });
  }
}
