package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.function.Supplier;

/**
 * A Kubernetes kind whose objects hold values.
 *
 * @param empty an object with nothing in it
 * @param isNeeded whether nothing can be served where the right to it is denied
 */
record WatchedKind<T extends HasMetadata>(Class<T> type, Supplier<T> empty, boolean isNeeded) {
  /** In place of a namespace: all of them. */
  static final String ALL = "";

  static final WatchedKind<Secret> SECRETS = new WatchedKind<>(Secret.class, Secret::new, true);

  /** Only what names one needs the right to it. */
  static final WatchedKind<ConfigMap> CONFIG_MAPS =
      new WatchedKind<>(ConfigMap.class, ConfigMap::new, false);

  /** What people call several of them. */
  String plural() {
    return type.getSimpleName() + "s";
  }

  /** Those of a namespace, or of all. */
  Informable<T> in(KubernetesClient client, String namespace) {
    var objects = client.resources(type);
    return namespace.equals(ALL) ? objects.inAnyNamespace() : objects.inNamespace(namespace);
  }

  /** What identifies an object, and nothing else of it. */
  T strip(T object) {
    ObjectMeta full = object.getMetadata();
    T kept = empty.get();
    kept.setMetadata(
        new ObjectMetaBuilder()
            .withName(full.getName())
            .withNamespace(full.getNamespace())
            .withUid(full.getUid())
            .withResourceVersion(full.getResourceVersion())
            .withDeletionTimestamp(full.getDeletionTimestamp())
            .withFinalizers(full.getFinalizers())
            .withOwnerReferences(full.getOwnerReferences())
            .build());
    return kept;
  }
}
