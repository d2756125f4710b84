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
 * Where something is made, and with what: nothing in a namespace on its way out, nor with an
 * account whose key would not stay until it is deleted again.
 */
final class LivingPlace {
  private LivingPlace() {}

  /**
   * Comes before a resource is held for what it is going to have.
   *
   * @throws PassEndedException where the account or the namespace is being deleted
   */
  static void require(Services services, Reconciliation<?, ?> pass) {
    services.requireLivingNamespace(pass.namespace());
    requireAccount(services, pass);
  }

  /**
   * What is made with an account on its way out would hold it for ever.
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
   * Comes once the resource is held, right before something is made: between the first look and
   * that, an account that nobody seemed to need may have been let go, or its Secret. Whoever lets
   * go shows it and then looks who is held; here it is the other way round, so that one of the two
   * sees the other. From what is in memory; only a Secret of which a watch told meanwhile is read.
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
    // By the same view the account is told who uses it.
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

  /**
   * The operator's own key is for a namespace without an account, which may have come meanwhile.
   */
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

  /** As the caches show it or the account's own pass has seen it, whichever is newer. */
  private static Optional<PaperspaceAccount> account(Services services, Reconciliation<?, ?> pass) {
    return Optional.ofNullable(pass.draft.account.name())
        .flatMap(name -> services.index().find(PaperspaceAccount.class, pass.namespace(), name))
        .map(services.writer()::seen);
  }
}
