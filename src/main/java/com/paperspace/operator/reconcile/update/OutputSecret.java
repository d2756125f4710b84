package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.OutputValues;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;

/** What a cloud object gives away, on its way into the Secret its resource names. */
public final class OutputSecret<T> {
  private final Services services;

  public OutputSecret(Services services) {
    this.services = services;
  }

  /**
   * Asks before an object is made, which would cost money and give its values to nobody.
   *
   * @throws PassEndedException when a Secret of that name belongs to somebody else
   */
  public void requireFree(External<T> external) {
    var name = external.outputSecret();
    if (name != null && !services.secrets().mayWrite(external.pass().resource, name)) {
      throw taken(external, name);
    }
  }

  /**
   * Makes the Secret hold what there is; nothing happens without a name, or without values.
   *
   * @throws PassEndedException when a Secret of that name belongs to somebody else
   */
  void write(External<T> external, T remote) {
    var pass = external.pass();
    var name = external.outputSecret();
    var values = external.outputs(remote);
    if (name == null || values.isEmpty()) {
      return;
    }
    if (services.secrets().find(pass.namespace(), name).isEmpty()) {
      // A namespace that goes takes its Secrets first, which must not look like a loss.
      services.requireLivingNamespace(pass.namespace());
    }
    var outputs =
        new OutputValues(external.identity(remote).id(), values, external.showsAllOutputs());
    if (!services.secrets().write(pass.resource, name, outputs)) {
      throw taken(external, name);
    }
  }

  private PassEndedException taken(External<T> external, String name) {
    return new PassEndedException(
        Verdict.stalled(
            Reason.OutputConflict,
            "outputs.secret: Secret "
                + name
                + " exists and is not owned by this object"
                + others(external, name)
                + ", so it is left as it is. Name another Secret in spec.outputs.secret."));
  }

  private String others(External<T> external, String name) {
    var pass = external.pass();
    var users =
        services.index().users(IndexKey.secret(pass.namespace(), name)).stream()
            .filter(user -> !pass.uid().equals(user.getMetadata().getUid()))
            .toList();
    return users.isEmpty() ? "" : " and is used by " + Dependents.named(users);
  }
}
