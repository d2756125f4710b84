package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/**
 * The Secret that takes the place of one that goes, with the same content, labels and annotations,
 * so that the tools that apply it know it again; without finalizers and owners, which had it
 * deleted.
 */
final class SuccessorSecret {

  static Secret of(Secret going) {
    var metadata = going.getMetadata();
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .endMetadata()
        .withType(going.getType())
        .withImmutable(going.getImmutable())
        .withData(going.getData())
        .build();
  }

  private SuccessorSecret() {}
}
