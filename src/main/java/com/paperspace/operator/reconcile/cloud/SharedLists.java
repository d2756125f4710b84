package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.reconcile.account.Admission;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.pass.ListPlace;
import com.paperspace.operator.reconcile.pass.Services;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The shared lists of a kind, one for each place that has somebody due.
 *
 * @param <T> a row
 */
final class SharedLists<T> {
  private final Services services;
  private final Scheduler scheduler;
  private final SharedList.Terms terms;
  private final BiFunction<ListPlace, Runnable, Supplier<Map<String, T>>> sweep;
  private final Consumer<ResourceID> wake;
  private final Map<ListPlace, SharedList<T>> lists = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param sweep begins to read all rows of a place, and runs what it is given before each page
   * @param wake has a resource looked at now
   */
  SharedLists(
      Services services,
      Scheduler scheduler,
      SharedList.Terms terms,
      BiFunction<ListPlace, Runnable, Supplier<Map<String, T>>> sweep,
      Consumer<ResourceID> wake) {
    this.services = services;
    this.scheduler = scheduler;
    this.terms = terms;
    this.sweep = sweep;
    this.wake = wake;
  }

  SharedList<T> at(ListPlace place) {
    if (!lists.containsKey(place)) {
      lists.values().removeIf(SharedList::isIdle);
    }
    return lists.computeIfAbsent(place, this::open);
  }

  /** Notes that one looks by itself, or is not to be looked at any more. */
  void leave(ListPlace place, ResourceID who) {
    Optional.ofNullable(lists.get(place)).ifPresent(it -> it.leave(who));
  }

  private SharedList<T> open(ListPlace place) {
    return new SharedList<>(
        new SharedList.Source<>(
            () -> Reading.Closed.of(Admission.pageRefused(place.connection()), services.pacing()),
            beforePage -> sweep.apply(place, beforePage),
            wake),
        scheduler,
        services.steady(),
        services.pacing(),
        terms);
  }
}
