package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.Row.When;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps what one collection of the API holds, as its {@link KindTable} says; always at rest. */
final class SimpleKind<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
    implements Adapter<R, O, Remote<V>> {
  private static final Row<String, String> NAME = Row.shown("name").fixed();

  private final KindTable<R, S, O, C, V> table;
  private final SimplePlace<R, S, O, C, V> place;
  private final SimpleSteps<R, S, O, C, V> steps;

  SimpleKind(KindTable<R, S, O, C, V> table) {
    this.table = table;
    this.place = new SimplePlace<>(table);
    this.steps = new SimpleSteps<>(table, place);
  }

  /** The fields of the spec that only a create can set. */
  Set<String> createOnly() {
    var key =
        Stream.concat(
            place.hasParent() ? table.parent.fields().stream() : Stream.empty(),
            place.isKeyedByName() ? Stream.of(NAME.field()) : Stream.empty());
    var rows = table.rows.stream().filter(row -> row.when() == When.NEVER).map(Row::field);
    var references =
        table.references.stream()
            .filter(ReferenceRow::fixed)
            .flatMap(row -> row.target().fields().stream());
    return Stream.of(key, rows, references)
        .flatMap(it -> it)
        .collect(Collectors.toUnmodifiableSet());
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
    var all = new ArrayList<Reference>();
    if (place.hasParent()) {
      table.parent.reference().apply(resource.getSpec()).ifPresent(all::add);
    }
    table.references.forEach(row -> row.target().reference(resource.getSpec()).ifPresent(all::add));
    table.values.forEach(value -> value.reference(resource.getSpec()).ifPresent(all::add));
    return all;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return table.references.stream()
        .filter(row -> row.field().equals(reference.field()))
        .findFirst()
        .map(row -> row.exists().test(api, inputs.id(reference.field())))
        .orElseGet(() -> table.parent.exists().test(api, inputs.id(reference.field())));
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
  public Optional<Remote<V>> findByKey(String key, Paperspace api) {
    return get(key, api);
  }

  @Override
  public Remote<V> complete(R resource, Remote<V> remote, Inputs inputs, Paperspace api) {
    var read = new HashMap<String, List<String>>();
    for (var set : table.sets) {
      if (set.declared().apply(resource.getSpec()) != null) {
        read.put(set.field(), set.read().apply(place.collection(remote, api), remote.view()));
      }
    }
    return new Remote<>(remote.parent(), remote.view(), read);
  }

  @Override
  public Identity identity(Remote<V> remote) {
    return place.identity(remote);
  }

  @Override
  public boolean isDated() {
    return table.isDated;
  }

  @Override
  public boolean isNamed() {
    return table.isNamed;
  }

  @Override
  public boolean isRepeatable() {
    return table.isRepeatable;
  }

  @Override
  public Optional<String> onlyOne(R resource) {
    return Optional.ofNullable(table.onlyOne.apply(resource.getSpec()));
  }

  @Override
  public Step<Remote<V>> create(R resource, Inputs inputs) {
    return steps.create(resource, inputs);
  }

  @Override
  public List<Drift> diff(R resource, Remote<V> remote, Inputs inputs) {
    var spec = resource.getSpec();
    var view = remote.view();
    var found = new ArrayList<Drift>();
    if (place.hasParent()) {
      Row.shown(table.parent.noun())
          .fixed()
          .diff(scope(resource, inputs), remote.parent(), inputs)
          .ifPresent(found::add);
    }
    if (place.isKeyedByName()) {
      var name = table.identity.apply(view).name();
      NAME.diff(name(resource), name, inputs).ifPresent(found::add);
    }
    table.rows.forEach(row -> row.diff(spec, view, inputs).ifPresent(found::add));
    table.references.forEach(row -> row.diff(spec, view, inputs).ifPresent(found::add));
    table.values.forEach(value -> found.addAll(value.diff(spec, view, inputs)));
    for (var set : table.sets) {
      var members = remote.sets().get(set.field());
      found.addAll(Members.diff(set.field(), set.declared().apply(spec), members));
    }
    return found;
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
    return Observation.ready(Reason.Available, table.message, table.observed.apply(remote));
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
  public String outputSecret(R resource) {
    var outputs = table.outputsOf.apply(resource.getSpec());
    return outputs == null ? null : outputs.secret();
  }
}
