package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Fills in what {@link SimpleKind} must be told about a kind, in one expression, a line for
 * everything that is special about it.
 */
final class KindTable<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
    extends KindDescription<R, S, O, C, V> {
  private KindTable(
      Class<R> type,
      BiFunction<Paperspace, String, C> collection,
      Function<C, List<V>> list,
      BiFunction<C, String, Optional<V>> get) {
    super(type, collection, list, get);
  }

  /** A collection of the team, whose objects have an id. */
  static <R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
      KindTable<R, S, O, C, V> of(
          Class<R> type,
          Function<Paperspace, C> collection,
          Function<C, List<V>> list,
          BiFunction<C, String, Optional<V>> get) {
    return new KindTable<>(type, (api, team) -> collection.apply(api), list, get);
  }

  /** Likewise where a list must be told the team, for others' objects are seen as well. */
  static <R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
      KindTable<R, S, O, C, V> ofTeam(
          Class<R> type,
          BiFunction<Paperspace, String, C> collection,
          Function<C, List<V>> list,
          BiFunction<C, String, Optional<V>> get) {
    return new KindTable<R, S, O, C, V>(type, collection, list, get).is(Trait.OF_TEAM);
  }

  /**
   * A collection of a parent. The name is the key, unless it is {@link Trait#UNNAMED}; so neither
   * of the two can change.
   */
  static <R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V>
      KindTable<R, S, O, C, V> in(
          Parent<S> parent,
          Class<R> type,
          BiFunction<Paperspace, String, C> collection,
          Function<C, List<V>> list,
          BiFunction<C, String, Optional<V>> get) {
    var table = new KindTable<R, S, O, C, V>(type, collection, list, get);
    table.parent = parent;
    return table;
  }

  /** Key, name and age of an object. */
  KindTable<R, S, O, C, V> identity(Function<V, Identity> of) {
    identity = of;
    return this;
  }

  /** Whose an object is, where a list shows others' too and cannot be told the team. */
  KindTable<R, S, O, C, V> team(Function<V, String> of) {
    team = of;
    return this;
  }

  /** What sets it apart from most collections. */
  KindTable<R, S, O, C, V> is(Trait trait) {
    traits.add(trait);
    return this;
  }

  /** An object that is a part of another: gone with that, it is not made again unasked. */
  KindTable<R, S, O, C, V> diesWith(
      String noun, Function<O, String> id, BiPredicate<Paperspace, String> exists) {
    owner = new Owner<>(noun, id, exists);
    return this;
  }

  /**
   * An object whose worth is what it holds: gone, it is not made again unasked.
   *
   * @param anew what a new one would hold
   */
  KindTable<R, S, O, C, V> holds(String anew) {
    holds = anew;
    return this;
  }

  /**
   * An object that outlives what it was made of: once what was observed says so, what it names may
   * go.
   */
  KindTable<R, S, O, C, V> outlives(Predicate<O> since) {
    outlives = since;
    return this;
  }

  /** What must be so before a create is announced, and no reference tells. */
  KindTable<R, S, O, C, V> requires(Requirement<S, O> look) {
    requirement = look;
    return this;
  }

  /** A machine that may be stopped while one is made, unless its resource says otherwise. */
  KindTable<R, S, O, C, V> stops(MachineStop<S> machine, Unfit<S> unless, Unfit<S> until) {
    stop = machine;
    unfit = unless;
    unready = until;
    leavesToOthers = machine::leavesToOthers;
    return this;
  }

  /** The cloud name, where it is not that of the resource. */
  KindTable<R, S, O, C, V> named(Function<S, String> of) {
    name = of;
    return this;
  }

  /** A field that can change at any time; what is not shown is taken as right. */
  KindTable<R, S, O, C, V> changeable(
      String field, Function<S, ?> declared, Function<V, ?> actual) {
    return row(Row.<S, V>of(field, declared, actual).ifShown());
  }

  /** Likewise one that only a create can set. */
  KindTable<R, S, O, C, V> fixed(String field, Function<S, ?> declared, Function<V, ?> actual) {
    return row(Row.<S, V>of(field, declared, actual).ifShown().fixed());
  }

  /** Any other field. */
  KindTable<R, S, O, C, V> row(Row<S, V> row) {
    rows.add(row);
    return this;
  }

  /** A cloud object that is named by a resource, or by its id. */
  KindTable<R, S, O, C, V> reference(ReferenceRow<S, V> row) {
    references.add(row);
    return this;
  }

  /** A set of names, read from the object or by a call of its own. */
  KindTable<R, S, O, C, V> set(
      String field,
      Function<S, List<String>> declared,
      BiFunction<C, V, List<String>> read,
      SetRow.Call<C> add,
      SetRow.Call<C> remove) {
    sets.add(new SetRow<>(field, (spec, inputs) -> declared.apply(spec), read, add, remove));
    return this;
  }

  /** A set of members of the team, declared by their ids, by their addresses, or both. */
  KindTable<R, S, O, C, V> people(
      String field,
      Function<S, List<String>> ids,
      String byAddress,
      Function<S, List<String>> emails,
      BiFunction<C, V, List<String>> read,
      SetRow.Call<C> add,
      SetRow.Call<C> remove) {
    people.put(byAddress, emails);
    sets.add(
        new SetRow<>(
            field,
            (spec, inputs) ->
                NamedIds.of(ids.apply(spec), byAddress, emails.apply(spec), inputs::id),
            read,
            add,
            remove));
    return this;
  }

  /** A set of cloud objects, declared by their ids, by resources that stand for them, or both. */
  KindTable<R, S, O, C, V> resources(
      String field,
      ResourceSet<S> named,
      BiFunction<C, V, List<String>> read,
      SetRow.Call<C> add,
      SetRow.Call<C> remove) {
    resources.add(named);
    sets.add(new SetRow<>(field, named::declared, read, add, remove));
    return this;
  }

  /**
   * A value nobody can read back.
   *
   * @param field what a difference of it is called
   * @param modified when an object was last written; its only trace where others wrote one
   * @param longest longest value the API takes, in characters
   */
  KindTable<R, S, O, C, V> value(
      String field, Function<S, TextOrigin> origin, Function<V, Instant> modified, int longest) {
    var mark = values.isEmpty() ? ValueMarks.VALUE : field;
    values.add(new WriteOnly<>(field, mark, origin, modified, longest));
    return this;
  }

  /**
   * Likewise where the API does not tell when an object was written: others' edits are not seen.
   */
  KindTable<R, S, O, C, V> value(String field, Function<S, TextOrigin> origin, int longest) {
    return value(field, origin, null, longest);
  }

  /** What other resources may declare too, and it alone decides on. */
  KindTable<R, S, O, C, V> decidesOn(Function<R, List<SharedField>> of) {
    decidesOn = of;
    return this;
  }

  /** What it declares only where no other resource decides on it. */
  KindTable<R, S, O, C, V> leavesToOthers(BiFunction<R, Inputs, List<SharedField>> of) {
    leavesToOthers = of;
    return this;
  }

  /** How one is made. */
  <B> KindTable<R, S, O, C, V> create(Function<Declared<S>, B> body, BiFunction<C, B, V> send) {
    create =
        declared -> {
          var wanted = body.apply(declared);
          return it -> new Made<>(send.apply(it, wanted), null);
        };
    return this;
  }

  /** How one is made by work of a machine, which goes on after the call. */
  <B> KindTable<R, S, O, C, V> begin(
      MachineWork<V> by, Function<Declared<S>, B> body, BiFunction<C, B, Made<V>> send) {
    work = by;
    create =
        declared -> {
          var wanted = body.apply(declared);
          return it -> send.apply(it, wanted);
        };
    return this;
  }

  /** How fields are changed; without it, none can be. */
  <B> KindTable<R, S, O, C, V> change(Function<Declared<S>, B> body, Change<C, B, V> send) {
    return change((declared, view) -> body.apply(declared), send);
  }

  /** Likewise by the body of a {@link Trait#WHOLE} object: see {@link Declared#whole}. */
  <B> KindTable<R, S, O, C, V> rewrite(BiFunction<Declared<S>, V, B> body, Change<C, B, V> send) {
    return is(Trait.WHOLE).change(body, send);
  }

  private <B> KindTable<R, S, O, C, V> change(
      BiFunction<Declared<S>, V, B> body, Change<C, B, V> send) {
    change =
        (declared, view) -> {
          var wanted = body.apply(declared, view);
          return (it, key) -> send.send(it, key, wanted);
        };
    return this;
  }

  /** How one is removed. */
  KindTable<R, S, O, C, V> delete(BiConsumer<C, String> call) {
    delete = call;
    return this;
  }

  /**
   * What is looked at before that: throws {@link
   * com.paperspace.operator.reconcile.adapter.InUseException} to keep it.
   */
  KindTable<R, S, O, C, V> beforeDelete(BiConsumer<Paperspace, V> look) {
    beforeDelete = look;
    return this;
  }

  /** What users see of one that is there, which is all it takes to be ready once it is made. */
  KindTable<R, S, O, C, V> observed(String message, Function<Remote<V>, O> of) {
    this.message = message;
    observed = of;
    return this;
  }

  /** What only the service can find out, told in a condition (see {@link Check}). */
  KindTable<R, S, O, C, V> tested(String condition, TestRow.Call<C> call) {
    test = new TestRow<>(condition, call);
    return this;
  }

  /** Where the Secret that takes its outputs is named. */
  KindTable<R, S, O, C, V> outputs(Function<S, Outputs> of) {
    outputsOf = of;
    return this;
  }

  /** A key of that Secret; left out while the API does not show the value. */
  KindTable<R, S, O, C, V> gives(String key, Function<V, String> of) {
    outputs.put(key, of);
    return this;
  }
}
