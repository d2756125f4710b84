package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineEvents;

/**
 * A restore, as far as it was read.
 *
 * @param stateBefore the machine's state right before it was sent; null if that is not known
 * @param stateAfter the machine's state when it was over; null until then
 */
public record RestoreRemote(MachineEvents.View event, String stateBefore, String stateAfter) {

  static RestoreRemote of(MachineEvents.View event) {
    return new RestoreRemote(event, null, null);
  }

  /** An event need not name its machine; what is known of that from elsewhere stands in then. */
  static MachineEvents.View naming(String machine, MachineEvents.View it) {
    boolean isNamed = it.machineId() != null && !it.machineId().isEmpty();
    return isNamed
        ? it
        : new MachineEvents.View(
            it.id(),
            it.name(),
            it.state(),
            machine,
            it.dtCreated(),
            it.dtStarted(),
            it.dtFinished(),
            it.error());
  }
}
