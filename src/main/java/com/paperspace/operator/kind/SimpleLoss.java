package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.util.Optional;

/** Why an object of a {@link KindDescription} is gone although nobody took it away. */
final class SimpleLoss<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, V> {
  private final KindDescription<R, S, O, ?, V> table;

  SimpleLoss(KindDescription<R, S, O, ?, V> table) {
    this.table = table;
  }

  Optional<Observation<O>> why(R resource, Inputs inputs, Paperspace api) {
    return failed(resource, inputs, api).or(() -> died(resource, api));
  }

  /** What the work was to make goes when the work fails. */
  private Optional<Observation<O>> failed(R resource, Inputs inputs, Paperspace api) {
    return table.work == null
        ? Optional.empty()
        : MachineWork.failed(MachineWork.recorded(inputs, api), resource.getStatus().observed());
  }

  private Optional<Observation<O>> died(R resource, Paperspace api) {
    var status = resource.getStatus();
    var owner =
        table.owner == null || status.observed() == null
            ? null
            : table.owner.id().apply(status.observed());
    if (owner == null || table.owner.exists().test(api, owner)) {
      return Optional.empty();
    }
    var words = status.id() + " went with " + table.owner.noun() + " " + owner + ", which is gone.";
    return Optional.of(Observation.failed(Reason.ExternalMissing, words, status.observed()));
  }
}
