package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A cloud object that a spec names by another resource of the namespace, or by its id.
 *
 * @param field where the reference stands in the spec
 * @param ref null where the object is named by id, or not at all
 * @param id the id declared; null where it is named by reference, or not at all
 * @param actual the id the cloud has; null where it shows none
 * @param kind the resource that is named
 * @param exists whether the cloud object of an id is there
 * @param fixed whether only a create can set it
 */
record ReferenceRow<S, V>(
    String field,
    Function<S, LocalRef> ref,
    Function<S, String> id,
    Function<V, String> actual,
    Class<? extends PaperspaceResource<?, ?>> kind,
    BiPredicate<Paperspace, String> exists,
    boolean fixed) {

  Optional<Reference> reference(S spec) {
    return Optional.ofNullable(ref.apply(spec))
        .map(it -> new Reference.ToResource(field, kind, it.name()));
  }

  /** The id the spec means; null where it names none. */
  String id(S spec, Inputs inputs) {
    return ref.apply(spec) == null ? id.apply(spec) : inputs.id(field);
  }

  /** How it differs, if it does; an id that is not shown is taken as right. */
  Optional<Drift> diff(S spec, V view, Inputs inputs) {
    var row = Row.<String, String>of(field, it -> it, it -> it).ifShown();
    var compared = fixed ? row.fixed() : row;
    return compared.diff(id(spec, inputs), actual.apply(view), inputs);
  }
}
