package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.cluster.WakeUps;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An informer's cache that holds what a test puts there, or what something else shows. */
public final class Known<R extends PaperspaceResource<?, ?>> implements IndexerResourceCache<R> {
  private final Map<String, R> byUid = new LinkedHashMap<>();
  private final Map<String, Function<R, List<String>>> indexers = new HashMap<>();
  private final Supplier<List<R>> shown;

  public Known() {
    shown = () -> List.copyOf(byUid.values());
  }

  /** One that is never behind what is shown. */
  public Known(Supplier<List<R>> shown) {
    this.shown = shown;
  }

  /**
   * Has an index know what is here. Whoever is woken has a pass that begins at once.
   *
   * @param woken is told the name of each that is woken
   */
  public void join(
      ResourceIndex index,
      Class<R> kind,
      Function<R, List<String>> uses,
      Scheduler scheduler,
      Consumer<String> woken) {
    var wakeUps = new WakeUps<>(kind, scheduler, this::get);
    wakeUps.setEventHandler(
        event -> {
          var id = event.getRelatedCustomResourceID();
          woken.accept(id.getName());
          wakeUps.begins(id);
        });
    wakeUps.start();
    index.expect(kind);
    index.add(kind, this, uses, wakeUps);
  }

  public void put(R resource) {
    byUid.put(resource.getMetadata().getUid(), resource);
  }

  public void remove(R resource) {
    byUid.remove(resource.getMetadata().getUid());
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
    return shown.get().stream().filter(which);
  }

  @Override
  public Stream<R> list(String namespace, Predicate<R> which) {
    return list(which.and(it -> namespace.equals(it.getMetadata().getNamespace())));
  }
}
