package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cloud side of one resource in one pass. What reads or answers a step is the adapter's, bound
 * to the resource, its inputs and its connection; see {@link Adapter} for what it promises.
 *
 * @param <T> the cloud object as the adapter reads it
 */
public interface External<T> {

  /** The pass it belongs to. */
  Reconciliation<?, ?> pass();

  Class<? extends PaperspaceResource<? extends ManagedSpec, ?>> type();

  String name();

  List<Reference> references();

  boolean exists(Reference.ToResource reference);

  String scope();

  boolean sameScope(String id, String other);

  /** Whether the object of another resource of the kind is in the scope of this one's. */
  boolean isInScope(PaperspaceResource<?, ?> other);

  List<T> list(String scope);

  Optional<T> get(String id);

  T complete(T remote);

  Optional<T> byKey(String key);

  Optional<String> naturalKey();

  List<SharedField> decidesOn();

  List<SharedField> takes();

  List<SharedField> leavesToOthers();

  Identity identity(T remote);

  /** Whether it is of the team this resource's account belongs to, as far as a row tells. */
  boolean isOfTeam(T remote);

  /** What a create of it would make. */
  default Intent.Target target() {
    return naturalKey()
        .map(Intent.Target::key)
        .orElseGet(() -> Intent.Target.named(scope(), isNamed() ? name() : ""));
  }

  boolean isAsMade(T remote);

  boolean isRepeatable();

  boolean isDated();

  boolean isNamed();

  boolean isFoundByScope();

  boolean isOneShot();

  /** What an act that happens once came to; empty while it goes on, and for all other kinds. */
  Optional<? extends Observation<?>> result();

  /** The next step on something else that the object needs aside, if there is one. */
  Optional<Step<T>> aside();

  Optional<PutAside> putAside();

  default boolean isAside() {
    return putAside().isPresent();
  }

  Optional<Step<T>> putBack();

  Optional<Step<T>> letBe();

  /** What has to come before the object can be made, if anything. */
  Optional<? extends Observation<?>> beforeCreate();

  Step<T> creation();

  List<Drift> diff(T remote);

  Step<T> next(T remote, List<Drift> todo);

  Optional<Step<T>> beforeDelete(T remote);

  Step<T> deletion(T remote);

  Optional<Step<T>> clearForDelete(T remote);

  /**
   * Sends a step: the one way to change something in the cloud. What it leaves is noted at once, so
   * that later looks know of it; what it changed is told.
   *
   * @param check runs right before the request is written; what it throws goes through
   */
  Outcome<T> send(Step<T> step, Runnable check);

  /** Sends a step that needs no further check. */
  default Outcome<T> send(Step<T> step) {
    return send(step, () -> {});
  }

  Optional<String> leavesBehind(Optional<T> remote);

  /** Judges the object, and notes for the status what was seen of it. */
  Observation<?> observe(T remote);

  Optional<Check> check(T remote);

  /** Has the service find out what it is about. */
  Check.Outcome ask(Check check);

  /** Why the object is gone, if it is not to be made again unasked, or went for want of room. */
  Optional<? extends Observation<?>> whyGone();

  /** Leaves of what was noted for the status only what stays true of an object that is gone. */
  void noteGone();

  Optional<String> wayOut(List<Drift> notApplied);

  Map<String, String> outputs(T remote);

  boolean showsAllOutputs();

  /** Null for none. */
  String outputSecret();
}
