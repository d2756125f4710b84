package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A cache of one namespace that is never behind: every look asks the API server. */
final class Shelved<R extends PaperspaceResource<?, ?>> implements IndexerResourceCache<R> {
  private final KubernetesClient client;
  private final String namespace;
  private final Class<R> kind;
  private final Map<String, Function<R, List<String>>> indexers = new HashMap<>();

  Shelved(KubernetesClient client, String namespace, Class<R> kind) {
    this.client = client;
    this.namespace = namespace;
    this.kind = kind;
  }

  @Override
  public void addIndexers(Map<String, Function<R, List<String>>> more) {
    indexers.putAll(more);
  }

  @Override
  public List<R> byIndex(String name, String key) {
    return list(it -> indexers.get(name).apply(it).contains(key)).toList();
  }

  @Override
  public Optional<R> get(ResourceID id) {
    return list(it -> ResourceID.fromResource(it).equals(id)).findFirst();
  }

  @Override
  public Stream<ResourceID> keys() {
    return list(it -> true).map(ResourceID::fromResource);
  }

  @Override
  public Stream<R> list(Predicate<R> which) {
    return client.resources(kind).inNamespace(namespace).list().getItems().stream().filter(which);
  }

  @Override
  public Stream<R> list(String namespace, Predicate<R> which) {
    return list(which.and(it -> namespace.equals(it.getMetadata().getNamespace())));
  }
}
