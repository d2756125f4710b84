package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What can be done to an object of a {@link KindDescription}, told as steps. */
final class SimpleSteps<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V> {
  private final KindDescription<R, S, O, C, V> table;
  private final SimplePlace<R, S, O, C, V> place;

  SimpleSteps(KindDescription<R, S, O, C, V> table, SimplePlace<R, S, O, C, V> place) {
    this.table = table;
    this.place = place;
  }

  Step<Remote<V>> create(R resource, Inputs inputs) {
    var declared = declared(resource, Set.of(), inputs);
    var spec = declared.spec();
    var scope = place.scope(resource, inputs);
    var send = table.create.apply(declared);
    var none =
        table.sets.stream()
            .filter(set -> set.declared().apply(spec, inputs) != null)
            .collect(Collectors.toMap(SetRow::field, set -> List.<String>of()));
    return Step.create(
        declared.name(),
        api -> {
          var made = send.apply(place.collection(scope, api));
          var remote = new Remote<>(place.parent(scope), made.view(), none, made.event());
          var outcome = written(null, remote, declared, asSent(spec), inputs, api);
          return made.event() == null
              ? outcome
              : new Outcome<>(outcome.remote(), made.event().id(), outcome.marks());
        });
  }

  private Map<String, String> asSent(S spec) {
    return table.rows.stream()
        .filter(row -> row.sending().asSent() && row.declared().apply(spec) != null)
        .collect(Collectors.toMap(Row::field, row -> row.declared().apply(spec).toString()));
  }

  private Declared<S> declared(R resource, Set<String> fields, Inputs inputs) {
    var spec = resource.getSpec();
    Predicate<String> carried = field -> fields.isEmpty() || fields.contains(field);
    var values =
        table.values.stream()
            .filter(value -> table.traits.contains(Trait.WHOLE) || carried.test(value.field()))
            .collect(Collectors.toMap(WriteOnly::field, value -> value.of(spec, inputs)));
    var ids = new HashMap<String, String>();
    table.references.stream()
        .filter(row -> carried.test(row.target().field(spec)))
        .forEach(row -> ids.put(row.field(), row.target().id(spec, inputs)));
    return new Declared<>(place.name(resource), spec, values, ids, fields);
  }

  /** {@code before} is null for a create. */
  private Outcome<Remote<V>> written(
      V before,
      Remote<V> remote,
      Declared<S> declared,
      Map<String, String> marks,
      Inputs inputs,
      Paperspace api) {
    var sent = table.values.stream().filter(it -> declared.value(it.field()) != null).toList();
    if (sent.isEmpty()) {
      return new Outcome<>(remote, null, marks);
    }
    var read = readBack(sent.get(0), remote, api);
    var all = new HashMap<>(marks);
    var write = new Write<>(before, remote.view(), read, () -> api.serverNow());
    sent.forEach(it -> all.putAll(it.marks(declared.spec(), write, inputs)));
    return new Outcome<>(remote.with(read), null, all);
  }

  /**
   * A write of another field moves the date as well: who wrote the value last, if not others before
   * it, has not changed by it.
   */
  private Outcome<Remote<V>> moved(
      S spec, Remote<V> before, Remote<V> after, Inputs inputs, Paperspace api) {
    var known =
        table.values.stream().filter(it -> it.isAsWritten(spec, before.view(), inputs)).findFirst();
    if (known.isEmpty()) {
      return Outcome.of(after);
    }
    var read = readBack(known.get(), after, api);
    var write = new Write<>(before.view(), after.view(), read, () -> api.serverNow());
    return new Outcome<>(after.with(read), null, known.get().moved(write));
  }

  private V readBack(WriteOnly<S, V> value, Remote<V> remote, Paperspace api) {
    return value.readBack(
        remote.view(), () -> table.get.apply(place.collection(remote, api), place.key(remote)));
  }

  /** One member of a set, or all fields in one call; notes alone if nothing else is to be done. */
  Step<Remote<V>> next(R resource, Remote<V> remote, List<Drift> todo, Inputs inputs) {
    var changes = todo.stream().filter(it -> !it.isMark()).toList();
    if (changes.isEmpty()) {
      return note(resource.getSpec(), todo, remote, inputs);
    }
    var first = changes.get(0);
    var member = Members.of(first);
    if (member.isPresent()) {
      return table.people.keySet().stream()
          .flatMap(it -> People.question(it, List.of(first), remote, inputs).stream())
          .findFirst()
          .orElseGet(
              () ->
                  Step.change(
                      List.of(first), api -> Outcome.of(change(remote, member.get(), api))));
    }
    var fields = changes.stream().filter(it -> Members.of(it).isEmpty()).toList();
    requireKnown(resource.getSpec(), remote, fields, inputs);
    var names = fields.stream().map(Drift::field).collect(Collectors.toUnmodifiableSet());
    var declared = declared(resource, names, inputs);
    var send = table.change.apply(declared, remote.view());
    return Step.change(
        fields,
        api -> {
          var collection = place.collection(remote, api);
          var key = place.key(remote);
          var view =
              send.apply(collection, key)
                  .or(() -> table.get.apply(collection, key))
                  .orElse(remote.view());
          var after = remote.with(view);
          return declared.values().isEmpty()
              ? moved(declared.spec(), remote, after, inputs, api)
              : written(remote.view(), after, declared, Map.of(), inputs, api);
        });
  }

  /**
   * A change of all of it sends every value along. Where differences are only reported, one that
   * others may have written is not overwritten for the sake of another field.
   *
   * @throws InvalidInputException naming such a value and what can be done
   */
  private void requireKnown(S spec, Remote<V> remote, List<Drift> sent, Inputs inputs) {
    var policy = Policy.of(spec.policy());
    if (!table.traits.contains(Trait.WHOLE) || !policy.reportDrift()) {
      return;
    }
    var fields = sent.stream().map(Drift::field).toList();
    table.values.stream()
        .flatMap(value -> value.diff(spec, remote.view(), inputs).stream())
        .filter(it -> it.elsewhere() && !fields.contains(it.field()))
        .findFirst()
        .ifPresent(
            it -> {
              throw new InvalidInputException(
                  String.join(", ", fields)
                      + ": the API takes no part of it alone, and with the rest would go "
                      + it.field()
                      + ", which others may have written and nobody can read. Take the edit back;"
                      + " or have both sent by policy.drift: Correct.");
            });
  }

  /** Brings the notes on values up to date; nothing is sent. */
  private Step<Remote<V>> note(S spec, List<Drift> todo, Remote<V> remote, Inputs inputs) {
    var noted =
        table.values.stream().filter(value -> todo.stream().anyMatch(value::isNotedBy)).toList();
    var marks = new HashMap<String, String>();
    noted.forEach(value -> marks.putAll(value.renewed(spec, inputs)));
    var objects = noted.stream().map(value -> value.object(spec)).distinct().toList();
    return Step.note(
        "remember what " + String.join(" and ", objects) + " has", todo, remote, marks);
  }

  private Remote<V> change(Remote<V> remote, Member member, Paperspace api) {
    table.sets.stream()
        .filter(set -> set.field().equals(member.set()))
        .findFirst()
        .orElseThrow()
        .send(place.collection(remote, api), place.key(remote), member);
    return remote.with(member);
  }

  Step<Remote<V>> delete(Remote<V> remote) {
    return Step.delete(
        place.identity(remote).id(),
        remote,
        api -> {
          table.beforeDelete.accept(api, remote.view());
          table.delete.accept(place.collection(remote, api), place.key(remote));
        });
  }
}
