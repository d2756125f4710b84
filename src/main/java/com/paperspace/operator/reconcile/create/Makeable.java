package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/** What has to be so before a create is announced. */
final class Makeable<T> {
  private final Services services;
  private final Ownership<T> ownership;

  Makeable(Services services, Ownership<T> ownership) {
    this.services = services;
    this.ownership = ownership;
  }

  /**
   * Returns where nothing is in the way.
   *
   * @throws PassEndedException when something is, with what it waits for
   */
  void require(External<T> external) {
    services.requireLivingNamespace(external.pass().namespace());
    requireLivingAccount(external);
    requireNothingFirst(external);
  }

  /** What is announced must not wait for days, so what it waits for comes first. */
  private void requireNothingFirst(External<T> external) {
    external
        .beforeCreate()
        .ifPresent(
            seen -> {
              ownership.unreserve(external);
              throw new PassEndedException(
                  seen.phase().isMoving()
                      ? Verdict.waiting(seen.reason(), seen.message())
                      : Verdict.stalled(seen.reason(), seen.message()));
            });
  }

  /** What is made with an account on its way out would hold it for ever. */
  private void requireLivingAccount(External<T> external) {
    var pass = external.pass();
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
