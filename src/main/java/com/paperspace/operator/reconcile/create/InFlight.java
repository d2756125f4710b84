package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.time.Duration;
import java.util.Objects;

/**
 * Keeps an object that an open create of another resource may have made from being taken over
 * before that create is settled: its own resource would not find it, and make a second
 * (docs/architecture.md, "Create exactly once", step 4).
 */
final class InFlight<T> {
  private final ClaimRegistry claims;
  private final Ownership<T> ownership;
  private final Candidates<T> candidates;
  private final Duration lag;

  InFlight(ClaimRegistry claims, Ownership<T> ownership, Candidates<T> candidates, Duration lag) {
    this.lag = lag;
    this.claims = claims;
    this.ownership = ownership;
    this.candidates = candidates;
  }

  /**
   * Returns where no open create of another resource may have made an object.
   *
   * @throws PassEndedException when one may, and names it; the resource is woken when it is settled
   */
  void requireNone(External<T> external, T remote) {
    if (external.isOneShot()) {
      // An act is never repeated unasked, and leaves no object that has to be deleted.
      return;
    }
    var id = external.identity(remote).id();
    claims
        .another(
            ownership.spot(external, remote),
            external.pass().resource,
            other -> mayHaveMade(external, other, remote))
        .ifPresent(
            other -> {
              var why = id + " may be what it has made, so it is not taken over.";
              // Its settling wakes this resource, and every look may cost a whole list.
              throw new PassEndedException(
                  ownership.untilSettled(external, other, why).notBefore(lag));
            });
  }

  private boolean mayHaveMade(External<T> external, PaperspaceResource<?, ?> other, T remote) {
    var pass = external.pass();
    if (pass.externalId() != null && hasAnother(other, pass.externalId())) {
      return false;
    }
    var now = pass.api().serverNow();
    return Intent.open(other)
        .map(intent -> intent.dated(now, now))
        .filter(intent -> candidates.mayBeOf(external, other, intent).test(remote))
        .isPresent();
  }

  /**
   * Whether the other resource manages, or is to manage, an object of another id, so that what its
   * create made is free for others.
   */
  private static boolean hasAnother(PaperspaceResource<?, ?> other, String id) {
    var status = other.getStatus();
    var known = status == null ? "" : Objects.toString(status.id(), "");
    var spec = other.getSpec();
    var named = spec instanceof ManagedSpec it ? Objects.toString(it.externalId(), "") : "";
    return isOther(known, id) || isOther(named, id);
  }

  private static boolean isOther(String known, String id) {
    return !known.isEmpty() && !known.equals(id);
  }
}
