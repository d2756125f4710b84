package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An adapter bound to one pass; whatever calls the API needs the pass to be connected. */
public record Bound<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>(
    Adapter<R, O, T> adapter, Reconciliation<R, O> pass, Events events) implements External<T> {
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

  /** Adds to the inputs what the spec names by other words than ids and references. */
  public void lookUp() {
    var found = adapter.lookUp(pass.resource, pass.inputs, pass.api());
    pass.inputs = found.isEmpty() ? pass.inputs : pass.inputs.with(found);
  }

  @Override
  public boolean exists(Reference.ToResource reference) {
    return adapter.exists(reference, pass.inputs, pass.api());
  }

  @Override
  public String scope() {
    if (pass.scope == null) {
      pass.scope = adapter.scope(pass.resource, pass.inputs, pass.api());
    }
    return pass.scope;
  }

  @Override
  public boolean sameScope(String id, String other) {
    return adapter.sameScope(id, other);
  }

  @Override
  public boolean isInScope(PaperspaceResource<?, ?> other) {
    return adapter.isInScope(type().cast(other), scope());
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
  public List<SharedField> decidesOn() {
    return adapter.decidesOn(pass.resource);
  }

  @Override
  public List<SharedField> takes() {
    return adapter.takes(pass.resource, pass.inputs);
  }

  @Override
  public List<SharedField> leavesToOthers() {
    return adapter.leavesToOthers(pass.resource, pass.inputs);
  }

  @Override
  public Identity identity(T remote) {
    return adapter.identity(remote);
  }

  @Override
  public boolean isOfTeam(T remote) {
    return adapter.isOfTeam(remote, pass.draft.account.teamId());
  }

  @Override
  public boolean isAsMade(T remote) {
    return adapter.isAsMade(pass.resource, remote, Optional.ofNullable(pass.inputs));
  }

  @Override
  public boolean isRepeatable() {
    return adapter.isRepeatable();
  }

  @Override
  public boolean isDated() {
    return adapter.isDated();
  }

  @Override
  public boolean isNamed() {
    return adapter.isNamed();
  }

  @Override
  public boolean isFoundByScope() {
    return adapter.isFoundByScope();
  }

  @Override
  public boolean isOneShot() {
    return adapter.isOneShot();
  }

  @Override
  public Optional<Observation<O>> result() {
    return adapter.isOneShot() && pass.draft.observed != null
        ? adapter.result(pass.resource, pass.draft.observed)
        : Optional.empty();
  }

  @Override
  public Optional<Step<T>> aside() {
    return adapter.aside(pass.resource, pass.inputs, pass.api());
  }

  @Override
  public Optional<PutAside> putAside() {
    return adapter.putAside(pass.draft.marks);
  }

  @Override
  public Optional<Step<T>> putBack() {
    return adapter.putBack(pass.draft.marks, pass.now, pass.api());
  }

  @Override
  public Optional<Step<T>> letBe() {
    return adapter.letBe(pass.draft.marks);
  }

  @Override
  public Optional<Observation<O>> beforeCreate() {
    return adapter.beforeCreate(pass.resource, pass.inputs, pass.api());
  }

  @Override
  public Step<T> creation() {
    return adapter.create(pass.resource, pass.inputs);
  }

  @Override
  public List<Drift> diff(T remote) {
    var found = adapter.diff(pass.resource, remote, pass.inputs);
    // A resource that only observes has no notes to bring up to date.
    return pass.policy().observeOnly() ? found.stream().filter(it -> !it.isMark()).toList() : found;
  }

  @Override
  public Step<T> next(T remote, List<Drift> todo) {
    return adapter.next(pass.resource, remote, todo, pass.inputs);
  }

  @Override
  public Optional<Step<T>> beforeDelete(T remote) {
    return adapter.beforeDelete(pass.resource, remote, Map.copyOf(pass.draft.marks));
  }

  @Override
  public Step<T> deletion(T remote) {
    return adapter.delete(remote);
  }

  @Override
  public Optional<Step<T>> clearForDelete(T remote) {
    return adapter.clearForDelete(remote);
  }

  @Override
  public Outcome<T> send(Step<T> step, Runnable check) {
    return new Sending<>(pass, events, step).run(check);
  }

  @Override
  public Optional<String> leavesBehind(Optional<T> remote) {
    return adapter.leavesBehind(pass.resource, remote);
  }

  @Override
  public Observation<O> observe(T remote) {
    var seen = adapter.observe(pass.resource, remote, pass.inputs);
    pass.draft.observed = Fitting.of(seen.observed());
    return seen;
  }

  @Override
  public Optional<Check> check(T remote) {
    return adapter.check(pass.resource, remote, pass.inputs);
  }

  @Override
  public Check.Outcome ask(Check check) {
    return check.call().send(pass.api());
  }

  @Override
  public Optional<Observation<O>> whyGone() {
    return adapter.whyGone(pass.resource, pass.inputs, pass.api());
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
  public boolean showsAllOutputs() {
    return adapter.showsAllOutputs();
  }

  @Override
  public String outputSecret() {
    return adapter.outputSecret(pass.resource);
  }
}
