package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;

/** What a cloud object gives away, on its way into the Secret its resource names. */
final class Outputs<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Adapter<R, O, T> adapter;
  private final Platform platform;

  Outputs(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
  }

  /**
   * Makes the Secret hold what there is; nothing happens without a name, or without values.
   *
   * @throws PassEndedException when a Secret of that name belongs to somebody else
   */
  void write(Pass<R, O> pass, T remote) {
    var name = adapter.outputSecret(pass.resource);
    var values = adapter.outputs(pass.resource, remote);
    if (name == null || values.isEmpty()) {
      return;
    }
    if (platform.secrets().find(pass.namespace(), name).isEmpty()) {
      // A namespace that goes takes its Secrets first, which must not look like a loss.
      platform.requireLivingNamespace(pass.namespace());
    }
    if (!platform.secrets().write(pass.resource, name, values)) {
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

  private String others(Pass<R, O> pass, String name) {
    var users =
        platform.estate().users(Key.secret(pass.namespace(), name)).stream()
            .filter(user -> !pass.uid().equals(user.getMetadata().getUid()))
            .toList();
    return users.isEmpty() ? "" : " and is used by " + Uses.named(users);
  }
}
