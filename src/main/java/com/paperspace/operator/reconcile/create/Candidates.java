package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateNote;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The cloud objects that a create whose answer was lost may have made. */
final class Candidates<T> {
  /** So many ids fit into an annotation with room to spare; nobody has so many of one name. */
  private static final int MOST_STANDING = 500;

  private final Pacing pacing;
  private final Ownership<T> ownership;

  Candidates(Pacing pacing, Ownership<T> ownership) {
    this.pacing = pacing;
    this.ownership = ownership;
  }

  /** The objects a create of this resource may have made, whichever resource has them now. */
  List<T> of(External<T> external, Intent intent) {
    var mayBeOurs = mayBeOf(external, external.pass().resource, intent);
    return find(intent.target(), external).stream().filter(mayBeOurs).toList();
  }

  /** Those of them that no other resource has. */
  List<T> free(External<T> external, List<T> found) {
    return found.stream().filter(remote -> ownership.isFree(external, remote)).toList();
  }

  /** Objects that were not there before a create of a resource, and were made in its time. */
  Predicate<T> mayBeOf(External<T> external, PaperspaceResource<?, ?> maker, Intent intent) {
    var stood = CreateNote.stood(maker, intent).orElse(Set.of());
    return remote -> {
      var made = external.identity(remote);
      return !stood.contains(made.id()) && isOf(external, intent, made.createdAt());
    };
  }

  /** An object made before or long after the create was made by somebody else. */
  private boolean isOf(External<T> external, Intent intent, Instant createdAt) {
    return createdAt == null
        || (!createdAt.isBefore(intent.since().minus(Intent.CLOCK_SKEW))
            && !createdAt.isAfter(intent.at().plus(longest(external))));
  }

  /**
   * How long after its intent a create may have made its object. Where objects have no name to tell
   * them apart it is no longer than the call may take: one timeout until the body is sent, and one
   * until it is answered.
   */
  private Duration longest(External<T> external) {
    return external.isNamed()
        ? pacing.createGrace()
        : external.pass().api().callTimeout().multipliedBy(2);
  }

  /**
   * Ids of the objects of the name that are there before a create is announced, for a kind whose
   * objects do not tell their age; empty for other kinds.
   *
   * @throws PassEndedException when there are more than can be noted
   */
  Optional<List<String>> standing(External<T> external) {
    var target = external.target();
    if (external.isDated() || target.isKey()) {
      return Optional.empty();
    }
    var ids = ids(external, named(target, external));
    if (ids.size() > MOST_STANDING) {
      throw new PassEndedException(OpenCreate.tooMany(external.name(), ids.size()));
    }
    return Optional.of(ids);
  }

  /**
   * Whether an object is this resource's for sure. Names of some kinds identify nothing, and an
   * object without a time may be anybody's. Where the intent has no time, an object older than the
   * resource is somebody else's.
   */
  boolean isCertain(External<T> external, Intent intent, T remote) {
    var pass = external.pass();
    var createdAt = external.identity(remote).createdAt();
    if (createdAt == null) {
      return intent.target().isKey() || CreateNote.stood(pass.resource, intent).isPresent();
    }
    var declared = Text.time(pass.resource.getMetadata().getCreationTimestamp());
    return intent.isDated() || !createdAt.isBefore(declared.minus(Intent.CLOCK_SKEW));
  }

  private List<T> find(Intent.Target target, External<T> external) {
    try {
      return target.isKey()
          ? external.byKey(target.text()).stream().toList()
          : named(target, external);
    } catch (PaperspaceException e) {
      if (e.reason() == PaperspaceException.Reason.NOT_FOUND) {
        // The project is gone, and all objects in it.
        return List.of();
      }
      throw e;
    }
  }

  /** The objects of the name and the scope that an intent or a spec gives. */
  List<T> named(Intent.Target target, External<T> external) {
    return external.list(target.scope()).stream()
        .filter(remote -> target.name().equals(external.identity(remote).name()))
        .filter(external::isOfTeam)
        .toList();
  }

  static <T> List<String> ids(External<T> external, List<T> found) {
    return found.stream().map(it -> external.identity(it).id()).toList();
  }
}
