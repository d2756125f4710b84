package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/**
 * The Secret that replaces one that is being deleted. It has the same content, and the labels and
 * annotations by which tools recognise it. It has no finalizers and no owners, which would have it
 * deleted again.
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
