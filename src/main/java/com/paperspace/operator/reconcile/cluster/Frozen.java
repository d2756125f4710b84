package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What was last known of the namespaces that are not served for now: their objects still have what
 * they have in the cloud, though no cache shows them. Bounded by the namespaces that are named.
 */
final class Frozen {
  private final Map<String, List<One>> byNamespace = new ConcurrentHashMap<>();

  /**
   * An object that is out of sight.
   *
   * @param keys of everything it uses
   */
  record One(PaperspaceResource<?, ?> resource, List<String> keys) {
    String uid() {
      return resource.getMetadata().getUid();
    }
  }

  /**
   * Keeps what is there; what was kept before stays, for after a join that failed less is known.
   */
  void keep(String namespace, List<One> objects) {
    byNamespace.putIfAbsent(namespace, objects);
  }

  /** Drops a namespace; answers what was kept of it. */
  List<One> drop(String namespace) {
    var kept = byNamespace.remove(namespace);
    return kept == null ? List.of() : kept;
  }

  /** Everything that uses something. */
  Stream<PaperspaceResource<?, ?>> users(String key) {
    return all().filter(it -> it.keys().contains(key)).map(One::resource);
  }

  /** One of them. */
  Optional<PaperspaceResource<?, ?>> find(String uid) {
    return all()
        .filter(it -> it.uid().equals(uid))
        .<PaperspaceResource<?, ?>>map(One::resource)
        .findFirst();
  }

  private Stream<One> all() {
    return byNamespace.values().stream().flatMap(List::stream);
  }
}
