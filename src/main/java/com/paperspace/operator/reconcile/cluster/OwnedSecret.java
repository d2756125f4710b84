package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The Secret of one name that a resource owns, and that goes with it. */
record OwnedSecret(PaperspaceResource<?, ?> owner, String name) {

  /** Whether a Secret belongs to the resource, or to one that had its name before. */
  boolean mayReplace(Secret existing) {
    return existing.getMetadata().getOwnerReferences().stream().anyMatch(this::isByName);
  }

  private boolean isByName(OwnerReference reference) {
    return owner.getApiVersion().equals(reference.getApiVersion())
        && owner.getKind().equals(reference.getKind())
        && owner.getMetadata().getName().equals(reference.getName());
  }

  /** Whether a Secret belongs to this very resource and holds exactly these values. */
  boolean isAlready(Secret existing, Map<String, String> values) {
    return existing.getMetadata().getOwnerReferences().stream()
            .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()))
        && encoded(values).equals(existing.getData());
  }

  /** The Secret with exactly these values; labels and annotations stay as they stand in it. */
  Secret with(Map<String, String> values, SecretBuilder existing) {
    return existing
        .editOrNewMetadata()
        .withName(name)
        .withNamespace(owner.getMetadata().getNamespace())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withType("Opaque")
        .withData(encoded(values))
        .build();
  }

  private static Map<String, String> encoded(Map<String, String> values) {
    var data = new HashMap<String, String>();
    values.forEach((key, value) -> data.put(key, encoded(value)));
    return data;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
