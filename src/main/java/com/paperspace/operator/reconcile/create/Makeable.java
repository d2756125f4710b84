package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.update.OutputSecret;
import java.util.List;
import java.util.Optional;

/** What has to be so before a create is announced. */
final class Makeable<T> {
  private final Services services;
  private final Ownership<T> ownership;
  private final Candidates<T> candidates;
  private final OutputSecret<T> outputs;

  Makeable(Services services, Ownership<T> ownership, Candidates<T> candidates) {
    this.services = services;
    this.ownership = ownership;
    this.candidates = candidates;
    this.outputs = new OutputSecret<>(services);
  }

  /**
   * Ids of what stands where it is to be made, as {@link Candidates#standing} has them. Where
   * something is in the way, the place is free for others.
   *
   * @throws PassEndedException when something is, with what it waits for
   * @throws InvalidInputException when the spec asks for what there is not
   * @throws PaperspaceException when that cannot be found out
   */
  Optional<List<String>> require(External<T> external) {
    try {
      requireLivingPlace(services, external.pass());
      outputs.requireFree(external);
      requireNothingFirst(external);
      return candidates.standing(external);
    } catch (PassEndedException | InvalidInputException | PaperspaceException e) {
      ownership.unreserve(external);
      throw e;
    }
  }

  /** What is announced must not wait for days, so what it waits for comes first. */
  private void requireNothingFirst(External<T> external) {
    external
        .beforeCreate()
        .ifPresent(
            seen -> {
              throw new PassEndedException(
                  seen.phase().isMoving()
                      ? Verdict.waiting(seen.reason(), seen.message())
                      : Verdict.stalled(seen.reason(), seen.message()));
            });
  }

  /**
   * What is made with an account on its way out would hold it for ever.
   *
   * @throws PassEndedException where the account or the namespace is being deleted
   */
  static void requireLivingPlace(Services services, Reconciliation<?, ?> pass) {
    services.requireLivingNamespace(pass.namespace());
    var name = pass.draft.account.name();
    if (name == null) {
      return;
    }
    services
        .index()
        .find(PaperspaceAccount.class, pass.namespace(), name)
        .filter(PaperspaceAccount::isMarkedForDeletion)
        .ifPresent(
            account -> {
              throw ApiKeys.waiting(
                  "PaperspaceAccount "
                      + name
                      + " is being deleted, so nothing new is made with it. Name another account in"
                      + " spec.accountRef, or create this one again when it is gone.");
            });
  }
}
