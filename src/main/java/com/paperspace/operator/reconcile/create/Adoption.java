package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a resource takes over an object that is there already. */
final class Adoption<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  private final Services services;
  private final Ownership<T> ownership;
  private final Candidates<T> candidates;
  private final InFlight<T> inFlight;

  Adoption(Services services, Ownership<T> ownership, Candidates<T> candidates) {
    this.services = services;
    this.ownership = ownership;
    this.candidates = candidates;
    this.inFlight =
        new InFlight<>(services.claims(), ownership, candidates, services.pacing().lag());
  }

  /**
   * The object {@code spec.externalId} names, taken over.
   *
   * @throws PassEndedException when there is none, or another resource has it or may have made it
   */
  T byId(External<T> external) {
    var pass = external.pass();
    var remote = external.get(pass.externalId());
    if (remote.isEmpty()) {
      throw new PassEndedException(NotThere.underId(external));
    }
    inFlight.requireNone(external, remote.get());
    return adopt(external, remote.get());
  }

  /**
   * The object that stands where ours would, as far as the kind or the policy makes us look.
   *
   * @throws PassEndedException when it must not be taken over, or there are several
   */
  Optional<T> candidate(External<T> external) {
    var pass = external.pass();
    var policy = pass.policy();
    // What has no name is never found by it: anything free would do.
    boolean canBeFound = external.isNamed() || external.isFoundByScope();
    boolean mayTake = canBeFound && (policy.adoptByName() || policy.observeOnly());
    var target = external.target();
    if (target.isKey()) {
      var there = external.byKey(target.text());
      if (there.isPresent() && !mayTake) {
        ownership.unreserve(external);
        // If another resource manages it, its name helps more than "exists".
        ownership.requireFree(external, there.get());
        throw new PassEndedException(
            Verdict.stalled(
                Reason.AlreadyExists,
                external.name()
                    + " exists in the cloud and was not made by this resource. Choose another name,"
                    + " or set policy.adoption: ByName to take it over."));
      }
      there.ifPresent(remote -> inFlight.requireNone(external, remote));
      return there;
    }
    if (!mayTake) {
      // What has no name may be anybody's.
      return Optional.empty();
    }
    var named = candidates.named(target, external);
    var free = candidates.free(external, named);
    free.forEach(remote -> inFlight.requireNone(external, remote));
    if (free.isEmpty() && named.size() == 1 && !policy.observeOnly()) {
      // A second one is paid for as well, so it is made only where that is said.
      ownership.requireFree(
          external,
          named.get(0),
          external.isNamed()
              ? "Choose another name, or set policy.adoption: Never to make a second one of this name."
              : "Set policy.adoption: Never to make a second one.");
    }
    if (free.size() > 1) {
      throw new PassEndedException(
          OpenCreate.ambiguous(Candidates.ids(external, free), external.isNamed(), true));
    }
    return free.stream().findFirst();
  }

  /**
   * Takes an object over.
   *
   * @throws PassEndedException when another resource has it, or the account is being deleted
   */
  T adopt(External<T> external, T remote) {
    var pass = external.pass();
    try {
      if (!pass.policy().observeOnly()) {
        LivingPlace.requireAccount(services, pass);
      }
      ownership.own(external, remote, Origin.Adopted);
    } catch (PassEndedException e) {
      // Its owner would find the key taken when it has to make the object again.
      ownership.unreserve(external);
      throw e;
    }
    if (!pass.policy().observeOnly()) {
      hold(external, remote);
      LivingPlace.requireHeld(services, external);
    }
    // Under Report an adopted object is shown as it is; otherwise it is brought to the spec.
    pass.draft.appliedGeneration = pass.policy().reportDrift() ? pass.generation() : null;
    LOG.info("{}: adopted {}", pass.describe(), pass.draft.id);
    pass.obtained = EventReason.Adopted;
    var told =
        pass.policy().observeOnly()
            ? "Found %s, which is only looked at (policy.management: ObserveOnly)."
            : "Took over %s.";
    services.events().tell(pass.resource, EventReason.Adopted, told.formatted(pass.draft.id));
    return remote;
  }

  private void hold(External<T> external, T remote) {
    try {
      external.pass().hold(services.writer(), Annotations.FINALIZER);
    } catch (RuntimeException e) {
      // It may have failed for an edit, and what is wanted now be another object.
      ownership.disown(external, remote);
      throw e;
    }
  }
}
