package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/**
 * Who manages which cloud object: the first to claim it, and nobody else touches it
 * (docs/architecture.md, "First claim wins").
 */
public final class Ownership<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final ResourceIndex index;

  public Ownership(Adapter<R, O, T> adapter, Services services) {
    this.adapter = adapter;
    this.index = services.index();
  }

  /**
   * Makes a cloud object this resource's.
   *
   * @throws PassEndedException when another resource has it
   */
  public void claim(Reconciliation<R, O> pass, String id) {
    take(pass, key(pass, id));
  }

  /**
   * Makes a cloud object this resource's, and notes its id and how it came to it.
   *
   * @throws PassEndedException when another resource has it
   */
  void own(Reconciliation<R, O> pass, T remote, Origin how) {
    var id = adapter.identity(remote).id();
    claim(pass, id);
    pass.draft.own(id, how);
    pass.sighted();
  }

  /** Whether no other resource has the object. */
  boolean isFree(Reconciliation<R, O> pass, T remote) {
    return index.users(key(pass, adapter.identity(remote).id())).stream()
        .allMatch(user -> user.getMetadata().getUid().equals(pass.uid()));
  }

  /**
   * Claims the natural key of an object still to be made: the second create under one key would
   * change what the first has made. Nothing happens for kinds without one.
   *
   * @throws PassEndedException when another resource has claimed it
   */
  void reserve(Reconciliation<R, O> pass) {
    adapter
        .naturalKey(pass.resource, pass.inputs)
        .map(key -> key(pass, "key:" + key))
        .ifPresent(
            key -> {
              take(pass, key);
              pass.memo.reserved.add(key);
            });
  }

  /**
   * Gives back every natural key it has claimed, whatever its spec says by now: the object is there
   * for all to see, or will not be made.
   */
  public void unreserve(Reconciliation<R, O> pass) {
    pass.memo.reserved.forEach(key -> index.release(key, pass.uid()));
    pass.memo.reserved.clear();
  }

  private void take(Reconciliation<R, O> pass, String key) {
    index
        .claim(key, pass.resource)
        .ifPresent(
            other -> {
              throw new PassEndedException(conflict(pass.resource, other));
            });
  }

  private String key(Reconciliation<R, O> pass, String id) {
    return IndexKey.cloud(adapter.type(), pass.connection.teamId(), id);
  }

  private static Verdict conflict(PaperspaceResource<?, ?> mine, PaperspaceResource<?, ?> other) {
    return Verdict.stalled(
        Reason.OwnershipConflict,
        "This cloud object is already managed by "
            + Dependents.named(other, mine.getMetadata().getNamespace())
            + "; it was not touched. Delete one of the two: the object is deleted only with the one that"
            + " manages it.");
  }
}
