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

/** What in the cloud may be the object of a create whose answer never came. */
final class Candidates<T> {
  /** An annotation holds as many ids with room to spare; nobody has so many of one name. */
  private static final int MOST_STANDING = 500;

  private final Pacing pacing;
  private final Ownership<T> ownership;

  Candidates(Pacing pacing, Ownership<T> ownership) {
    this.pacing = pacing;
    this.ownership = ownership;
  }

  /** What stands there and may have come from a create of this resource, whoever has it. */
  List<T> of(External<T> external, Intent intent) {
    var mayBeOurs = mayBeOf(external, external.pass().resource, intent);
    return find(intent.target(), external).stream().filter(mayBeOurs).toList();
  }

  /** Of these what no other resource has. */
  List<T> free(External<T> external, List<T> found) {
    return found.stream().filter(remote -> ownership.isFree(external, remote)).toList();
  }

  /** What was not there before a create of a resource, and came in its time. */
  Predicate<T> mayBeOf(External<T> external, PaperspaceResource<?, ?> maker, Intent intent) {
    var stood = CreateNote.stood(maker, intent).orElse(Set.of());
    return remote -> {
      var made = external.identity(remote);
      return !stood.contains(made.id()) && isOf(external, intent, made.createdAt());
    };
  }

  /** Before and long after the create others were at work. */
  private boolean isOf(External<T> external, Intent intent, Instant createdAt) {
    return createdAt == null
        || (!createdAt.isBefore(intent.since().minus(Intent.CLOCK_SKEW))
            && !createdAt.isAfter(intent.at().plus(longest(external))));
  }

  /**
   * How long after its intent a create may have had its effect. Where a name tells less of the
   * others apart, no longer than its call may take: as long until the body is sent, and then until
   * it is answered.
   */
  private Duration longest(External<T> external) {
    return external.isNamed()
        ? pacing.createGrace()
        : external.pass().api().callTimeout().multipliedBy(2);
  }

  /**
   * Ids of what stands where a create is about to be announced, for a kind whose objects do not
   * tell their age; empty for others.
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
   * Names of some kinds identify nothing; without its time it may be anybody's. Without the time of
   * the intent, whatever is older than the resource is somebody else's too.
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
        // Its project is gone, and all in it.
        return List.of();
      }
      throw e;
    }
  }

  /** What has the name an intent or a spec gives, in its scope. */
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
