package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.util.Optional;

/**
 * Why an object of a {@link KindDescription} is not made again unasked: nobody took it away, or a
 * new one would not be the same.
 */
final class SimpleLoss<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, V> {
  private final KindDescription<R, S, O, ?, V> table;

  SimpleLoss(KindDescription<R, S, O, ?, V> table) {
    this.table = table;
  }

  Optional<Observation<O>> why(R resource, Inputs inputs, Paperspace api) {
    var event = table.work == null ? null : MachineWork.recorded(inputs, api);
    return MachineWork.failed(event, resource.getStatus().observed())
        .or(() -> died(resource, api))
        .or(() -> emptied(resource, inputs, event));
  }

  /** Another under the same name would pass for the one that is gone. */
  private Optional<Observation<O>> emptied(R resource, Inputs inputs, MachineEvents.View event) {
    if (table.holds == null || !wasMade(inputs, event)) {
      return Optional.empty();
    }
    var status = resource.getStatus();
    var words =
        status.id()
            + " is gone from the cloud, and what it held with it. A new one would hold "
            + table.holds
            + ".";
    return Optional.of(Observation.failed(Reason.ExternalMissing, words, status.observed()));
  }

  private static boolean wasMade(Inputs inputs, MachineEvents.View event) {
    var operation = inputs.operation();
    return operation == null
        || !Reason.Creating.name().equals(operation.type())
        || MachineEventState.of(event) == MachineEventState.DONE;
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
