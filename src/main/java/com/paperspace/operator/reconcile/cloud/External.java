package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cloud side of one resource in one pass. Each method is the adapter's of the same name, bound
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

  List<T> list(String scope);

  Optional<T> get(String id);

  T complete(T remote);

  Optional<T> byKey(String key);

  Optional<String> naturalKey();

  Identity identity(T remote);

  boolean isRepeatable();

  /**
   * Makes the object.
   *
   * @param check runs right before the request is written; what it throws goes through
   */
  Outcome<T> create(Runnable check);

  List<Drift> diff(T remote);

  List<Drift> carried(T remote, List<Drift> drift);

  Optional<String> detour(T remote, List<Drift> drift);

  Outcome<T> update(T remote, List<Drift> drift);

  void delete(T remote);

  boolean clearForDelete(T remote);

  Optional<String> leavesBehind(Optional<T> remote);

  /** Judges the object, and notes for the status what was seen of it. */
  Observation<?> observe(T remote);

  /** Leaves of what was noted for the status only what stays true of an object that is gone. */
  void noteGone();

  Optional<String> wayOut(List<Drift> notApplied);

  Map<String, String> outputs(T remote);

  /** Null for none. */
  String outputSecret();
}
