package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Operation;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stops the machine an object is made from, once, and starts it again when the object is made. The
 * status names the machine before it is stopped, so that a crash leaves no machine off.
 *
 * @param machine the machine a spec names
 * @param allowed whether the spec allows it
 */
record MachineStop<S extends ManagedSpec>(ResourceRef<S> machine, Function<S, Boolean> allowed) {
  /** The edit and request a machine was stopped for: without another it is not stopped again. */
  private static final String SERVED = Marks.ASIDE + "machineStoppedFor";

  private static final String NONE = "(none)";
  private static final int TOKEN_LENGTH = 256;

  /** Whether a machine was stopped for this resource before. */
  static boolean isServed(Map<String, String> marks) {
    return marks.get(SERVED) != null;
  }

  /** The next step on the machine, if there is one now. */
  <R extends PaperspaceResource<S, ?>, T> Optional<Step<T>> next(
      R resource, Inputs inputs, Paperspace api) {
    var marks = inputs.marks();
    if (!MachineReturn.isOwed(marks)) {
      return isWanted(resource) ? note(resource, inputs, api) : Optional.empty();
    }
    var id = marks.get(MachineReturn.STOPPED);
    boolean overdue =
        MachineReturn.isPast(marks, MachineReturn.SINCE, MachineReturn.LONGEST, inputs.now());
    boolean needed =
        isWanted(resource) && !overdue && id.equals(machine.id(resource.getSpec(), inputs));
    return needed ? stop(marks, api) : MachineReturn.back(marks, inputs.now(), api);
  }

  /** The power of a machine still to be stopped: its own resource must leave that to others. */
  <R extends PaperspaceResource<S, ?>> List<SharedField> leavesToOthers(R resource, Inputs inputs) {
    return isWanted(resource) && !MachineReturn.isOwed(inputs.marks())
        ? List.of(PowerOfMachine.on(machine.id(resource.getSpec(), inputs)))
        : List.of();
  }

  private boolean isWanted(PaperspaceResource<S, ?> resource) {
    var spec = resource.getSpec();
    boolean isTaken = spec.externalId() != null && !spec.externalId().isEmpty();
    return Boolean.TRUE.equals(allowed.apply(spec)) && !Metadata.isMade(resource) && !isTaken;
  }

  private <T> Optional<Step<T>> note(
      PaperspaceResource<S, ?> resource, Inputs inputs, Paperspace api) {
    var token = token(resource);
    var id = machine.id(resource.getSpec(), inputs);
    if (token.equals(inputs.marks().get(SERVED))
        || !MachineReturn.isIn(MachineRemote.READY, id, api)) {
      return Optional.empty();
    }
    var marks =
        Map.of(
            MachineReturn.STOPPED,
            id,
            MachineReturn.SINCE,
            inputs.now().toString(),
            MachineReturn.STOP,
            api.serverNow().toString(),
            Marks.ASIDE_TEAM,
            inputs.teamId(),
            SERVED,
            token);
    return Optional.of(MachineReturn.remember("remember to start machine " + id + " again", marks));
  }

  /** Changes with every edit and every request to look. */
  private static String token(PaperspaceResource<?, ?> resource) {
    var asked = Metadata.annotation(resource, Annotations.RECONCILE_AT);
    return Text.cut(resource.getMetadata().getGeneration() + " " + asked, TOKEN_LENGTH);
  }

  private static <T> Optional<Step<T>> stop(Map<String, String> marks, Paperspace api) {
    var id = marks.get(MachineReturn.STOPPED);
    if (!MachineReturn.isIn(MachineRemote.READY, id, api)) {
      return Optional.empty();
    }
    // Whoever started the machine meanwhile would do so again: no taking turns with that.
    if (MachineReturn.isStarted(id, marks, api)) {
      return Optional.of(MachineReturn.forget(marks));
    }
    var event = marks.get(MachineReturn.EVENT);
    if (event == null) {
      return Optional.of(send(id, marks, api));
    }
    // As long as the stop has not failed, the machine may still go off.
    return isFailed(event, api) ? Optional.of(MachineReturn.forget(marks)) : Optional.empty();
  }

  /**
   * Sends the stop; first its time is noted again where it was noted long ago, as after refusals.
   */
  private static <T> Step<T> send(String id, Map<String, String> marks, Paperspace api) {
    var now = api.serverNow();
    if (MachineReturn.isPast(marks, MachineReturn.STOP, MachineReturn.FRESH, now)) {
      return MachineReturn.remember(
          "remember when machine " + id + " is stopped",
          Map.of(MachineReturn.STOP, now.toString()));
    }
    return MachineReturn.detour(
        "stop machine " + id + ", to make a template from it", true, it -> stop(it, id));
  }

  private static boolean isFailed(String event, Paperspace api) {
    return !event.equals(NONE)
        && api.machineEvents().get(event).filter(MachineEventState::isSaidFailure).isPresent();
  }

  private static Map<String, String> stop(Paperspace api, String id) {
    return Map.of(MachineReturn.EVENT, event(api.machines().stop(id)));
  }

  private static String event(Operation<Machines.View> answer) {
    return answer.event() == null ? NONE : answer.event().id();
  }
}
