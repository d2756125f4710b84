package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All that {@link SimpleKind} must be told about a kind that is one collection of the API. Its
 * {@link KindTable} fills it, and after that it is only read.
 *
 * @param <R> the custom resource
 * @param <S> its spec
 * @param <O> its observed part
 * @param <C> the collection, or the part of it that a parent holds
 * @param <V> an object as the API shows it
 */
abstract class KindDescription<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V> {
  final Class<R> type;
  final BiFunction<Paperspace, String, C> collection;
  final Function<C, List<V>> list;
  final BiFunction<C, String, Optional<V>> get;
  final List<Row<S, V>> rows = new ArrayList<>();
  final List<SetRow<S, C, V>> sets = new ArrayList<>();
  final Map<String, Function<S, List<String>>> people = new LinkedHashMap<>();
  final List<ReferenceRow<S, V>> references = new ArrayList<>();
  final List<ResourceSet<S>> resources = new ArrayList<>();
  final Map<String, Function<V, String>> outputs = new LinkedHashMap<>();

  final Set<Trait> traits = EnumSet.noneOf(Trait.class);
  final List<WriteOnly<S, V>> values = new ArrayList<>();
  MachineWork<V> work;
  Owner<O> owner;
  String holds;
  Predicate<O> outlives = observed -> false;
  Unfit<S> unfit;
  Unfit<S> unready;
  MachineStop<S> stop;
  Requirement<S, O> requirement = (spec, inputs, api) -> Optional.empty();

  Parent<S> parent;
  Function<V, Identity> identity;
  Function<V, String> team = view -> null;
  Function<S, String> name = spec -> null;
  TestRow<C> test;
  Function<Declared<S>, Function<C, Made<V>>> create;
  BiFunction<Declared<S>, V, BiFunction<C, String, Optional<V>>> change =
      (declared, view) -> {
        throw new IllegalStateException("nothing of it can change");
      };
  BiConsumer<C, String> delete;
  BiConsumer<Paperspace, V> beforeDelete = (api, view) -> {};
  Function<R, List<SharedField>> decidesOn = resource -> List.of();
  BiFunction<R, Inputs, List<SharedField>> leavesToOthers = (resource, inputs) -> List.of();
  String message;
  Function<Remote<V>, O> observed;
  Function<S, Outputs> outputsOf = spec -> null;

  /** What stands in the way of a create, if anything; reads only. */
  interface Requirement<S, O> {
    Optional<Observation<O>> unmet(S spec, Inputs inputs, Paperspace api);
  }

  /** Why a resource it names cannot be used as it is declared now; pure. */
  interface Unfit<S> {
    Optional<String> why(S spec, PaperspaceResource<?, ?> named);
  }

  /** Sends a body for the object of a key; empty when the service sent none back. */
  interface Change<C, B, V> {
    Optional<V> send(C collection, String key, B body);
  }

  KindDescription(
      Class<R> type,
      BiFunction<Paperspace, String, C> collection,
      Function<C, List<V>> list,
      BiFunction<C, String, Optional<V>> get) {
    this.type = type;
    this.collection = collection;
    this.list = list;
    this.get = get;
  }
}
