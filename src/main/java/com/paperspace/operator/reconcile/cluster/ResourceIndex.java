package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.javaoperatorsdk.operator.api.config.NamespaceChangeable;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All resources of all kinds as the informers know them, and who uses whom. */
public final class ResourceIndex {
  private static final String USES = "uses";
  static final Comparator<PaperspaceResource<?, ?>> BY_AGE =
      Comparator.comparing((PaperspaceResource<?, ?> r) -> r.getMetadata().getCreationTimestamp())
          .thenComparing(r -> r.getMetadata().getUid());

  private final Map<Class<?>, Wing<?>> wings = new ConcurrentHashMap<>();
  private final Set<Class<? extends PaperspaceResource<?, ?>>> expected =
      ConcurrentHashMap.newKeySet();
  private final Doors doors = new Doors();
  private final Frozen frozen = new Frozen();

  private record Wing<R extends PaperspaceResource<?, ?>>(
      IndexerResourceCache<R> cache, WakeUps<R> alarms, Function<R, List<String>> uses) {
    void wake(String key) {
      if (isOpen()) {
        cache.byIndex(USES, key).forEach(user -> alarms.now(ResourceID.fromResource(user)));
      }
    }

    Stream<R> in(String namespace) {
      return cache.list(r -> namespace.equals(r.getMetadata().getNamespace()));
    }

    Stream<Frozen.One> toFreeze(String namespace) {
      return in(namespace).map(r -> new Frozen.One(r, uses.apply(r)));
    }

    /** Whether the informer has its first list: JOSDK starts the wake-ups of a kind after that. */
    boolean isOpen() {
      return alarms.isRunning();
    }

    /** An informer that is denied retries for ever, and JOSDK starts without it. */
    boolean knows(String namespace) {
      var informer =
          ((InformerWrappingEventSourceHealthIndicator<?>) cache)
              .informerHealthIndicators()
              .get(namespace);
      return informer != null && informer.hasSynced() && informer.isWatching();
    }

    /** Not by way of JOSDK's controller: that forgets which passes are running. */
    void serve(Set<String> namespaces) {
      ((NamespaceChangeable) cache).changeNamespaces(namespaces);
    }
  }

  /** Announces a kind, before any is started. */
  public void expect(Class<? extends PaperspaceResource<?, ?>> kind) {
    expected.add(kind);
  }

  /** Every kind, accounts included. */
  List<Class<? extends PaperspaceResource<?, ?>>> kinds() {
    return List.copyOf(expected);
  }

  /** Every resource of a namespace. */
  public List<PaperspaceResource<?, ?>> in(String namespace) {
    return wings.values().stream()
        .<PaperspaceResource<?, ?>>flatMap(wing -> wing.in(namespace))
        .toList();
  }

  /** Whether every kind is known; before that, what seems not to exist may only not be read yet. */
  public boolean isOpen() {
    return expected.stream()
        .allMatch(
            kind -> {
              var wing = wings.get(kind);
              return wing != null && wing.isOpen();
            });
  }

  /** The namespaces that may be closed, one by one, while others go on. */
  public Doors doors() {
    return doors;
  }

  /** Whether all that can be known of a namespace is known. */
  boolean isOpen(String namespace) {
    return isOpen() && doors.isOpen(namespace);
  }

  /** Knows the objects of these namespaces and of no other from now on. */
  public void serve(Set<String> namespaces) {
    wings.values().forEach(wing -> wing.serve(namespaces));
  }

  /** The same with one more, whose first list is waited for; false when it did not arrive. */
  public boolean serve(Set<String> namespaces, String joining) {
    return wings.values().stream()
        .allMatch(
            wing -> {
              wing.serve(namespaces);
              return wing.knows(joining);
            });
  }

  /**
   * Remembers the objects of a namespace right before it is served no longer: they keep their cloud
   * objects although no cache shows them.
   */
  public void freeze(String namespace) {
    var there = wings.values().stream().flatMap(wing -> wing.toFreeze(namespace)).toList();
    if (!there.isEmpty()) {
      frozen.keep(namespace, there);
    }
  }

