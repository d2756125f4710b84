package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Operation;

/**
 * What a create answered.
 *
 * @param event the work it began; null where it is done
 */
record Made<V>(V view, MachineEvents.View event) {

  static <V extends Record> Made<V> of(Operation<V> answer) {
    return new Made<>(answer.data(), answer.event());
  }
}
