package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies resources without a way through JSON: spec and status are immutable records and can be
 * shared, and what could not be read stays marked so.
 */
public final class ResourceCloner implements Cloner {
  private final KubernetesClient client;

  /** Takes the client for types other than ours. */
  public ResourceCloner(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public <T extends HasMetadata> T clone(T original) {
    if (original instanceof PaperspaceResource<?, ?> resource) {
      @SuppressWarnings("unchecked")
      T copy = (T) of(resource);
      return copy;
    }
    return client.getKubernetesSerialization().clone(original);
  }

  /** A copy whose metadata and status can be replaced without the original noticing. */
  static <R extends PaperspaceResource<?, ?>> R of(R original) {
    R copy = empty(original);
    share(original, copy);
    copy.setMetadata(new ObjectMetaBuilder(original.getMetadata()).build());
    copy.unreadable(original.unreadable());
    return copy;
  }

  /** What a write to an object or its status is addressed by, and nothing it would change. */
  static <R extends PaperspaceResource<?, ?>> R address(R original) {
    R address = empty(original);
    var metadata = original.getMetadata();
    address.setMetadata(
        new ObjectMetaBuilder()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withUid(metadata.getUid())
            .withResourceVersion(metadata.getResourceVersion())
            .build());
    return address;
  }

  @SuppressWarnings("unchecked")
  private static <R extends PaperspaceResource<?, ?>> R empty(R original) {
    try {
      return (R) original.getClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          original.getClass().getName() + " needs a public constructor without arguments", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void share(PaperspaceResource<?, ?> from, PaperspaceResource<?, ?> to) {
    var original = (PaperspaceResource<Object, Object>) from;
    var copy = (PaperspaceResource<Object, Object>) to;
    copy.setSpec(original.getSpec());
    copy.setStatus(original.getStatus());
  }
}
