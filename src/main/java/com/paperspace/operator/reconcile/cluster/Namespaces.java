package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What is asked of the API server about a namespace. */
public final class Namespaces {
  private Namespaces() {}

  /** Whether it is being deleted; one that is not there is not. */
  public static boolean isDying(KubernetesClient client, String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace != null && namespace.isMarkedForDeletion();
  }
}
