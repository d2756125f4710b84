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
}
