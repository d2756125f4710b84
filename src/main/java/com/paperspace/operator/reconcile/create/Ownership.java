package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.LogContext;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Claims cloud objects for resources: the first resource to claim an object manages it, and no
 * other touches it (docs/architecture.md, "First claim wins").
 */
public final class Ownership<T> {
  private static final String DELETE_ONE =
      "Name another in spec.name or spec.externalId, or delete one of the two: the object is deleted"
          + " only with the one that manages it.";

  private final ClaimRegistry claims;

  /** How long the create of another resource may be open before it counts as overdue. */
  private final Duration grace;

  public Ownership(Services services) {
    this.claims = services.claims();
    this.grace = services.pacing().createGrace().multipliedBy(2);
  }

  /**
   * Makes a cloud object this resource's.
   *
   * @throws PassEndedException when another resource has it
   */
  public void claim(External<T> external, String id) {
    take(external, key(external, id));
  }

  /**
   * Makes a cloud object this resource's, and notes its id and how it came to it.
   *
   * @throws PassEndedException when another resource has it
   */
  void own(External<T> external, T remote, Origin how) {
    var pass = external.pass();
    var id = external.identity(remote).id();
    claim(external, id);
    pass.draft.own(id, how);
    LogContext.object(id);
    pass.sighted();
  }

  /** Gives back the claim on an object that does not become this resource's after all. */
  void disown(External<T> external, T remote) {
    claims.release(key(external, external.identity(remote).id()), external.pass().uid());
  }

  /**
   * Returns where no other resource has the object.
   *
   * @throws PassEndedException when one has, and names it
   */
  void requireFree(External<T> external, T remote) {
    requireFree(external, remote, DELETE_ONE);
  }

  /**
   * The same, and says what to do.
   *
   * @throws PassEndedException when another resource has it, and names it
   */
  void requireFree(External<T> external, T remote, String advice) {
    var pass = external.pass();
    users(external, remote)
        .filter(user -> !user.getMetadata().getUid().equals(pass.uid()))
        .findFirst()
        .ifPresent(
            other -> {
              throw new PassEndedException(conflict(pass.resource, other, advice));
            });
  }

  private Stream<PaperspaceResource<?, ?>> users(External<T> external, T remote) {
    return claims.users(key(external, external.identity(remote).id())).stream();
  }

  /** Whether no other resource has the object. */
  boolean isFree(External<T> external, T remote) {
    var pass = external.pass();
    return users(external, remote).allMatch(user -> user.getMetadata().getUid().equals(pass.uid()));
  }

  /**
   * Gives the object that the answer to its own create names to this resource, whoever claimed it.
   */
  void award(External<T> external, T made) {
    claims.award(key(external, external.identity(made).id()), external.pass().resource);
  }

  /** Another resource that took the object over without having made it; empty if none did. */
  Optional<PaperspaceResource<?, ?>> takenOverBy(External<T> external, T remote) {
    boolean isMade = users(external, remote).anyMatch(Ownership::hasMadeIt);
    var key = key(external, external.identity(remote).id());
    return isMade ? Optional.empty() : claims.another(key, external.pass().resource, any -> true);
  }

  private static boolean hasMadeIt(PaperspaceResource<?, ?> user) {
    return Origin.Created.name().equals(user.getStatus().origin());
  }

  /**
   * Claims the place of an object still to be made. Under one natural key a second create would
   * change the object of the first; of two objects without a name nobody could tell whose is whose,
   * so a scope takes one create at a time. For other kinds nothing is claimed.
   *
   * @throws PassEndedException when another resource has claimed it
   */
  void reserve(External<T> external) {
    var pass = external.pass();
    external
        .target()
        .place()
        .map(place -> key(external, place))
        .ifPresent(
            key -> {
              claims
                  .claim(key, pass.resource)
                  .ifPresent(
                      other -> {
                        throw new PassEndedException(occupied(external, other));
                      });
              pass.memo.reserve(key);
            });
  }

  /**
   * Gives back every natural key the resource has claimed, whatever its spec says by now: its
   * object is visible to all, or will not be made.
   */
  public void unreserve(External<T> external) {
    var pass = external.pass();
    pass.memo.reserved().forEach(key -> claims.release(key, pass.uid()));
    pass.memo.unreserve();
  }

  private void take(External<T> external, String key) {
    var pass = external.pass();
    claims
        .claim(key, pass.resource)
        .ifPresent(
            other -> {
              throw new PassEndedException(conflict(pass.resource, other, DELETE_ONE));
            });
  }

  private Verdict occupied(External<?> external, PaperspaceResource<?, ?> other) {
    var mine = external.pass().resource;
    if (external.isNamed()) {
      return conflict(mine, other, DELETE_ONE);
    }
    return untilSettled(
        external, other, "what is made here has no name to tell it by, so one is made at a time.");
  }

  /** The verdict while this resource waits for the open create of another. */
  Verdict untilSettled(External<?> external, PaperspaceResource<?, ?> other, String why) {
    var name = Dependents.named(other, external.pass().namespace());
    return OpenCreate.ofAnother(name, why, isOverdue(external, other));
  }

  /** Whether the other's create is open for longer than any pass needs to settle one. */
  private boolean isOverdue(External<?> external, PaperspaceResource<?, ?> other) {
    var now = external.pass().api().serverNow();
    return Intent.open(other)
        .map(Intent::at)
        .filter(it -> it.isBefore(now.minus(grace)) || Text.isAhead(it, now))
        .isPresent();
  }

  /** The key under which an object of this name, or its create, is claimed. */
  String spot(External<T> external, T remote) {
    var name = external.isNamed() ? external.identity(remote).name() : "";
    return key(external, external.target().called(name).spot());
  }

  private String key(External<T> external, String id) {
    var pass = external.pass();
    return IndexKey.cloud(external.type(), pass.connection.teamId(), id);
  }

  private static Verdict conflict(
      PaperspaceResource<?, ?> mine, PaperspaceResource<?, ?> other, String advice) {
    return Verdict.stalled(
        Reason.OwnershipConflict,
        "This cloud object is already managed by "
            + Dependents.named(other, mine.getMetadata().getNamespace())
            + "; it was not touched. "
            + advice);
  }
}
