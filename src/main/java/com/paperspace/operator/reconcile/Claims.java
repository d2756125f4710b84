package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import java.util.HashSet;

/**
 * Who manages which cloud object: the first to claim it, and nobody else touches it (design.md 3,
 * "First claim wins").
 */
final class Claims<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final Estate estate;
  private final Platform.Memory memory;

  Claims(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.estate = platform.estate();
    this.memory = platform.memory();
  }

  /**
   * Makes a cloud object this resource's.
   *
   * @throws PassEndedException when another resource has it
   */
  void claim(Pass<R, O> pass, String id) {
    take(pass, key(pass, id));
  }

  /**
   * Makes a cloud object this resource's, and notes its id and how it came to it.
   *
   * @throws PassEndedException when another resource has it
   */
  void own(Pass<R, O> pass, T remote, Origin how) {
    var id = adapter.identity(remote).id();
    claim(pass, id);
    pass.draft.own(id, how);
    pass.sighted();
  }

  /** Whether no other resource has the object. */
  boolean isFree(Pass<R, O> pass, T remote) {
    return estate.users(key(pass, adapter.identity(remote).id())).stream()
        .allMatch(user -> user.getMetadata().getUid().equals(pass.uid()));
  }

  /**
   * Claims the natural key of an object still to be made: the second create under one key would
   * change what the first has made. Nothing happens for kinds without one.
   *
   * @throws PassEndedException when another resource has claimed it
   */
  void reserve(Pass<R, O> pass) {
    adapter
        .naturalKey(pass.resource, pass.inputs)
        .map(key -> key(pass, "key:" + key))
        .ifPresent(
            key -> {
              take(pass, key);
              memory.reserved().computeIfAbsent(pass.uid(), uid -> new HashSet<>()).add(key);
            });
  }

  /**
   * Gives back every natural key it has claimed, whatever its spec says by now: the object is there
   * for all to see, or will not be made.
   */
  void unreserve(Pass<R, O> pass) {
    var reserved = memory.reserved().remove(pass.uid());
    if (reserved != null) {
      reserved.forEach(key -> estate.release(key, pass.uid()));
    }
  }

  private void take(Pass<R, O> pass, String key) {
    estate
        .claim(key, pass.resource)
        .ifPresent(
            other -> {
              throw new PassEndedException(conflict(pass.resource, other));
            });
  }

  private String key(Pass<R, O> pass, String id) {
    return Key.cloud(adapter.type(), pass.connection.teamId(), id);
  }

  private static Verdict conflict(PaperspaceResource<?, ?> mine, PaperspaceResource<?, ?> other) {
    return Verdict.stalled(
        Reason.OwnershipConflict,
        "This cloud object is already managed by "
            + Uses.named(other, mine.getMetadata().getNamespace())
            + "; it was not touched. Delete one of the two: the object is deleted only with the one that"
            + " manages it.");
  }
}
