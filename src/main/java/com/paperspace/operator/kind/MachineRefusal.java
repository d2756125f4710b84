package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.kind.MachinePlan.Planned;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Finds out what a refused change of a machine's fields means (docs/paperspace-api.md 10.6). */
final class MachineRefusal {
  private MachineRefusal() {}

  /**
   * What is learned from a refusal: fields that have to wait until the machine is off.
   *
   * @throws PaperspaceException when the refusal means what it says, or a field is never taken
   */
  static Outcome<MachineRemote> learned(
      PaperspaceException refusal,
      Planned planned,
      MachineRemote remote,
      Inputs inputs,
      Paperspace api) {
    if (!(planned.call() instanceof MachineCall.Put put)) {
      throw refusal;
    }
    var network = put.body().networkId();
    if (refusal.reason() == Reason.NOT_FOUND && network != null && isThere(remote, api)) {
      var field = planned.carries().contains(NetworkRef.FIELD) ? NetworkRef.FIELD : NetworkRef.ID;
      throw new PaperspaceException(
          Reason.INVALID,
          refusal.status(),
          field
              + ": the service finds no private network "
              + network
              + " to put the machine into. Name one that exists, or leave "
              + field
              + " out. It said: "
              + refusal.getMessage());
    }
    var open = new TreeSet<>(MachineRows.withGroups(planned.carries()));
    open.removeIf(field -> !MachineRows.isPerhapsWhileOff(field));
    if (refusal.reason() != Reason.CONFLICT
        || open.isEmpty()
        || !isAtRest(remote, inputs.now(), api)) {
      throw refusal;
    }
    var known = MachineMarks.needsOff(inputs.marks());
    if (MachineRemote.READY.equals(remote.view().state())) {
      open.addAll(known);
      return Outcome.learned(remote, Map.of(MachineMarks.NEEDS_OFF, String.join(" ", open)));
    }
    if (open.stream().anyMatch(known::contains)) {
      // The machine was stopped for this field, and must not stay off where it is refused still.
      throw new PaperspaceException(Reason.INVALID, refusal.status(), refusal.getMessage());
    }
    throw refusal;
  }

  private static boolean isThere(MachineRemote remote, Paperspace api) {
    return api.machines().get(remote.view().id()).isPresent();
  }

  /** Whether no work goes on: a conflict with work somebody else began says nothing of fields. */
  private static boolean isAtRest(MachineRemote remote, Instant now, Paperspace api) {
    var id = remote.view().id();
    var state = remote.view().state();
    boolean same =
        api.machines().get(id).filter(it -> Objects.equals(state, it.state())).isPresent();
    // A restarting machine says for a while that it is ready (docs/paperspace-api.md 2.1).
    return same
        && api.machineEvents().list(id, 1).stream()
            .noneMatch(event -> MachineEventState.of(event).isMoving() && !isHung(event, now));
  }

  private static boolean isHung(MachineEvents.View event, Instant now) {
    return event.dtCreated() != null && MachineEventState.isHung(event.dtCreated(), now);
  }
}
