package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cloud objects that a spec names by resources of the namespace, beside a list of ids.
 *
 * @param field where the references stand in the spec
 * @param refs null where none are declared
 * @param ids the ids declared; null where none are
 * @param exists whether the cloud object of an id is there
 * @param unfit why a resource that has such a name cannot be used as it is declared; empty when it
 *     can
 */
record ResourceSet<S>(
    String field,
    Class<? extends PaperspaceResource<?, ?>> kind,
    Function<S, List<LocalRef>> refs,
    Function<S, List<String>> ids,
    BiPredicate<Paperspace, String> exists,
    Function<PaperspaceResource<?, ?>, Optional<String>> unfit) {

  Stream<Reference> references(S spec) {
    var names = names(spec);
    return names == null ? Stream.of() : names.stream().distinct().map(this::reference);
  }

  private Reference reference(String name) {
    return new Reference.ToResource(NamedIds.place(field, name), kind, name).unless(unfit);
  }

  boolean isOf(Reference.ToResource reference) {
    return reference.field().startsWith(field + "[");
  }

  /** All ids the spec means; null where it names none. */
  List<String> declared(S spec, Inputs inputs) {
    return NamedIds.of(ids.apply(spec), field, names(spec), inputs::id);
  }

  /** Of these, the ids of those it names by resources. */
  Stream<String> named(S spec, Inputs inputs) {
    var names = names(spec);
    return names == null
        ? Stream.of()
        : names.stream().map(name -> inputs.id(NamedIds.place(field, name)));
  }

  private List<String> names(S spec) {
    var named = refs.apply(spec);
    return named == null ? null : named.stream().map(LocalRef::name).toList();
  }
}
