package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What a machine has to be for a template to be made from it: off (docs/paperspace-api.md 2.5). */
final class MachineOff {
  private MachineOff() {}

  /**
   * What is in the way.
   *
   * @throws PaperspaceException when there is no such machine
   */
  static <S, O> Optional<Observation<O>> check(
      ResourceRef<S> host, S spec, Inputs inputs, Paperspace api) {
    var id = host.id(spec, inputs);
    var field = host.field(spec);
    var state =
        api.machines()
            .get(id)
            .orElseThrow(
                () ->
                    new PaperspaceException(
                        PaperspaceException.Reason.NOT_FOUND,
                        HttpURLConnection.HTTP_NOT_FOUND,
                        field + ": there is no machine " + id + ". Name one that is there"))
            .state();
    if (MachineRemote.OFF.equals(state)) {
      return Optional.empty();
    }
    if (MachineRemote.READY.equals(state) && !MachineReturn.isOwed(inputs.marks())) {
      var words =
          field
              + ": machine "
              + id
              + (MachineStop.isServed(inputs.marks())
                  ? " is on, although it was to be stopped for this once."
                  : " is on, and a template can only be made from one that is off.")
              + " Stop it: set powerState: \"Off\" in its Machine, use the Paperspace console, or have"
              + " it stopped once with allowStop: true; an edit, or the annotation "
              + Annotations.RECONCILE_AT
              + ", has it stopped once more.";
      return Optional.of(Observation.failed(Reason.DisruptionRequired, words, null));
    }
    var words =
        field
            + ": machine "
            + id
            + " is \""
            + MachineEventState.words(state, "")
            + "\"; the template is made once it is off.";
    return Optional.of(Observation.busy(Reason.WaitingForReference, words, null, null));
  }
}
