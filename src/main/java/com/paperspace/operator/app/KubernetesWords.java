package com.paperspace.operator.app;

import com.paperspace.operator.client.Words;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Why Kubernetes did not do as asked, in words: its own where it answered. */
final class KubernetesWords {
  /** The status of HTTP; the JDK has no name for it. */
  static final int TOO_MANY_REQUESTS = 429;

  /** In one line, without the client's own frame around it. */
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
