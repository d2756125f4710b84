package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Shared;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;

/** Makes cached resources smaller: drops fields that nothing reads, and shares equal words. */
final class Ballast {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Ballast() {}

  /**
   * Drops what nothing here reads and what makes two thirds of an object's size. An item store
   * could drop it too, but JOSDK would share one among the informers of all namespaces, and each
   * evicts what the others hold.
   */
  static void drop(JsonNode metadata) {
    if (metadata instanceof ObjectNode fields) {
      fields.remove("managedFields");
      if (fields.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
      }
    }
  }

  /**
   * Has a resource that was just read share the words it has in common with others, and with what
   * is kept of it beside it, and what it has none of. To change it takes a copy ({@code
   * ResourceCloner}).
   */
  static <R extends PaperspaceResource<?, ?>> R share(R resource) {
    var metadata = resource.getMetadata();
    if (metadata != null) {
      metadata.setNamespace(Shared.word(metadata.getNamespace()));
      metadata.setName(Shared.word(metadata.getName()));
      metadata.setUid(Shared.word(metadata.getUid()));
      metadata.setCreationTimestamp(Shared.word(metadata.getCreationTimestamp()));
      if (metadata.getFinalizers() != null) {
        metadata.setFinalizers(metadata.getFinalizers().stream().map(Shared::word).toList());
      }
      shareNothing(metadata);
    }
    return resource;
  }

  /** Most have none of these, and Fabric8 keeps a list or a map for each. */
  private static void shareNothing(ObjectMeta metadata) {
    if (isNone(metadata.getLabels())) {
      metadata.setLabels(Map.of());
    }
    if (isNone(metadata.getOwnerReferences())) {
      metadata.setOwnerReferences(List.of());
    }
    if (isNone(metadata.getManagedFields())) {
      metadata.setManagedFields(List.of());
    }
    if (isNone(metadata.getAdditionalProperties())) {
      metadata.setAdditionalProperties(Map.of());
    }
  }

  private static boolean isNone(List<?> values) {
    return values == null || values.isEmpty();
  }

  private static boolean isNone(Map<?, ?> values) {
    return values == null || values.isEmpty();
  }
}
