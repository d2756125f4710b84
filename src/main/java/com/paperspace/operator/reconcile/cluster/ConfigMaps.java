package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.reconcile.status.PassEndedException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/**
 * Values of Kubernetes ConfigMaps, read anew by every pass: one may have a megabyte, and where the
 * right to watch them is denied nothing would tell that a remembered one is old.
 */
public record ConfigMaps(KubernetesClient client) {

  /** A ConfigMap as it is now, or empty. */
  public Optional<ConfigMap> find(String namespace, String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
  }

  /**
   * The text under a key and what tells whether it may have changed, or empty when the key or a
   * value is missing.
   *
   * @throws PassEndedException when it is no text
   */
  public static Optional<ReadValue> read(ConfigMap map, String key) {
    // kubectl puts there whatever is not plain text.
    return under(key, map.getData())
        .or(
            () ->
                under(key, map.getBinaryData())
                    .map(
                        it ->
                            EncodedText.decode(
                                it, "ConfigMap " + map.getMetadata().getName(), key)))
        .filter(text -> !text.isEmpty())
        .map(text -> ReadValue.of(map, key, text));
  }

  private static Optional<String> under(String key, Map<String, String> data) {
    return Optional.ofNullable(data).map(it -> it.get(key));
  }
}
