package com.paperspace.operator.app;

import com.paperspace.operator.client.Words;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Why a request to Kubernetes failed, in Kubernetes' own words where it answered. */
final class KubernetesWords {
  /** The HTTP status for which the JDK has no name. */
  static final int TOO_MANY_REQUESTS = 429;

  /** One line, without the words of the client that wrap it. */
  static String of(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException refusal && refusal.getCode() > 0) {
        return said(refusal);
      }
    }
    return Words.of(failure);
  }

  private static String said(KubernetesClientException refusal) {
    var status = refusal.getStatus();
    return status == null || status.getMessage() == null
        ? "it answered " + refusal.getCode()
        : status.getMessage();
  }

  private KubernetesWords() {}
}