  /**
   * Forgets what was remembered of a namespace that is served again.
   *
   * @return what went from it meanwhile
   */
  List<Frozen.One> thaw(String namespace) {
    return frozen.drop(namespace).stream().filter(one -> find(one.uid()).isEmpty()).toList();
  }

  /** Whether every kind is listed and watched in a namespace. */
  public boolean knows(String namespace) {
    return wings.values().stream().allMatch(wing -> wing.knows(namespace));
  }

  /**
   * Takes in a kind before its informer starts; {@code uses} gives the {@link IndexKey}s of a
   * resource.
   */
  public <R extends PaperspaceResource<?, ?>> void add(
      Class<R> kind,
      IndexerResourceCache<R> cache,
      Function<R, List<String>> uses,
      WakeUps<R> alarms) {
    cache.addIndexer(USES, uses);
    wings.put(kind, new Wing<>(cache, alarms, uses));
  }

  /** One resource by name. */
  public <R extends PaperspaceResource<?, ?>> Optional<R> find(
      Class<R> kind, String namespace, String name) {
    return find(kind, new ResourceID(name, namespace));
  }

  /** One resource by name. */
  public <R extends PaperspaceResource<?, ?>> Optional<R> find(Class<R> kind, ResourceID id) {
    var wing = wings.get(kind);
    return wing == null ? Optional.empty() : wing.cache().get(id).map(kind::cast);
  }

  /** Every resource that uses something, oldest first, also of namespaces out of sight. */
  public List<PaperspaceResource<?, ?>> users(String key) {
    var seen =
        wings.values().stream()
            .<PaperspaceResource<?, ?>>flatMap(wing -> wing.cache().byIndex(USES, key).stream());
    return Stream.concat(seen, frozen.users(key)).sorted(BY_AGE).toList();
  }

  /** Makes every user of something look now. */
  public void wakeUsers(String key) {
    wings.values().forEach(wing -> wing.wake(key));
  }

  /** What makes one resource look now; equal for equal resources, so that a set holds it once. */
  public Runnable waker(Class<?> kind, String namespace, String name) {
    return new Wake(this, kind, namespace, name);
  }

  private record Wake(ResourceIndex index, Class<?> kind, String namespace, String name)
      implements Runnable {
    @Override
    public void run() {
      index.wake(kind, namespace, name);
    }
  }

  /** Makes one resource look now. */
  public void wake(Class<?> kind, String namespace, String name) {
    var wing = wings.get(kind);
    if (wing != null) {
      wing.alarms().now(new ResourceID(name, namespace));
    }
  }

  /** Ids of the cloud objects the resources of a kind have in a team. */
  public List<String> cloudIds(
      Class<?> kind, String teamId, Predicate<PaperspaceResource<?, ?>> which) {
    var wing = wings.get(kind);
    return wing == null
        ? List.of()
        : wing.cache()
            .list(r -> r.getStatus() != null && r.getStatus().id() != null)
            .filter(r -> r.getStatus().account() != null)
            .filter(r -> teamId.equals(r.getStatus().account().teamId()))
            .filter(which)
            .map(r -> r.getStatus().id())
            .toList();
  }

  /** How many resources are in which condition. */
  public Map<Telemetry.Group, Long> census() {
    return wings.values().stream()
        .<PaperspaceResource<?, ?>>flatMap(wing -> wing.cache().list())
        .filter(r -> r.getStatus() != null && r.getStatus().conditions() != null)
        .flatMap(
            r ->
                r.getStatus().conditions().stream()
                    .map(c -> new Telemetry.Group(r.getKind(), c.type(), c.status(), c.reason())))
        .collect(Collectors.groupingBy(group -> group, Collectors.counting()));
  }

  /** One resource by uid, also of a namespace out of sight. */
  Optional<PaperspaceResource<?, ?>> find(String uid) {
    return wings.values().stream()
        .<PaperspaceResource<?, ?>>flatMap(
            wing -> wing.cache().list(r -> uid.equals(r.getMetadata().getUid())))
        .findFirst()
        .or(() -> frozen.find(uid));
  }
}
