package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a resource takes over an object that is there already. */
final class Adoption<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Ownership<R, O, T> ownership;
  private final Recovery<R, O, T> recovery;

  Adoption(
      Adapter<R, O, T> adapter,
      Services services,
      Ownership<R, O, T> ownership,
      Recovery<R, O, T> recovery) {
    this.adapter = adapter;
    this.services = services;
    this.ownership = ownership;
    this.recovery = recovery;
  }

  /**
   * The object {@code spec.externalId} names, taken over.
   *
   * @throws PassEndedException when there is none, or another resource has it
   */
  T byId(Reconciliation<R, O> pass) {
    var id = pass.externalId();
    var remote = adapter.get(id, pass.api());
    if (remote.isEmpty()) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.ExternalMissing,
              "spec.externalId: team "
                  + pass.connection.teamId()
                  + " has no object "
                  + id
                  + ". Correct it, or remove it to have a new object made."));
    }
    return adopt(pass, remote.get());
  }

  /**
   * The object that stands where ours would, as far as the kind or the policy makes us look.
   *
   * @throws PassEndedException when it must not be taken over, or there are several
   */
  Optional<T> candidate(Reconciliation<R, O> pass) {
    var policy = pass.policy();
    boolean mayTake = policy.adoptByName() || policy.observeOnly();
    var target = recovery.target(pass);
    if (target.isKey()) {
      var there = adapter.findByKey(target.text(), pass.api());
      if (there.isPresent() && !mayTake) {
        ownership.unreserve(pass);
        throw new PassEndedException(
            Verdict.stalled(
                Reason.AlreadyExists,
                adapter.name(pass.resource)
                    + " exists in the cloud and was not made by this resource. Choose another name,"
                    + " or set policy.adoption: ByName to take it over."));
      }
      return there;
    }
    if (!mayTake) {
      return Optional.empty();
    }
    var candidates =
        recovery.named(target, pass.api()).stream()
            .filter(remote -> ownership.isFree(pass, remote))
            .toList();
    if (candidates.size() > 1) {
      throw new PassEndedException(recovery.ambiguous(candidates));
    }
    return candidates.stream().findFirst();
  }

  /**
   * Takes an object over.
   *
   * @throws PassEndedException when another resource has it
   */
  T adopt(Reconciliation<R, O> pass, T remote) {
    ownership.own(pass, remote, Origin.Adopted);
    if (!pass.policy().observeOnly()) {
      pass.resource = services.writer().hold(pass.resource, Annotations.FINALIZER, null);
    }
    // Under Report an adopted object is shown as it is; otherwise it is brought to the spec.
    pass.draft.appliedGeneration = pass.policy().reportDrift() ? pass.generation() : null;
    LOG.info("{}: adopted {}", pass.describe(), pass.draft.id);
    services.events().normal(pass.resource, "Adopted", "Took over " + pass.draft.id + ".");
    return remote;
  }
}
