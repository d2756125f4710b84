package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.account.Admission;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.pass.ListPlace;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What lists show of the objects of a kind that are at rest: one sweep for all of a scope in place
 * of a look for each. A sweep wakes whose object changed or vanished, and that one looks by itself:
 * nothing is changed in the cloud by what a list shows.
 */
public final class Inventory<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  /** A resource that no sweep has woken by then looks by itself, unless the list is being read. */
  private static final int PATIENCE_IN_LAGS = 2;

  /** The next sweep comes within one period, unless the API is away. */
  private static final int PERIODS = 2;

  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Scheduler scheduler;
  private final Map<ListPlace, Stock<T>> stocks = new ConcurrentHashMap<>();
  private final UnderWay<R, O, T> underWay;
  private final ReadBack<R, O, T> readBack;

  public Inventory(Adapter<R, O, T> adapter, Services services, Scheduler scheduler) {
    this.adapter = adapter;
    this.services = services;
    this.scheduler = scheduler;
    var pacing = services.pacing();
    this.underWay = new UnderWay<>(adapter, services, shared(UnderWay.terms(pacing)));
    this.readBack = new ReadBack<>(adapter, services, shared(ReadBack.terms(pacing)));
  }

  /**
   * The end of a pass over a resource for which a sweep shows nothing new; empty where the pass has
   * to look at the object by itself.
   *
   * @throws PassEndedException where the sweep is still to come
   */
  public Optional<Verdict> unchanged(Bound<R, O, T> external) {
    var pass = external.pass();
    if (services.writer().isUnsaved(pass.resource)) {
      // A status that could not be written is written only by a pass that ends with one.
      return Optional.empty();
    }
    if (pass.draft.operation != null) {
      return underWay.asBefore(external);
    }
    boolean isBeyondLists = external.isAside() || adapter.outputSecret(pass.resource) != null;
    if (isBeyondLists || !AtRest.wasSeen(pass)) {
      return Optional.empty();
    }
    boolean isFirst = isFirst(pass);
    if (pass.memo.echoed != null && !isFirst) {
      return readBack.confirmed(external, row -> asBefore(external, row, false));
    }
    var who = ResourceID.fromResource(pass.resource);
    var row = stock(external).flatMap(it -> it.take(who, pass.draft.id));
    if (row.isEmpty() && isFirst) {
      awaitSweep(external, who);
    }
    if (row.isEmpty() && isShownLater(external, who)) {
      pass.memo.settledBy = pass.connection;
      return Optional.of(Verdict.noNews(services.pacing().syncPeriod().multipliedBy(PERIODS)));
    }
    var ended =
        row.filter(it -> adapter.isAtRest(pass.resource, it, pass.inputs))
            .flatMap(it -> asBefore(external, it, isFirst));
    ended.ifPresent(verdict -> readBack.confirm(external, row.get()));
    return ended;
  }

  /** The end of a pass over a resource whose object a list still shows on its way out. */
  public Optional<Verdict> stillGoing(Bound<R, O, T> external) {
    return underWay.asBefore(external);
  }

  /**
   * Notes what a list would have shown of an object that a pass looked at by itself.
   *
   * @param bare the object as a list row has it
   * @param whole the same with what no list carries; this is answered
   */
  public T saw(Bound<R, O, T> external, T bare, T whole) {
    external.pass().known = bare;
    if (!adapter.isOneShot()) {
      place(external);
      underWay.saw(external, bare, whole);
    }
    return whole;
  }

  /** The age of the list that was read longest ago; empty while none is in use. */
  public Optional<Duration> sweepAge() {
    return stocks.values().stream().flatMap(it -> it.age().stream()).max(Duration::compareTo);
  }

  private static boolean isFirst(Reconciliation<?, ?> pass) {
    return pass.memo.looked != pass.connection;
  }

  /**
   * Whether only time has passed since the last look, so that the row of the next sweep will do.
   */
  private boolean isShownLater(Bound<R, O, T> external, ResourceID who) {
    var pass = external.pass();
    var due = pass.memo.due;
    return due != null
        && !pass.steady.isBefore(due)
        && stock(external).filter(it -> it.shows(who, pass.draft.id)).isPresent();
  }

  private Optional<Verdict> asBefore(Bound<R, O, T> external, T row, boolean isFirst) {
    var pass = external.pass();
    var seen = adapter.observe(pass.resource, row, pass.inputs);
    if (AtRest.isNews(pass, seen)) {
      return Optional.empty();
    }
    if (!AtRest.isSaid(pass)) {
      return AtRest.again(pass, seen);
    }
    watch(external);
    pass.memo.looked = pass.connection;
    pass.memo.settledBy = pass.connection;
    return Optional.of(Verdict.noNews(rest(pass, isFirst)));
  }

  private void awaitSweep(Bound<R, O, T> external, ResourceID who) {
    var pass = external.pass();
    var patience = services.pacing().lag().multipliedBy(PATIENCE_IN_LAGS);
    if (pass.memo.awaits == null) {
      pass.memo.awaits = pass.steady;
    }
    boolean isLate = pass.memo.awaits.plus(patience).isBefore(pass.steady);
    var place = place(external);
    enlist(external, who, place);
    var stock = stocks.computeIfAbsent(place, this::fill);
    if (stock.awaits(who, pass.draft.id, isLate)) {
      throw new PassEndedException(Verdict.noNews(services.pacing().lag()));
    }
  }

  /**
   * Watches a resource that is at rest, and ends the watch over any other; answers the verdict with
   * the time of its next look.
   */
  public Verdict after(Bound<R, O, T> external, Verdict verdict) {
    var pass = external.pass();
    if (verdict.shape() == Shape.QUEUED) {
      return verdict;
    }
    underWay.after(external, verdict);
    readBack.after(external, verdict);
    boolean isFirst = isFirst(pass);
    pass.memo.looked = verdict.shape() == Shape.TRANSIENT ? null : pass.connection;
    pass.memo.settledBy = verdict.shape() == Shape.SETTLED ? pass.connection : null;
    pass.memo.awaits = null;
    boolean rests =
        verdict.shape() == Shape.SETTLED
            && verdict.notAfter() == null
            && !pass.resource.isMarkedForDeletion();
    if (rests && adapter.isOneShot()) {
      return verdict.notBefore(services.pacing().longest());
    }
    if (rests && pass.draft.hasId()) {
      watch(external);
      return verdict.notBefore(rest(pass, isFirst));
    }
    pass.memo.unlist();
    return verdict;
  }

  /** The wait until the next look; after a start the looks at what no list shows are spread out. */
  private Duration rest(Reconciliation<R, O> pass, boolean isFirst) {
    var pacing = services.pacing();
    var round = ownRound(pass);
    if (round.isPresent()) {
      pass.memo.due = null;
      return isFirst ? pacing.spread(round.get()) : pacing.within(round.get());
    }
    var longest = pacing.longest();
    pass.memo.due = pass.steady.plus(longest);
    return longest;
  }

  /**
   * How often a resource looks by itself, because it declares what no list shows, or because its
   * policy.sync asks for it; empty where sweeps do.
   */
  private Optional<Duration> ownRound(Reconciliation<R, O> pass) {
    var pacing = services.pacing();
    var sync = pass.policy().syncPeriod();
    return adapter.hasUnlisted(pass.resource, pass.inputs)
        ? sync.or(() -> Optional.of(pacing.round()))
        : sync.filter(pacing::isSlowerThan);
  }

  private void watch(Bound<R, O, T> external) {
    var pass = external.pass();
    var who = ResourceID.fromResource(pass.resource);
    var id = pass.draft.id;
    var place = place(external);
    enlist(external, who, place);
    stocks.compute(
        place,
        (at, stock) -> {
          var it = stock == null ? fill(at) : stock;
          it.add(who, id, pass.known);
          return it;
        });
  }

  /** Notes how a resource leaves its list, whether it is watched there or waits for a sweep. */
  private void enlist(Bound<R, O, T> external, ResourceID who, ListPlace place) {
    var memo = external.pass().memo;
    var id = external.pass().draft.id;
    if (!place.equals(memo.listed)) {
      memo.unlist();
    }
    memo.list(
        place, () -> Optional.ofNullable(stocks.get(place)).ifPresent(it -> it.remove(who, id)));
  }

  private SharedLists<T> shared(SharedList.Terms terms) {
    return new SharedLists<>(services, scheduler, terms, this::sweep, this::wake);
  }

  private Optional<Stock<T>> stock(Bound<R, O, T> external) {
    return Optional.ofNullable(stocks.get(place(external)));
  }

  private ListPlace place(Bound<R, O, T> external) {
    var place = new ListPlace(external.pass().connection, external.scope());
    external.pass().memo.place = place;
    return place;
  }

  private Stock<T> fill(ListPlace place) {
    return new Stock<>(
        new Stock.Source<>(
            new Reading<>(
                services.steady(),
                wake ->
                    Reading.Closed.of(
                        Admission.refused(place.connection(), false, wake), services.pacing()),
                beforePage -> sweep(place, beforePage)),
            wake -> Admission.onReturn(place.connection(), wake),
            this::manages,
            this::wake,
            () -> stocks.computeIfPresent(place, (at, stock) -> stock.isIdle() ? null : stock)),
        scheduler,
        services.steady(),
        services.pacing());
  }

  private Supplier<Map<String, T>> sweep(ListPlace place, Runnable beforePage) {
    var api = place.connection().api().inSittings(beforePage);
    return () -> {
      var rows = new HashMap<String, T>();
      adapter.list(place.scope(), api).forEach(it -> rows.put(adapter.identity(it).id(), it));
      return rows;
    };
  }

  /** Starts a pass of a resource, unless the resource is gone meanwhile. */
  private void wake(ResourceID who) {
    if (services.index().find(adapter.type(), who).isPresent()) {
      services.index().wake(adapter.type(), who.getNamespace().orElseThrow(), who.getName());
    }
  }

  private boolean manages(ResourceID who, String id) {
    return services
        .index()
        .find(adapter.type(), who)
        .filter(it -> it.getStatus() != null && id.equals(it.getStatus().id()))
        .isPresent();
  }
}
