package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The last known objects of namespaces that are not served for now: no cache shows them, but they
 * still have their cloud objects. Holds no namespace that the settings do not name.
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
   * Keeps the objects of a namespace unless some are kept already. A join that fails leaves fewer
   * known than were kept before it.
   */
  void keep(String namespace, List<One> objects) {
    byNamespace.putIfAbsent(namespace, objects);
  }

  /** Drops a namespace; answers what was kept of it. */
  List<One> drop(String namespace) {
    var kept = byNamespace.remove(namespace);
    return kept == null ? List.of() : kept;
  }

  /** Those that use something, by its {@link IndexKey}. */
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
