package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.kind.MachinePlan.Planned;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a machine can have another type, as far as its OS template tells: looked up before the
 * machine is stopped for it, for what will be refused is no reason to interrupt what runs.
 */
final class MachineTypeCheck {
  /**
   * The type that was looked up last, and is offered as far as the catalogue tells. The mark goes
   * once the machine has the type declared: another time there may be no room for that type.
   */
  static final String MARK = "offeredType";

  static final String FIELD = "machineType";

  private MachineTypeCheck() {}

  /** The look-up that comes before a stop; empty where none is due. */
  static Optional<Step<MachineRemote>> before(
      Planned planned,
      Machine resource,
      MachineRemote remote,
      List<Drift> todo,
      Map<String, String> marks) {
    var wanted = resource.getSpec().machineType();
    var carries = todo.stream().filter(it -> it.field().equals(FIELD)).toList();
    if (!leadsToStop(planned) || carries.isEmpty() || wanted.equals(marks.get(MARK))) {
      return Optional.empty();
    }
    return Optional.of(
        new Step<>(
            Step.Kind.NOTE,
            "look up whether the machine can be " + wanted,
            carries,
            false,
            api -> {
              require(resource.getSpec(), marks, api);
              return Outcome.learned(remote.withoutEvent(), Map.of(MARK, wanted));
            }));
  }

  /** Whether the next call is a stop for a change, or the note that comes before such a stop. */
  private static boolean leadsToStop(Planned planned) {
    boolean isDetour = !planned.carries().contains(MachineRows.POWER);
    return (planned.call() instanceof MachineCall.Stop && isDetour)
        || MachineMarks.WAITS.equals(planned.marks().get(MachineMarks.STOPPED));
  }

  private static void require(Machine.Spec spec, Map<String, String> marks, Paperspace api) {
    var template = spec.templateId() == null ? marks.get(OsTemplate.FIELD) : spec.templateId();
    try {
      OsTemplate.requireAvailable(template, spec.machineType(), api.osTemplates().recent());
    } catch (InvalidInputException e) {
      throw new PaperspaceException(Reason.INVALID, -1, e.getMessage());
    } catch (PaperspaceException e) {
      if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
      // A key that may not read the catalogue may be allowed to change the machine.
    }
  }
}
