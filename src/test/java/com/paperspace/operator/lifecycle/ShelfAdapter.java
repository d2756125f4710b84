package com.paperspace.operator.lifecycle;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps shelves, in a cloud that is a map. */
final class ShelfAdapter implements Adapter<Shelf, Shelf.Observed, ShelfAdapter.Remote> {
  final Map<String, Remote> cloud = new ConcurrentHashMap<>();

  record Remote(String id, String name, Integer boards) {}

  @Override
  public Class<Shelf> type() {
    return Shelf.class;
  }

  @Override
  public String name(Shelf resource) {
    return resource.getMetadata().getName();
  }

  @Override
  public List<Reference> references(Shelf resource) {
    return List.of();
  }

  @Override
  public List<Remote> list(String scope, Paperspace api) {
    return List.copyOf(cloud.values());
  }

  @Override
  public Optional<Remote> get(String id, Paperspace api) {
    return Optional.ofNullable(cloud.get(id));
  }

  @Override
  public Identity identity(Remote remote) {
    return new Identity(remote.id(), remote.name(), null);
  }

  @Override
  public Step<Remote> create(Shelf resource, Inputs inputs) {
    return Step.create(
        name(resource),
        api ->
            put(new Remote("shelf-" + cloud.size(), name(resource), resource.getSpec().boards())));
  }

  @Override
  public List<Drift> diff(Shelf resource, Remote remote, Inputs inputs) {
    var declared = resource.getSpec().boards();
    return declared.equals(remote.boards())
        ? List.of()
        : List.of(Drift.correctable("boards", declared, remote.boards()));
  }

  @Override
  public Step<Remote> next(Shelf resource, Remote remote, List<Drift> todo, Inputs inputs) {
    var wanted = new Remote(remote.id(), remote.name(), resource.getSpec().boards());
    return Step.change(todo, api -> put(wanted));
  }

  private Outcome<Remote> put(Remote remote) {
    cloud.put(remote.id(), remote);
    return Outcome.of(remote);
  }

  @Override
  public Step<Remote> delete(Remote remote) {
    return Step.delete(remote.id(), remote, api -> cloud.remove(remote.id()));
  }

  @Override
  public Observation<Shelf.Observed> observe(Shelf resource, Remote remote, Inputs inputs) {
    return Observation.ready(
        Reason.Available, "The shelf stands.", new Shelf.Observed(remote.boards()));
  }
}
