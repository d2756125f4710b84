package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
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

  /** Whether a Secret is of this very resource and object, and holds what is to stand in it. */
  boolean isAlready(Secret existing, OutputValues outputs) {
    return isOf(existing, outputs.id()) && data(existing, outputs).equals(existing.getData());
  }

  private boolean isOf(Secret existing, String id) {
    return existing.getMetadata() != null
        && id.equals(Metadata.annotation(existing, Annotations.OUTPUTS_OF))
        && existing.getMetadata().getOwnerReferences().stream()
            .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
  }

  /** The Secret with these values; labels and other annotations stay as they stand in it. */
  Secret with(OutputValues outputs, SecretBuilder existing) {
    var data = data(existing.build(), outputs);
    return existing
        .editOrNewMetadata()
        .addToAnnotations(Annotations.OUTPUTS_OF, outputs.id())
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
        .withData(data)
        .build();
  }

  /** What is not shown now stays, but for what another object or resource had. */
  private Map<String, String> data(Secret existing, OutputValues outputs) {
    var data = new HashMap<String, String>();
    if (!outputs.whole() && isOf(existing, outputs.id()) && existing.getData() != null) {
      data.putAll(existing.getData());
    }
    outputs.values().forEach((key, value) -> data.put(key, encoded(value)));
    return data;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
