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
 * @param origin the id an object shows that a create has left, which tells it from those of others
 */
record ReferenceRow<S, V>(
    ResourceRef<S> target,
    Function<V, String> actual,
    BiPredicate<Paperspace, String> exists,
    boolean fixed,
    Function<V, String> origin) {

  /** One that is compared as it is shown. */
  ReferenceRow(
      ResourceRef<S> target,
      Function<V, String> actual,
      BiPredicate<Paperspace, String> exists,
      boolean fixed) {
    this(target, actual, exists, fixed, actual);
  }

  /** One that only a create needs: what was made of it goes on without it, and is not compared. */
  static <S, V> ReferenceRow<S, V> atCreate(
      ResourceRef<S> target, Function<V, String> origin, BiPredicate<Paperspace, String> exists) {
    return new ReferenceRow<>(target, null, exists, true, origin);
  }

  String field() {
    return target.field();
  }

  /** Whether it shows another id than a create would leave; one that is not shown is no other. */
  boolean isAnother(S spec, V view, Inputs inputs) {
    var shown = origin == null ? null : origin.apply(view);
    var declared = target.id(spec, inputs);
    return shown != null && declared != null && !shown.equals(declared);
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
