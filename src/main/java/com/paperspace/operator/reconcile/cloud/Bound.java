package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An adapter bound to one pass; whatever calls the API needs the pass to be connected. */
public record Bound<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>(
    Adapter<R, O, T> adapter, Reconciliation<R, O> pass) implements External<T> {

  @Override
  public Class<R> type() {
    return adapter.type();
  }

  @Override
  public String name() {
    return adapter.name(pass.resource);
  }

  @Override
  public List<Reference> references() {
    return adapter.references(pass.resource);
  }

  @Override
  public boolean exists(Reference.ToResource reference) {
    return adapter.exists(reference, pass.inputs, pass.api());
  }

  @Override
  public String scope() {
    return adapter.scope(pass.resource, pass.inputs);
  }

  @Override
  public boolean sameScope(String id, String other) {
    return adapter.sameScope(id, other);
  }

  @Override
  public List<T> list(String scope) {
    return adapter.list(scope, pass.api());
  }

  @Override
  public Optional<T> get(String id) {
    return adapter.get(id, pass.api());
  }

  @Override
  public T complete(T remote) {
    return adapter.complete(pass.resource, remote, pass.inputs, pass.api());
  }

  @Override
  public Optional<T> byKey(String key) {
    return adapter.findByKey(key, pass.api());
  }

  @Override
  public Optional<String> naturalKey() {
    return adapter.naturalKey(pass.resource, pass.inputs);
  }

  @Override
  public Identity identity(T remote) {
    return adapter.identity(remote);
  }

  @Override
  public boolean isRepeatable() {
    return adapter.isRepeatable();
  }

  @Override
  public Outcome<T> create(Runnable check) {
    return adapter.create(pass.resource, pass.inputs, pass.api().checkedBy(check));
  }

  @Override
  public List<Drift> diff(T remote) {
    return adapter.diff(pass.resource, remote, pass.inputs);
  }

  @Override
  public List<Drift> carried(T remote, List<Drift> drift) {
    return adapter.carried(pass.resource, remote, drift, pass.inputs);
  }

  @Override
  public Optional<String> detour(T remote, List<Drift> drift) {
    return adapter.detour(pass.resource, remote, drift, pass.inputs);
  }

  @Override
  public Outcome<T> update(T remote, List<Drift> drift) {
    return adapter.update(pass.resource, remote, drift, pass.inputs, pass.api());
  }

  @Override
  public void delete(T remote) {
    adapter.delete(remote, pass.api());
  }

  @Override
  public boolean clearForDelete(T remote) {
    return adapter.clearForDelete(remote, pass.api());
  }

  @Override
  public Optional<String> leavesBehind(Optional<T> remote) {
    return adapter.leavesBehind(pass.resource, remote);
  }

  @Override
  public Observation<O> observe(T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = seen.observed();
    return seen;
  }

  @Override
  public void noteGone() {
    var observed = pass.draft.observed;
    pass.draft.observed = observed == null ? null : adapter.remains(pass.resource, observed);
  }

  @Override
  public Optional<String> wayOut(List<Drift> notApplied) {
    return adapter.wayOut(notApplied);
  }

  @Override
  public Map<String, String> outputs(T remote) {
    return adapter.outputs(pass.resource, remote);
  }

  @Override
  public String outputSecret() {
    return adapter.outputSecret(pass.resource);
  }
}
