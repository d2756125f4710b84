package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what one collection of the API holds, as its {@link KindDescription} says. */
final class SimpleKind<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
    implements Adapter<R, O, Remote<V>> {
  private final KindDescription<R, S, O, C, V> table;
  private final SimplePlace<R, S, O, C, V> place;
  private final SimpleReferences<R, S, O, C, V> references;
  private final SimpleFields<R, S, O, C, V> fields;
  private final SimpleSteps<R, S, O, C, V> steps;
  private final SimpleLoss<R, S, O, V> loss;

  SimpleKind(KindDescription<R, S, O, C, V> table) {
    this.table = table;
    this.place = new SimplePlace<>(table);
    this.references = new SimpleReferences<>(table, place);
    this.fields = new SimpleFields<>(table, place);
    this.steps = new SimpleSteps<>(table, place);
    this.loss = new SimpleLoss<>(table);
  }

  /** The fields of the spec that only a create can set. */
  Set<String> createOnly() {
    return fields.createOnly();
  }

  @Override
  public Class<R> type() {
    return table.type;
  }

  @Override
  public String name(R resource) {
    return place.name(resource);
  }

  @Override
  public List<Reference> references(R resource) {
    return references.of(resource);
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return references.exist(reference, inputs, api);
  }

  @Override
  public Map<String, String> lookUp(R resource, Inputs inputs, Paperspace api) {
    return references.lookUp(resource, inputs, api);
  }

  @Override
  public Optional<Step<Remote<V>>> aside(R resource, Inputs inputs, Paperspace api) {
    return table.stop == null ? Optional.empty() : table.stop.next(resource, inputs, api);
  }

  @Override
  public Optional<PutAside> putAside(Map<String, String> marks) {
    return table.stop == null ? Optional.empty() : MachineReturn.owed(marks);
  }

  @Override
  public Optional<Step<Remote<V>>> putBack(Map<String, String> marks, Instant now, Paperspace api) {
    return MachineReturn.putBack(marks, now, api);
  }

  @Override
  public Optional<Step<Remote<V>>> letBe(Map<String, String> marks) {
    return Optional.of(MachineReturn.forget(marks));
  }

  @Override
  public String scope(R resource, Inputs inputs) {
    return place.scope(resource, inputs);
  }

  @Override
  public boolean sameScope(String id, String other) {
    return !place.hasParent() || ScopedId.of(id).parent().equals(ScopedId.of(other).parent());
  }

  @Override
  public List<Remote<V>> list(String scope, Paperspace api) {
    return place.list(scope, api);
  }

  @Override
  public Optional<Remote<V>> get(String id, Paperspace api) {
    return place.get(id, api);
  }

  @Override
  public Optional<String> naturalKey(R resource, Inputs inputs) {
    return place.isKeyedByName()
        ? Optional.of(new ScopedId(scope(resource, inputs), name(resource)).toString())
        : Optional.empty();
  }

  @Override
  public Optional<String> ownedKey(R resource) {
    return place.isKeyedByName() ? Optional.of(resource.getStatus().id()) : Optional.empty();
  }

  @Override
  public List<SharedField> decidesOn(R resource) {
    return table.decidesOn.apply(resource);
  }

  @Override
  public List<SharedField> leavesToOthers(R resource, Inputs inputs) {
    return table.leavesToOthers.apply(resource, inputs);
  }

  @Override
  public Optional<Remote<V>> findByKey(String key, Paperspace api) {
    return get(key, api);
  }

  @Override
  public Remote<V> complete(R resource, Remote<V> remote, Inputs inputs, Paperspace api) {
    return fields.complete(resource, remote, inputs, api);
  }

  @Override
  public boolean hasUnlisted(R resource, Inputs inputs) {
    return table.test != null || fields.hasSets(resource.getSpec(), inputs);
  }

  @Override
  public Identity identity(Remote<V> remote) {
    return place.identity(remote);
  }

  @Override
  public boolean isOfTeam(Remote<V> remote, String team) {
    var its = table.team.apply(remote.view());
    return its == null || its.equals(team);
  }

  @Override
  public boolean isDated() {
    return !table.traits.contains(Trait.UNDATED);
  }

  @Override
  public boolean isNamed() {
    return !table.traits.contains(Trait.UNNAMED);
  }

  @Override
  public boolean isFoundByScope() {
    return place.hasParent() && !isNamed();
  }

  @Override
  public boolean isSeenByOthers() {
    return table.traits.contains(Trait.PUBLIC);
  }

  @Override
  public boolean isAsMade(R resource, Remote<V> remote, Optional<Inputs> inputs) {
    return resource.getSpec() == null || fields.isAsMade(resource, remote, inputs);
  }

  @Override
  public boolean isRepeatable() {
    return !table.traits.contains(Trait.UNREPEATABLE);
  }

  @Override
  public Optional<Observation<O>> beforeCreate(R resource, Inputs inputs, Paperspace api) {
    if (references.outlives(resource)) {
      return Optional.of(
          Observation.progressing(
              Reason.Creating, "What it is made of is looked for again.", null, null));
    }
    references.requireFound(resource.getSpec(), inputs, api);
    return table.requirement.unmet(resource.getSpec(), inputs, api);
  }

  @Override
  public Step<Remote<V>> create(R resource, Inputs inputs) {
    return steps.create(resource, inputs);
  }

  @Override
  public List<Drift> diff(R resource, Remote<V> remote, Inputs inputs) {
    return fields.diff(resource, remote, inputs);
  }

  @Override
  public Step<Remote<V>> next(R resource, Remote<V> remote, List<Drift> todo, Inputs inputs) {
    return steps.next(resource, remote, todo, inputs);
  }

  @Override
  public Step<Remote<V>> delete(Remote<V> remote) {
    return steps.delete(remote);
  }

  @Override
  public Observation<O> observe(R resource, Remote<V> remote, Inputs inputs) {
    var observed = table.observed.apply(remote);
    return Optional.ofNullable(table.work)
        .flatMap(it -> it.observe(remote.view(), remote.event(), observed))
        .orElseGet(() -> Observation.ready(Reason.Available, table.message, observed));
  }

  @Override
  public Optional<Observation<O>> whyGone(R resource, Inputs inputs, Paperspace api) {
    return loss.why(resource, inputs, api);
  }

  /** Of a part of another what that was, which tells why it is gone. */
  @Override
  public O remains(R resource, O observed) {
    return table.owner == null ? null : observed;
  }

  @Override
  public Optional<Check> check(R resource, Remote<V> remote, Inputs inputs) {
    return Optional.ofNullable(table.test)
        .map(
            test -> {
              var value =
                  table.values.stream()
                      .findFirst()
                      .map(it -> it.of(resource.getSpec(), inputs))
                      .orElse(null);
              return new Check(
                  test.condition(),
                  fields.tested(remote, inputs),
                  api -> test.call().send(place.collection(remote, api), place.key(remote), value));
            });
  }

  @Override
  public Map<String, String> outputs(R resource, Remote<V> remote) {
    var values = new LinkedHashMap<String, String>();
    table.outputs.forEach(
        (key, of) ->
            Optional.ofNullable(of.apply(remote.view())).ifPresent(it -> values.put(key, it)));
    return values;
  }

  @Override
  public boolean showsAllOutputs() {
    return false;
  }

  @Override
  public String outputSecret(R resource) {
    return Outputs.secretOf(table.outputsOf.apply(resource.getSpec()));
  }
}
