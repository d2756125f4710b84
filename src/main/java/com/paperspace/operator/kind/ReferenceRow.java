package com.paperspace.operator.kind;

import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A reference of a spec beside the id that the cloud shows.
 *
 * @param target what is named
 * @param actual the id the cloud has; null where it shows none, and in place of it where nothing is
 *     compared
 * @param exists whether the cloud object of an id is there
 * @param fixed whether only a create can set it
 */
record ReferenceRow<S, V>(
    ResourceRef<S> target,
    Function<V, String> actual,
    BiPredicate<Paperspace, String> exists,
    boolean fixed) {

  /** One that only a create needs: what was made of it goes on without it, and is not compared. */
  static <S, V> ReferenceRow<S, V> atCreate(
      ResourceRef<S> target, BiPredicate<Paperspace, String> exists) {
    return new ReferenceRow<>(target, null, exists, true);
  }

  String field() {
    return target.field();
  }

  /** How it differs, if it does; an id that is not shown is taken as right. */
  Optional<Drift> diff(S spec, V view, Inputs inputs) {
    if (actual == null) {
      return Optional.empty();
    }
    var row = Row.shown(target.field(spec));
    var compared = fixed ? row.fixed() : row;
    return compared.diff(target.id(spec, inputs), actual.apply(view), inputs);
  }
}
