package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One field of a spec beside the same field as the cloud shows it: how the two are compared, and
 * what can be done where they differ. What is not declared is not managed.
 *
 * @param <S> what declares it
 * @param <V> what shows it
 * @param field its name in the spec
 * @param actual what the cloud has, in the form people are told
 */
record Row<S, V>(
    String field,
    Function<S, ?> declared,
    Function<V, ?> actual,
    Comparison<S, V> comparison,
    When when,
    Sending sending) {

  /**
   * A row.
   *
   * @throws IllegalArgumentException when what was sent is to count for a field that can change, or
   *     may be secret: nothing notes the first anew, and the second would stand in the status
   */
  Row {
    if (sending.asSent && (when != When.NEVER || comparison.telling != Telling.PLAIN)) {
      throw new IllegalArgumentException(
          field + ": asSent() goes with fixed(), never with hidden() or address()");
    }
  }

  /** When a field of an object that is there can change. */
  enum When {
    ANY_TIME,
    /** At any time, but some services take it only while the object is off. */
    PERHAPS_WHILE_OFF,
    WHILE_OFF,
    /** Only a new object could have another value. */
    NEVER
  }

  /**
   * How it is compared.
   *
   * @param same whether what is shown is what is declared
   * @param mayLack whether a value that is not shown says nothing, by what the spec declares
   * @param telling what is told of the value, which may be secret
   */
  record Comparison<S, V>(BiPredicate<S, V> same, Predicate<S> mayLack, Telling telling) {}

  /**
   * What else there is to it.
   *
   * @param name its name in the bodies of the API
   * @param group the field it travels with: itself, or the switch whose detail it is
   * @param grows whether a number may only become larger
   * @param asSent whether what was sent at create counts before what the cloud shows
   */
  record Sending(String name, String group, boolean grows, boolean asSent) {}

  /** A value that can change at any time; one that is not shown is another one. */
  static <S, V> Row<S, V> of(String field, Function<S, ?> declared, Function<V, ?> actual) {
    BiPredicate<S, V> same =
        (spec, view) -> Objects.equals(declared.apply(spec), actual.apply(view));
    return new Row<>(
        field,
        declared,
        actual,
        new Comparison<>(same, spec -> false, Telling.PLAIN),
        When.ANY_TIME,
        new Sending(field, field, false, false));
  }

  /** Two texts as they are; one that is not shown is taken as right. */
  static Row<String, String> shown(String field) {
    return Row.<String, String>of(field, it -> it, it -> it).ifShown();
  }

  /** Likewise a switch: one that is not shown is off. */
  static <S, V> Row<S, V> flag(
      String field, Function<S, Boolean> declared, Function<V, Boolean> actual) {
    return Row.<S, V>of(field, declared, actual)
        .sameIf(
            (spec, view) -> declared.apply(spec).equals(Boolean.TRUE.equals(actual.apply(view))));
  }

  /** Likewise a number: by value, 1 or 1.0 (docs/paperspace-api.md 8.9); none is zero. */
  static <S, V> Row<S, V> number(
      String field, Function<S, ? extends Number> declared, Function<V, ? extends Number> actual) {
    return Row.<S, V>of(field, declared, actual)
        .sameIf(
            (spec, view) -> {
              var shown = actual.apply(view);
              double other = shown == null ? 0 : shown.doubleValue();
              return Double.compare(declared.apply(spec).doubleValue(), other) == 0;
            });
  }

  /** A value that only a create takes and nothing ever shows. */
  static <S, V> Row<S, V> atCreate(String field, Function<S, ?> declared) {
    return Row.<S, V>of(field, declared, view -> null).ifShown().fixed();
  }

  /** Compared in a way of its own; asked only where something is declared. */
  Row<S, V> sameIf(BiPredicate<S, V> same) {
    return with(new Comparison<>(same, comparison.mayLack, comparison.telling));
  }

  /** A word of the service's catalogue, which it may answer in another letter case. */
  Row<S, V> inAnyCase() {
    return sameIf(
        (spec, view) ->
            declared.apply(spec) instanceof String wanted
                && actual.apply(view) instanceof String shown
                && wanted.equalsIgnoreCase(shown));
  }

  /** What is not shown is taken as right. */
  Row<S, V> ifShown() {
    return with(new Comparison<>(comparison.same, spec -> true, comparison.telling));
  }

  /** The service may forget it while its switch is off. */
  Row<S, V> forgottenUnless(Function<S, Boolean> on) {
    return with(
        new Comparison<>(
            comparison.same, spec -> Boolean.FALSE.equals(on.apply(spec)), comparison.telling));
  }

  /** It may be secret. */
  Row<S, V> hidden() {
    return told(Telling.HIDDEN);
  }

  /** A URL, which may hold a login; compared as it is. */
  Row<S, V> address() {
    return told(Telling.ADDRESS);
  }

  private Row<S, V> told(Telling as) {
    return with(new Comparison<>(comparison.same, comparison.mayLack, as));
  }

  /** Only a create can set it. */
  Row<S, V> fixed() {
    return at(When.NEVER);
  }

  /** When it can change. */
  Row<S, V> at(When other) {
    return new Row<>(field, declared, actual, comparison, other, sending);
  }

  /** A detail of a switch, which is sent along with it. */
  Row<S, V> travellingWith(String group) {
    return with(new Sending(sending.name, group, sending.grows, sending.asSent));
  }

  /** The API has another name for it. */
  Row<S, V> sentAs(String name) {
    return with(new Sending(name, sending.group, sending.grows, sending.asSent));
  }

  /** Only a new object could have less; of a switch, off is less than on. */
  Row<S, V> growing() {
    return with(new Sending(sending.name, sending.group, true, sending.asSent));
  }

  /**
   * The cloud shows it in a form nobody knows, so what was sent at create counts; it stands in the
   * status as it is. Only after {@link #fixed}.
   */
  Row<S, V> asSent() {
    return with(new Sending(sending.name, sending.group, sending.grows, true));
  }

  private Row<S, V> with(Comparison<S, V> other) {
    return new Row<>(field, declared, actual, other, when, sending);
  }

  private Row<S, V> with(Sending other) {
    return new Row<>(field, declared, actual, comparison, when, other);
  }

  /** How the two differ, if they do. */
  Optional<Drift> diff(S spec, V view, Inputs inputs) {
    var sent = sending.asSent ? inputs.marks().get(field) : null;
    if (sent == null) {
      return diff(spec, view, inputs::digest);
    }
    var wanted = String.valueOf(declared.apply(spec));
    return sent.equals(wanted) ? Optional.empty() : Optional.of(drift(wanted, sent));
  }

  /** Likewise, by what is shown; {@code digest} is a keyed hash. */
  Optional<Drift> diff(S spec, V view, UnaryOperator<String> digest) {
    if (!differs(spec, view)) {
      return Optional.empty();
    }
    var told = comparison.telling;
    return Optional.of(
        drift(told.of(declared.apply(spec), digest), told.of(actual.apply(view), digest)));
  }

  /** Whether they do. */
  boolean differs(S spec, V view) {
    boolean known = actual.apply(view) != null || !comparison.mayLack.test(spec);
    return known && declared.apply(spec) != null && !comparison.same.test(spec, view);
  }

  /**
   * Whether what is shown is what a create leaves: what is not declared is not sent, nor what may
   * only grow later.
   */
  boolean isAsMade(S spec, V view) {
    var wanted = declared.apply(spec);
    if (sending.grows) {
      return true;
    }
    return wanted == null ? isBlank(actual.apply(view)) : !differs(spec, view);
  }

  private static boolean isBlank(Object shown) {
    return shown == null || shown.equals("") || shown.equals(Map.of()) || shown.equals(List.of());
  }

  /** Whether it shows what no change can have made of what was sent. */
  boolean isAnother(S spec, V view) {
    return when == When.NEVER && !sending.asSent && differs(spec, view);
  }

  private Drift drift(Object wanted, Object shown) {
    var drift = Drift.correctable(field, wanted, shown);
    return when == When.NEVER || (sending.grows && isLess(wanted, shown))
        ? drift.with(Remedy.REPLACE)
        : drift;
  }

  private static boolean isLess(Object wanted, Object shown) {
    if (wanted instanceof Boolean one && shown instanceof Boolean other) {
      return !one && other;
    }
    return wanted instanceof Number one
        && shown instanceof Number other
        && one.doubleValue() < other.doubleValue();
  }
}
