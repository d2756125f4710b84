package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
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

/** Keeps what one collection of the API holds, as its {@link KindTable} says; always at rest. */
final class SimpleKind<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
    implements Adapter<R, O, Remote<V>> {
  private static final Row<String, String> PROJECT = fixed("project");
  private static final Row<String, String> NAME = fixed("name");

  private final KindTable<R, S, O, C, V> table;

  SimpleKind(KindTable<R, S, O, C, V> table) {
    this.table = table;
  }

  private static Row<String, String> fixed(String field) {
    return Row.<String, String>of(field, it -> it, it -> it).ifShown().fixed();
  }

  @Override
  public Class<R> type() {
    return table.type;
  }

  @Override
  public String name(R resource) {
    return CloudName.of(table.name.apply(resource.getSpec()), resource);
  }

  @Override
  public List<Reference> references(R resource) {
    var all = new ArrayList<Reference>();
    if (table.parent != null) {
      table.parent.reference(resource.getSpec()).ifPresent(all::add);
    }
    if (table.value != null) {
      all.add(table.value.reference(resource.getSpec()));
    }
    return all;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return ProjectRef.exists(reference, inputs, api);
  }

  @Override
  public String scope(R resource, Inputs inputs) {
    return table.parent == null ? "" : table.parent.id(resource.getSpec(), inputs);
  }

  @Override
  public boolean sameScope(String id, String other) {
    return table.parent == null || ScopedId.of(id).parent().equals(ScopedId.of(other).parent());
  }

  @Override
  public List<Remote<V>> list(String scope, Paperspace api) {
    return table.list.apply(table.collection.apply(api, scope)).stream()
        .map(view -> Remote.of(scope, view))
        .toList();
  }

  @Override
  public Optional<Remote<V>> get(String id, Paperspace api) {
    var place = table.parent == null ? new ScopedId("", id) : ScopedId.of(id);
    return table
        .get
        .apply(table.collection.apply(api, place.parent()), place.key())
        .map(view -> Remote.of(place.parent(), view));
  }

  @Override
  public Optional<String> naturalKey(R resource, Inputs inputs) {
    return table.parent == null
        ? Optional.empty()
        : Optional.of(new ScopedId(scope(resource, inputs), name(resource)).toString());
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
        read.put(set.field(), set.read().apply(collection(remote, api), key(remote)));
      }
    }
    return new Remote<>(remote.parent(), remote.view(), read);
  }

  @Override
  public Identity identity(Remote<V> remote) {
    var it = table.identity.apply(remote.view());
    return table.parent == null
        ? it
        : new Identity(
            new ScopedId(remote.parent(), it.id()).toString(), it.name(), it.createdAt());
  }

  private String key(Remote<V> remote) {
    return table.identity.apply(remote.view()).id();
  }

  private C collection(Remote<V> remote, Paperspace api) {
    return table.collection.apply(api, remote.parent());
  }

  @Override
  public Step<Remote<V>> create(R resource, Inputs inputs) {
    var declared = declared(resource, Set.of(), inputs);
    var spec = declared.spec();
    var scope = scope(resource, inputs);
    var send = table.create.apply(declared);
    var none =
        table.sets.stream()
            .filter(set -> set.declared().apply(spec) != null)
            .collect(Collectors.toMap(SetRow::field, set -> List.<String>of()));
    return Step.create(
        declared.name(),
        api -> {
          var made = send.apply(table.collection.apply(api, scope));
          return written(new Remote<>(scope, made, none), declared, asSent(spec), inputs, api);
        });
  }

  private Map<String, String> asSent(S spec) {
    return table.rows.stream()
        .filter(row -> row.way().asSent() && row.declared().apply(spec) != null)
        .collect(Collectors.toMap(Row::field, row -> row.declared().apply(spec).toString()));
  }

  private Declared<S> declared(R resource, Set<String> fields, Inputs inputs) {
    var spec = resource.getSpec();
    var value = table.value == null ? null : table.value.of(spec, inputs);
    return new Declared<>(name(resource), spec, value, fields);
  }

  private Outcome<Remote<V>> written(
      Remote<V> remote,
      Declared<S> declared,
      Map<String, String> marks,
      Inputs inputs,
      Paperspace api) {
    if (table.value == null) {
      return new Outcome<>(remote, null, marks);
    }
    var read =
        WriteOnly.readBack(
            remote.view(), () -> table.get.apply(collection(remote, api), key(remote)));
    var all = new HashMap<>(marks);
    all.putAll(table.value.marks(declared.value(), remote.view(), read, inputs));
    return new Outcome<>(remote.with(read), null, all);
  }

  @Override
  public List<Drift> diff(R resource, Remote<V> remote, Inputs inputs) {
    var spec = resource.getSpec();
    var view = remote.view();
    var found = new ArrayList<Drift>();
    if (table.parent != null) {
      var name = table.identity.apply(view).name();
      PROJECT.diff(scope(resource, inputs), remote.parent(), inputs).ifPresent(found::add);
      NAME.diff(name(resource), name, inputs).ifPresent(found::add);
    }
    table.rows.forEach(row -> row.diff(spec, view, inputs).ifPresent(found::add));
    if (table.value != null) {
      table.value.diff(spec, view, inputs).ifPresent(found::add);
    }
    for (var set : table.sets) {
      var members = remote.sets().get(set.field());
      found.addAll(Members.diff(set.field(), set.declared().apply(spec), members));
    }
    return found;
  }

  /** One member of a set, or all fields in one call. */
  @Override
  public Step<Remote<V>> next(R resource, Remote<V> remote, List<Drift> todo, Inputs inputs) {
    var first = todo.get(0);
    var member = Members.of(first);
    if (member.isPresent()) {
      return Step.change(List.of(first), api -> Outcome.of(change(remote, member.get(), api)));
    }
    var fields = todo.stream().filter(it -> Members.of(it).isEmpty()).toList();
    var names = fields.stream().map(Drift::field).collect(Collectors.toUnmodifiableSet());
    var declared = declared(resource, names, inputs);
    var send = table.change.apply(declared);
    return Step.change(
        fields,
        api -> {
          var collection = collection(remote, api);
          var key = key(remote);
          var view =
              send.apply(collection, key)
                  .or(() -> table.get.apply(collection, key))
                  .orElse(remote.view());
          return written(remote.with(view), declared, Map.of(), inputs, api);
        });
  }

  private Remote<V> change(Remote<V> remote, Member member, Paperspace api) {
    table.sets.stream()
        .filter(set -> set.field().equals(member.set()))
        .findFirst()
        .orElseThrow()
        .send(collection(remote, api), key(remote), member);
    return remote.with(member);
  }

  @Override
  public Step<Remote<V>> delete(Remote<V> remote) {
    return Step.delete(
        identity(remote).id(),
        remote,
        api -> {
          table.beforeDelete.accept(api, remote.view());
          table.delete.accept(collection(remote, api), key(remote));
        });
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
