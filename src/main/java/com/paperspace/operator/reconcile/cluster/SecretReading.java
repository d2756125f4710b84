package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * One Secret, read at most once unless it is too large to be kept. The read is made under the lock
 * of this object and not of the map it stands in, because the watch would wait for that. A change
 * during the read drops the whole reading, so that no old value comes back.
 */
final class SecretReading {
  /**
   * Characters of JSON: room for a value as long as the service takes one (8,192), which base64 and
   * kubectl's copy in an annotation make 22,000. A Secret may have 1 MiB beside the value it is
   * named for, and one that has more than this is read by every pass, as a ConfigMap is.
   */
  private static final int KEPT = 32_768;

  private Optional<Secret> answer;

  /** The Secret of this reading, as it is now or was when it was read. */
  synchronized Optional<Secret> get(KubernetesClient client, String namespace, String name) {
    if (answer != null) {
      return answer;
    }
    var now = Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    if (now.filter(it -> isLarge(client, it)).isEmpty()) {
      answer = now;
    }
    return now;
  }

  private static boolean isLarge(KubernetesClient client, Secret secret) {
    return client.getKubernetesSerialization().asJson(secret).length() > KEPT;
  }
}
