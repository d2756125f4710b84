package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What holds the objects of a kind, each known by its key in it.
 *
 * @param noun how people are told of it
 * @param fields what of the spec names it; none can change
 * @param reference the resource that is named; empty where none is
 * @param id its id in the cloud
 * @param exists whether one of an id is there
 */
record Parent<S>(
    String noun,
    Set<String> fields,
    Function<S, Optional<Reference.ToResource>> reference,
    BiFunction<S, Inputs, String> id,
    BiPredicate<Paperspace, String> exists) {

  /** A project that the spec names. */
  static <S> Parent<S> project(Function<S, LocalRef> ref, Function<S, String> id) {
    var project = new ProjectRef<>(ref, id);
    return new Parent<>(
        "project",
        ProjectRef.FIELDS,
        project::reference,
        project::id,
        (api, it) -> api.projects().get(it).isPresent());
  }

  /** Another resource that the spec names, or that one's id. */
  static <S> Parent<S> of(
      String noun, ResourceRef<S> target, BiPredicate<Paperspace, String> exists) {
    return new Parent<>(noun, target.fields(), target::reference, target::id, exists);
  }

  /** The team of the account. */
  static <S> Parent<S> team() {
    return new Parent<>(
        "team",
        Set.of(),
        spec -> Optional.empty(),
        (spec, inputs) -> inputs.teamId(),
        (api, it) -> true);
  }
}
