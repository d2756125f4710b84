package com.paperspace.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What is asked of the API server about a namespace. */
final class Namespaces {
  private Namespaces() {}

  /** Whether it is being deleted; one that is not there is not. */
  static boolean isDying(KubernetesClient client, String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace != null && namespace.isMarkedForDeletion();
  }
}
