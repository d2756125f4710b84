package com.paperspace.operator.reconcile.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bodies of JSON merge patches of metadata, guarded by the resourceVersion they were decided on.
 */
final class Patches {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Puts the finalizer "in use" on an object, or takes it off. */
  static String inUse(HasMetadata object, boolean held) {
    var wanted = new ArrayList<>(Metadata.finalizers(object));
    wanted.removeIf(Annotations.IN_USE_FINALIZER::equals);
    if (held) {
      wanted.add(Annotations.IN_USE_FINALIZER);
    }
    return metadata(object.getMetadata().getResourceVersion(), wanted, Map.of());
  }

  static String metadata(
      String resourceVersion, List<String> finalizers, Map<String, String> annotations) {
    var metadata = JSON.createObjectNode();
    metadata.put("resourceVersion", resourceVersion);
    if (finalizers.isEmpty()) {
      // RFC 7396: null removes; Fabric8's mock server would keep the old ones with an empty list.
      metadata.putNull("finalizers");
    } else {
      finalizers.forEach(metadata.putArray("finalizers")::add);
    }
    if (!annotations.isEmpty()) {
      annotations.forEach(metadata.putObject("annotations")::put);
    }
    return JSON.createObjectNode().set("metadata", metadata).toString();
  }

  private Patches() {}
}
