package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.pass.Services;

/** Wakes the resources that waited for a resource to be gone. */
final class Departure<R extends PaperspaceResource<? extends ManagedSpec, ?>> {
  private final Adapter<R, ?, ?> adapter;
  private final Services services;

  Departure(Adapter<R, ?, ?> adapter, Services services) {
    this.adapter = adapter;
    this.services = services;
  }

  void tell(R resource) {
    freeCloudObject(resource);
    var namespace = resource.getMetadata().getNamespace();
    if (resource.unreadable() == null && resource.getSpec() != null) {
      for (var reference : adapter.references(resource)) {
        if (reference instanceof Reference.ToResource to) {
          services.index().wake(to.kind(), namespace, to.name());
        }
      }
    }
    for (var account : Dependents.accounts(resource)) {
      services.index().wake(PaperspaceAccount.class, namespace, account);
    }
  }

  /** Frees its claims: now that no cache shows the resource, another's claim can hold. */
  private void freeCloudObject(R resource) {
    Dependents.claimed(resource, adapter).forEach(services.claims()::free);
  }
}
