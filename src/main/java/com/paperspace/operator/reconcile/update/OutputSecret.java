package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/** What a cloud object gives away, on its way into the Secret its resource names. */
final class OutputSecret<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final Services services;

  OutputSecret(Adapter<R, O, T> adapter, Services services) {
    this.adapter = adapter;
    this.services = services;
  }

  /**
   * Makes the Secret hold what there is; nothing happens without a name, or without values.
   *
   * @throws PassEndedException when a Secret of that name belongs to somebody else
   */
  void write(Reconciliation<R, O> pass, T remote) {
    var name = adapter.outputSecret(pass.resource);
    var values = adapter.outputs(pass.resource, remote);
    if (name == null || values.isEmpty()) {
      return;
    }
    if (services.secrets().find(pass.namespace(), name).isEmpty()) {
      // A namespace that goes takes its Secrets first, which must not look like a loss.
      services.requireLivingNamespace(pass.namespace());
    }
    if (!services.secrets().write(pass.resource, name, values)) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.OutputConflict,
              "outputs.secret: Secret "
                  + name
                  + " exists and is not owned by this object"
                  + others(pass, name)
                  + ", so it is left as it is. Name another Secret in spec.outputs.secret."));
    }
  }

  private String others(Reconciliation<R, O> pass, String name) {
    var users =
        services.index().users(IndexKey.secret(pass.namespace(), name)).stream()
            .filter(user -> !pass.uid().equals(user.getMetadata().getUid()))
            .toList();
    return users.isEmpty() ? "" : " and is used by " + Dependents.named(users);
  }
}
