package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
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
import java.util.stream.Stream;

/** All resources of all kinds as the informers know them, and who uses whom. */
public final class ResourceIndex {
  /** The uid decides between two of one second, so that all processes name the same as older. */
  static final Comparator<PaperspaceResource<?, ?>> BY_AGE =
      Comparator.comparing((PaperspaceResource<?, ?> r) -> r.getMetadata().getCreationTimestamp())
          .thenComparing(r -> r.getMetadata().getUid());

  private final Map<Class<?>, IndexedKind<?>> indexed = new ConcurrentHashMap<>();
  private final Set<Class<? extends PaperspaceResource<?, ?>>> expected =
      ConcurrentHashMap.newKeySet();
  private final Doors doors = new Doors();

  /** What has come before it was let in: after a start, all there is. */
  private final Set<Runnable> early = ConcurrentHashMap.newKeySet();

  private final Frozen frozen = new Frozen();

  /** Announces a kind, before any is started. */
  public void expect(Class<? extends PaperspaceResource<?, ?>> kind) {
    expected.add(kind);
  }

  /** Every kind, accounts included. */
  List<Class<? extends PaperspaceResource<?, ?>>> kinds() {
    return List.copyOf(expected);
  }

  /** Whether this process serves a kind; of another one it sees nothing. */
  public boolean serves(Class<? extends PaperspaceResource<?, ?>> kind) {
    return expected.contains(kind);
  }

  /** Every resource of a namespace. */
  public List<PaperspaceResource<?, ?>> in(String namespace) {
    return indexed.values().stream()
        .<PaperspaceResource<?, ?>>flatMap(known -> known.in(namespace))
        .toList();
  }

  /**
   * Whether every kind is listed; before that, an object that is not found may exist. While none is
   * announced, all are still to come.
   */
  public boolean isOpen() {
    return !expected.isEmpty()
        && expected.stream()
            .allMatch(
                kind -> {
                  var known = indexed.get(kind);
                  return known != null && known.isListed();
                });
  }

  /** Lets passes into the namespaces that are known, and into no other. */
  public Doors doors() {
    return doors;
  }

  /** Begins a pass, whose end is told by {@link Doors#exit}; false where it comes too early. */
  public boolean enter(PaperspaceResource<?, ?> resource) {
    var metadata = resource.getMetadata();
    if (entered(metadata.getNamespace())) {
      return true;
    }
    var waker = waker(resource.getClass(), metadata.getNamespace(), metadata.getName());
    early.add(waker);
    // Once more: who opened meanwhile did not see it.
    boolean isLate = entered(metadata.getNamespace());
    if (isLate) {
      early.remove(waker);
    }
    return isLate;
  }

  private boolean entered(String namespace) {
    return isOpen() && doors.enter(namespace);
  }

  /** Has all looked at again whose passes came too early. */
  public void wakeEarly() {
    for (var waker : List.copyOf(early)) {
      early.remove(waker);
      waker.run();
    }
  }

  /** Whether every object of a namespace is known. */
  boolean isOpen(String namespace) {
    return isOpen() && doors.isOpen(namespace);
  }

  /** Has the informers watch these namespaces and no other from now on. */
  public void serve(Set<String> namespaces) {
    indexed.values().forEach(known -> known.watch(namespaces));
  }

  /** The same, and waits for the first list of one of them; false when it does not arrive. */
  public boolean serve(Set<String> namespaces, String joining) {
    return indexed.values().stream()
        .allMatch(
            known -> {
              known.watch(namespaces);
              return known.isWatched(joining);
            });
  }

  /**
   * Remembers the objects of a namespace, right before it is served no longer: they keep their
   * cloud objects although no cache shows them then.
   */
  public void freeze(String namespace) {
    var there = indexed.values().stream().flatMap(known -> known.toFreeze(namespace)).toList();
    if (!there.isEmpty()) {
      frozen.keep(namespace, there);
    }
  }

  /**
   * Forgets what was remembered of a namespace that is served again.
   *
   * @return the objects that were deleted meanwhile
   */
  List<Frozen.One> thaw(String namespace) {
    return frozen.drop(namespace).stream().filter(one -> find(one.uid()).isEmpty()).toList();
  }

  /** Whether every kind is listed and watched in a namespace. */
  public boolean knows(String namespace) {
    return indexed.values().stream().allMatch(known -> known.isWatched(namespace));
  }

  /**
   * Takes in a kind before its informer starts; {@code uses} gives the {@link IndexKey}s of a
   * resource.
   */
  public <R extends PaperspaceResource<?, ?>> void add(
      Class<R> kind,
      IndexerResourceCache<R> cache,
      Function<R, List<String>> uses,
      WakeUps<R> wakeUps) {
    indexed.put(kind, new IndexedKind<>(cache, wakeUps, uses));
  }

  /** One resource by name. */
  public <R extends PaperspaceResource<?, ?>> Optional<R> find(
      Class<R> kind, String namespace, String name) {
    return find(kind, new ResourceID(name, namespace));
  }

  /** One resource by name. */
  public <R extends PaperspaceResource<?, ?>> Optional<R> find(Class<R> kind, ResourceID id) {
    var known = indexed.get(kind);
    return known == null ? Optional.empty() : known.find(id).map(kind::cast);
  }

  /** Every resource that uses something, the oldest first; also of namespaces out of sight. */
  public List<PaperspaceResource<?, ?>> users(String key) {
    var seen =
        indexed.values().stream().<PaperspaceResource<?, ?>>flatMap(known -> known.users(key));
    return Stream.concat(seen, frozen.users(key)).sorted(BY_AGE).toList();
  }

  /** Has every resource that uses something looked at now. */
  public void wakeUsers(String key) {
    wakeUsers(key, any -> true);
  }

  /** Has those looked at now that use something and that the news of it concerns. */
  public void wakeUsers(String key, Predicate<PaperspaceResource<?, ?>> which) {
    indexed.values().forEach(known -> known.wakeUsers(key, which));
  }

  /** What has one resource looked at now; equal for equal resources, so that a set holds one. */
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

  /** Has one resource looked at now. */
  public void wake(Class<?> kind, String namespace, String name) {
    var known = indexed.get(kind);
    if (known != null) {
      known.wake(new ResourceID(name, namespace));
    }
  }

  /** Ids of the cloud objects the resources of a kind have in a team. */
  public List<String> cloudIds(
      Class<?> kind, String teamId, Predicate<PaperspaceResource<?, ?>> which) {
    var known = indexed.get(kind);
    return known == null
        ? List.of()
        : known
            .list(r -> r.getStatus() != null && r.getStatus().id() != null)
            .filter(r -> r.getStatus().account() != null)
            .filter(r -> teamId.equals(r.getStatus().account().teamId()))
            .filter(which)
            .map(r -> r.getStatus().id())
            .toList();
  }

  /** Every resource the informers show, as they hold it: nothing is copied. */
  public Stream<PaperspaceResource<?, ?>> all() {
    return indexed.values().stream().flatMap(known -> known.list(any -> true));
  }

  /** One resource by uid, also of a namespace out of sight. */
  Optional<PaperspaceResource<?, ?>> find(String uid) {
    return indexed.values().stream()
        .<PaperspaceResource<?, ?>>flatMap(
            known -> known.list(r -> uid.equals(r.getMetadata().getUid())))
        .findFirst()
        .or(() -> frozen.find(uid));
  }
}
