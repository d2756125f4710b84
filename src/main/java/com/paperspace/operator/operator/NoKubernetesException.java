package com.paperspace.operator.operator;

import java.net.URL;

/** No Kubernetes answers where one should be; the message says where, why and what to do. */
final class NoKubernetesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoKubernetesException(URL where, Throwable why) {
    super(
        ("Kubernetes at %s does not answer (%s). Check that it runs and can be reached from here (in"
                + " a cluster: a network policy); outside a cluster, that KUBECONFIG, or the current"
                + " context of ~/.kube/config, leads to it.")
            .formatted(where, root(why)),
        why);
  }

  private static String root(Throwable e) {
    return e.getCause() == null
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : root(e.getCause());
  }
}
