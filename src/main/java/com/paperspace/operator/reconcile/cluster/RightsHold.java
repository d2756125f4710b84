package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.MutationGuard;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts a finalizer on the RoleBinding that gives the operator its rights in a namespace, until the
 * last object there is let go. Without it the deletion of the namespace would take the rights
 * first.
 */
public final class RightsHold {
  private final Map<String, RightsPlace> places;

  /**
   * Takes what is to be held.
   *
   * @param name of the RoleBinding; empty holds nothing
   * @param namespaces the namespaces to watch
   */
  public RightsHold(
      KubernetesClient client,
      ResourceIndex index,
      Events events,
      MutationGuard guard,
      Optional<String> name,
      Set<String> namespaces) {
    this.places =
        (name.isEmpty() ? Set.<String>of() : namespaces)
            .stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        Function.identity(),
                        it ->
                            new RightsPlace(
                                new RightsBinding(client, it, name.get()), index, events, guard)));
  }

  /** Holds the rights before an object gets a finalizer of ours, which needs them to come off. */
  void hold(PaperspaceResource<?, ?> resource) {
    var place = places.get(resource.getMetadata().getNamespace());
    if (place != null) {
      place.hold(resource.getMetadata().getUid());
    }
  }

  /** Counts an object at the start of its pass: after a restart nothing else tells of it. */
  public void notice(PaperspaceResource<?, ?> resource) {
    if (Metadata.isOurs(resource)) {
      hold(resource);
    } else if (resource.isMarkedForDeletion()) {
      left(resource.getMetadata().getNamespace(), resource.getMetadata().getUid());
    }
  }

  /** Notes that an object is gone, or has no finalizer of ours any more. */
  public void left(String namespace, String uid) {
    var place = places.get(namespace);
    if (place != null) {
      place.left(uid);
    }
  }

  /** The RoleBinding of a namespace is there or has changed; null when it is gone. */
  public void changed(String namespace, RoleBinding binding) {
    var place = places.get(namespace);
    if (place != null) {
      place.changed(binding);
    }
  }

  /** Does what is due in every namespace; makes no call where nothing is due. */
  public void look() {
    places.values().forEach(RightsPlace::look);
  }
}
