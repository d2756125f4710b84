package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.util.Optional;

/**
 * Keeps objects from being made in a namespace that is being deleted, or with an account whose key
 * may not stay until the object is deleted again.
 */
final class LivingPlace {
  private LivingPlace() {}

  /**
   * Asked before a resource gets its finalizer for an object that is about to be made.
   *
   * @throws PassEndedException where the account or the namespace is being deleted
   */
  static void require(Services services, Reconciliation<?, ?> pass) {
    services.requireLivingNamespace(pass.namespace());
    requireAccount(services, pass);
  }

  /**
   * An object made with an account that is being deleted would keep that account for ever.
   *
   * @throws PassEndedException where the account is being deleted
   */
  static void requireAccount(Services services, Reconciliation<?, ?> pass) {
    account(services, pass)
        .filter(PaperspaceAccount::isMarkedForDeletion)
        .ifPresent(
            account -> {
              throw ApiKeys.waiting(
                  "PaperspaceAccount "
                      + account.getMetadata().getName()
                      + " is being deleted, so nothing new is made with it. Name another account in"
                      + " spec.accountRef, or delete this resource; once the account is gone it can"
                      + " be created again.");
            });
  }

  /**
   * Asked once the resource has its finalizer, right before an object is made: since the first look
   * the account, or its Secret, may have been let go because no resource seemed to need it. The
   * side that lets go marks that and then looks for resources; here the resource is marked and then
   * the account looked at, so that one of the two sees the other. Answered from memory; only a
   * Secret of which a watch told meanwhile is read.
   *
   * @throws LookAgainException where the key may not stay, so that nothing must be made with it
   */
  static void requireHeld(Services services, External<?> external) {
    var pass = external.pass();
    var name = pass.draft.account.name();
    if (name == null) {
      requireStillNone(services, pass);
      return;
    }
    boolean stays =
        account(services, pass)
            .filter(account -> !account.isMarkedForDeletion())
            .filter(account -> hasSecret(services, account))
            .isPresent();
    if (!stays) {
      throw new LookAgainException("PaperspaceAccount " + name + " or its Secret goes");
    }
    // The account's own pass finds its users in the same index.
    boolean isSeen =
        services
            .index()
            .find(external.type(), pass.namespace(), pass.resource.getMetadata().getName())
            .filter(it -> Dependents.accounts(it).contains(name))
            .isPresent();
    if (!isSeen) {
      throw new LookAgainException("no watch shows yet that it uses PaperspaceAccount " + name);
    }
  }

  /** The operator's own key serves a namespace without an account; one may have come meanwhile. */
  private static void requireStillNone(Services services, Reconciliation<?, ?> pass) {
    var name = PaperspaceAccount.DEFAULT_ACCOUNT;
    if (services.index().find(PaperspaceAccount.class, pass.namespace(), name).isPresent()) {
      throw new LookAgainException("PaperspaceAccount " + name + " is there by now");
    }
  }

  private static boolean hasSecret(Services services, PaperspaceAccount account) {
    var spec = account.getSpec();
    return spec != null
        && services.secrets().stays(account.getMetadata().getNamespace(), spec.secretRef().name());
  }

  /** The account by the cache, or as its own pass has seen it where that is newer. */
  private static Optional<PaperspaceAccount> account(Services services, Reconciliation<?, ?> pass) {
    return Optional.ofNullable(pass.draft.account.name())
        .flatMap(name -> services.index().find(PaperspaceAccount.class, pass.namespace(), name))
        .map(services.writer()::seen);
  }
}
