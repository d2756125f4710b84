package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A cloud object that a spec names by another resource of the namespace, or by its id.
 *
 * @param field where the reference stands in the spec
 * @param idField where the id stands
 * @param kind the resource that is named
 * @param ref null where the object is named by id, or not at all
 * @param id the id declared; null where it is named by reference, or not at all
 */
record ResourceRef<S>(
    String field,
    String idField,
    Class<? extends PaperspaceResource<?, ?>> kind,
    Function<S, LocalRef> ref,
    Function<S, String> id) {

  Optional<Reference.ToResource> reference(S spec) {
    return Optional.ofNullable(ref.apply(spec))
        .map(it -> new Reference.ToResource(field, kind, it.name()));
  }

  /** The fields that may name it. */
  Set<String> fields() {
    return Set.of(field, idField);
  }

  /** The one of the two that does. */
  String field(S spec) {
    return ref.apply(spec) == null ? idField : field;
  }

  /** The id the spec means; null where it names none. */
  String id(S spec, Inputs inputs) {
    return ref.apply(spec) == null ? id.apply(spec) : inputs.id(field);
  }
}
