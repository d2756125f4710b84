package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which resource has which cloud object, and who waits for it (docs/architecture.md, "First claim
 * wins").
 */
public final class ClaimRegistry {
  private final ResourceIndex index;
  private final Map<String, String> claims = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Runnable>> waiting = new HashMap<>();

  /** Takes what knows every resource. */
  public ClaimRegistry(ResourceIndex index) {
    this.index = index;
  }

  /**
   * Claims a cloud object for a resource. The first claim wins; a resource whose claim fails is
   * woken when the first is gone. After a start, when no claim is known, the oldest resource whose
   * status names the object has it.
   *
   * @return the resource that has it already, or empty when the claim holds
   */
  public synchronized Optional<PaperspaceResource<?, ?>> claim(
      String cloudKey, PaperspaceResource<?, ?> claimant) {
    var uid = claimant.getMetadata().getUid();
    var holder = claims.get(cloudKey);
    var metadata = claimant.getMetadata();
    var waker = index.waker(claimant.getClass(), metadata.getNamespace(), metadata.getName());
    if (uid.equals(holder)) {
      return Optional.empty();
    }
    var live = holder == null ? Optional.<PaperspaceResource<?, ?>>empty() : index.find(holder);
    if (live.isPresent()) {
      // Even against an older resource whose status names the object: a status can be forged.
      tellWhenFree(cloudKey, uid, waker);
      return live;
    }
    var users = users(cloudKey);
    var other = users.stream().filter(r -> !r.getMetadata().getUid().equals(uid)).findFirst();
    boolean mine = users.stream().anyMatch(r -> r.getMetadata().getUid().equals(uid));
    if (other.isPresent() && !(mine && ResourceIndex.BY_AGE.compare(claimant, other.get()) < 0)) {
      tellWhenFree(cloudKey, uid, waker);
      return other;
    }
    claims.put(cloudKey, uid);
    return Optional.empty();
  }

  /**
   * Gives a cloud object to the resource that has just made it, whoever has claimed it meanwhile:
   * whoever has is woken, and refused then.
   */
  public void award(String cloudKey, PaperspaceResource<?, ?> maker) {
    List<PaperspaceResource<?, ?>> losers = new ArrayList<>(index.users(cloudKey));
    Optional.ofNullable(put(cloudKey, maker)).flatMap(index::find).ifPresent(losers::add);
    for (var one : losers) {
      var metadata = one.getMetadata();
      if (!metadata.getUid().equals(maker.getMetadata().getUid())) {
        index.wake(one.getClass(), metadata.getNamespace(), metadata.getName());
      }
    }
  }

  private synchronized String put(String cloudKey, PaperspaceResource<?, ?> maker) {
    return claims.put(cloudKey, maker.getMetadata().getUid());
  }

  /** The other resource that decides on what a key stands for; the asker is woken without one. */
  public Optional<PaperspaceResource<?, ?>> decidedBy(String key, PaperspaceResource<?, ?> asker) {
    return another(key, asker, any -> true);
  }

  /** Another resource that has what a key stands for; the asker is woken when one has not. */
  public synchronized Optional<PaperspaceResource<?, ?>> another(
      String key, PaperspaceResource<?, ?> asker, Predicate<PaperspaceResource<?, ?>> which) {
    var metadata = asker.getMetadata();
    var uid = metadata.getUid();
    var other =
        users(key).stream()
            .filter(it -> !it.getMetadata().getUid().equals(uid))
            .filter(which)
            .findFirst();
    if (other.isPresent()) {
      tellWhenFree(
          key, uid, index.waker(asker.getClass(), metadata.getNamespace(), metadata.getName()));
    }
    return other;
  }

  /**
   * Who has what a key stands for, the oldest first: not whose object another resource holds,
   * whatever its status says, and who was refused the object only where no other is there.
   */
  public List<PaperspaceResource<?, ?>> users(String key) {
    var all = index.users(key).stream().filter(it -> !isHeldByAnother(it)).toList();
    var accepted = all.stream().filter(it -> !Dependents.wasRefused(it)).toList();
    return accepted.isEmpty() ? all : accepted;
  }

  private boolean isHeldByAnother(PaperspaceResource<?, ?> resource) {
    return Dependents.object(resource)
        .map(claims::get)
        .filter(holder -> !holder.equals(resource.getMetadata().getUid()))
        .flatMap(index::find)
        .isPresent();
  }

  /** Gives up one claim. */
  public void release(String cloudKey, String uid) {
    if (claims.remove(cloudKey, uid)) {
      free(cloudKey);
    }
  }

  /** Wakes those whose claim failed because of a resource that is gone now. */
  public void free(String cloudKey) {
    stopWaiting(cloudKey).forEach(Runnable::run);
  }

  /**
   * Wakes those who wait for what a resource has no more. While the caches name it, a claim is
   * refused to others although it was given back: they are woken then, and here again.
   *
   * @param before the keys of all it had before a change that the caches show now
   * @param now those of all it has
   */
  public void shown(Supplier<List<String>> before, Supplier<List<String>> now) {
    if (isAwaited()) {
      var gone = new HashSet<>(before.get());
      now.get().forEach(gone::remove);
      gone.forEach(this::free);
    }
  }

  /** Gives up every claim of a resource that is gone; it waits for none any more either. */
  public void release(String uid) {
    dropWaiting(uid);
    claims.entrySet().stream()
        .filter(claim -> claim.getValue().equals(uid))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(key -> release(key, uid));
  }

  /** Frees what was deleted from a namespace while it was not served; it is served again now. */
  public void thaw(String namespace) {
    for (var one : index.thaw(namespace)) {
      release(one.uid());
      one.keys().forEach(this::free);
    }
  }

  private synchronized void tellWhenFree(String cloudKey, String uid, Runnable waker) {
    waiting.computeIfAbsent(cloudKey, key -> new HashMap<>()).put(uid, waker);
  }

  /** Locked like a claim, so that none begins to wait for what was freed a moment ago. */
  private synchronized Collection<Runnable> stopWaiting(String cloudKey) {
    var all = waiting.remove(cloudKey);
    return all == null ? List.of() : all.values();
  }

  /** Locked likewise: who was refused by what the caches showed before waits already. */
  private synchronized boolean isAwaited() {
    return !waiting.isEmpty();
  }

  private synchronized void dropWaiting(String uid) {
    waiting.values().forEach(all -> all.remove(uid));
    waiting.values().removeIf(Map::isEmpty);
  }
}
